"""The body of a note in three forms, from rich to plain.

Salesforce does not document which tags it accepts in a ContentNote, and orgs differ. Seen to work: p, b and br; the
editor in Lightning offers lists and links too. New lines are stripped; an empty body is refused.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, takewhile

from coach.engine import markup
from coach.engine.model.lines import Line, Lines, Run

EMPTY = "<p></p>"
"""The smallest body that Salesforce accepts."""
TEXT_LIMIT = 20_000
"""Maximum characters of text in one note: some forty minutes of reading, far below what Salesforce stores."""
SHORTENED = "… (shortened)"
_END = 1_500
"""Characters kept from the end of a text that is too long: the end says why the card is here, and how to answer."""


def forms(body: Lines) -> tuple[str, str, str]:
    """The same body as (rich, basic, plain), none of them empty, and none much longer than :data:`TEXT_LIMIT`."""
    return forms_of(bounded(body))


def forms_of(lines: Iterable[Line]) -> tuple[str, str, str]:
    """The same, at any length."""
    lines = tuple(lines)
    return markup.html(lines) or EMPTY, markup.basic(lines) or EMPTY, markup.plain(lines) or EMPTY


def bounded(lines: Lines) -> Lines:
    """The lines. If their text exceeds :data:`TEXT_LIMIT`, its middle is cut, and a line says so."""
    whole = _first_few(lines, TEXT_LIMIT)
    if whole == len(lines):
        return lines
    rest = lines[whole:]
    end = _first_few(rest[::-1], _END)
    return (*lines[:whole], Line((Run(SHORTENED),)), *rest[len(rest) - end :])


def _first_few(lines: Sequence[Line], limit: int) -> int:
    """How many of the first lines fit within ``limit`` characters."""
    sizes = accumulate(sum(len(run.text) + len(run.href or "") for run in line.runs) for line in lines)
    return sum(1 for _ in takewhile(lambda size: size <= limit, sizes))
