"""Validates the log's forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qsl

from coach.errors import Rejected
from coach.text import one_line

LONGEST_COMMENT = 2_000
LONGEST_NAME = 60
LONGEST_QUERY = 4_000
FURTHEST = timedelta(days=730)

NO_NAME = f"A view needs a name of at most {LONGEST_NAME} characters."


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment as typed. ``day`` is None if none was given; ``mistakes`` are sentences by field."""

    text: str = ""
    day: date | None = None
    typed_day: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)


def new_comment(form: Mapping[str, str], today: date) -> NewComment:
    """Parse a comment and its date, with the mistakes in them."""
    text, typed = form.get("text", "").strip(), form.get("follow_up_on", "").strip()
    mistakes = {}
    if not text or len(text) > LONGEST_COMMENT:
        mistakes["text"] = f"Between 1 and {LONGEST_COMMENT:,} characters."
    day = _day(typed)
    if typed and (day is None or not today <= day <= today + FURTHEST):
        mistakes["follow_up_on"] = "A day from today on, within two years, as 2026-11-30."
    return NewComment(text, day, typed, mistakes)


@dataclass(frozen=True, slots=True)
class NewView:
    """A view to save; ``filters`` are the fields of its URL."""

    name: str
    filters: Mapping[str, str]
    shared: bool


def new_view(form: Mapping[str, str]) -> NewView:
    """Parse a view; its name must be one line. Raises Rejected."""
    name, query = one_line(form.get("name", "")), form.get("query", "")
    if not name or len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Rejected(NO_NAME)
    return NewView(name, dict(parse_qsl(query)), "shared" in form)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
