"""The query fields of the log's URL, each declared once: its name, its meaning, and its possible values.

The log page, the API, its OpenAPI description and the access rules read this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from coach.log.columns import CHOSEN, LOGGED
from coach.log.order import Sort
from coach.log.outcomes import TELLS_ANSWERS, CardOutcome
from coach.log.pages.days import Period
from coach.log.pages.values import LONGEST_WAIT, ONCE

Schema = Mapping[str, Any]
_DAY: Schema = {"type": "string", "format": "date"}


def outcomes(tells_answers: bool) -> tuple[CardOutcome, ...]:
    """The outcomes that may be asked for. If answers are private to reps, none that would reveal one."""
    return tuple(each for each in CardOutcome if tells_answers or each not in TELLS_ANSWERS)


def one_of(words: Sequence[str]) -> Schema:
    """A schema for one of a few words."""
    return {"type": "string", "enum": [each.value if isinstance(each, StrEnum) else each for each in words]}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``schema`` describes its values as in OpenAPI.

    ``of_groups``: figures filtered by it are still about groups. Without it, the field is assumed to leave so few deals
    that figures are about a single person. Then viewers who may only see groups may not use it.
    """

    name: str
    meaning: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    of_groups: bool = False


_FIELDS = (
    Field("from", "First day, in the time zone of the service.", _DAY, of_groups=True),
    Field("to", "Last day.", _DAY, of_groups=True),
    Field("period", "This or last week or month, in place of from and to.", one_of([*Period]), of_groups=True),
    Field("team", "Id of a manager: their people and themselves.", of_groups=True),
    Field("rep", "Id of a rep, the deal's owner when it was decided.", of_groups=True),
    Field("deal", "Id or address of an opportunity, or words of its name."),
    Field("account", "Words in the account's name, or all of it, whatever their accents and case."),
    *(Field(name, each.meaning, of_groups=each.choice.of_groups) for name, each in CHOSEN.items() if each.choice),
    Field("product", "A product family on the deal.", of_groups=True),
    Field("min", "Smallest amount, as 50000 or 1234.50."),
    Field("max", "Largest amount."),
    Field(
        "currency",
        "ISO code: amounts are compared in this currency; without it, in the org's own.",
        {"type": "string", "pattern": "^[A-Za-z]{3}$"},
    ),
    Field("playbook", "Name of a playbook.", of_groups=True),
    Field("skill", "A skill that playbooks teach.", of_groups=True),
    Field("decision", "What was decided.", one_of(sorted(LOGGED)), of_groups=True),
    Field("reason", "Why: cooldown, weekly_minutes, outranked, missing_data …", of_groups=True),
    Field("outcome", "What became of a delivered card.", one_of(outcomes(tells_answers=False)), of_groups=True),
    Field(
        "unacknowledged",
        "Cards that are open and not acknowledged after so many days.",
        {"type": "integer", "minimum": 1, "maximum": LONGEST_WAIT},
    ),
    Field("cards", f"{ONCE}: of each card its first delivery alone, as team pages count.", one_of([ONCE])),
)
SORT = Field(
    "sort",
    "Newest first, or oldest first.",
    {**one_of([f"-{Sort.WHEN}", Sort.WHEN]), "default": f"-{Sort.WHEN}"},
    of_groups=True,
)
"""The log's page has further orders; program interfaces are always ordered by time."""

FILTERS = {each.name: each for each in _FIELDS}
FIELDS = (*FILTERS, SORT.name)
"""The filters and the order, by their names in the URL, in canonical order."""
SINGLES_OUT = tuple(each.name for each in _FIELDS if not each.of_groups)
"""Fields that leave so few deals that figures about them are about a single person."""
