"""The thresholds from which somebody is said to need their manager: the condition, the number, and the reason for it.

Each rule and its number are defined only here: the page's words, docs/manager.md and the rules themselves use them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

UNANSWERED_AFTER = timedelta(days=7)
LEAST_LOOKED = 4
"""In either half of the weeks: with fewer cards, a single one would change the share by more than :data:`DROP`."""
DROP = 0.25
"""The minimum drop in the share of cards that were followed."""


class Rule(StrEnum):
    """Why somebody may need their manager. If two stand out equally, the one declared first comes first."""

    DONE_NOT_SEEN = "done_not_seen"
    SURE_AND_WRONG = "sure_and_wrong"
    PRACTISE = "practise"
    UNANSWERED = "unanswered"
    DROPPED = "dropped"
    NOT_WRITTEN = "not_written"
    DID_NOT_FIT = "did_not_fit"
    NO_TIME = "no_time"
    NO_DATA = "no_data"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class NeedThreshold:
    """``least`` is the minimum number, ``what`` the thing counted, as the page says it, and ``because`` the reason for
    the number.
    """

    least: float
    what: str
    because: str


_DAYS = UNANSWERED_AFTER.days
THRESHOLDS: Mapping[Rule, NeedThreshold] = {
    Rule.DONE_NOT_SEEN: NeedThreshold(
        2,
        "Two cards or more were marked as done, and what they ask for was never seen on the deal.",
        "Once may be a field that was forgotten.",
    ),
    Rule.SURE_AND_WRONG: NeedThreshold(
        1,
        "A rep was sure of a wrong answer. This is told only where answers are open to managers.",
        "Whoever is sure does not ask.",
    ),
    Rule.PRACTISE: NeedThreshold(
        1,
        "A skill is to be practised, by answers and by what deals show, of three or more of them.",
        "Fewer than three observations may be luck.",
    ),
    Rule.UNANSWERED: NeedThreshold(
        2,
        f"Two cards or more on open deals of theirs have had no response for more than {_DAYS} days.",
        "Who was away is back by then, and one card may be overlooked.",
    ),
    Rule.DROPPED: NeedThreshold(
        DROP,
        "The share of cards that the rep followed on the deal is lower in the later half of these weeks than in the "
        f"earlier one, by {DROP * 100:.0f} points or more, with at least {LEAST_LOOKED} cards in each.",
        "Of fewer cards, a single one would move the share by more than that.",
    ),
    Rule.NOT_WRITTEN: NeedThreshold(
        1,
        "A card is not on the record, because its note waits for somebody to act.",
        "What is not on the record is not read.",
    ),
    Rule.DID_NOT_FIT: NeedThreshold(
        2,
        "Two cards or more were dismissed as wrong or not relevant.",
        "One card may miss its deal.",
    ),
    Rule.NO_TIME: NeedThreshold(
        3,
        "Cards were held back three times or more because the week's minutes were used up.",
        "A week is full now and then for anybody.",
    ),
    Rule.NO_DATA: NeedThreshold(
        3,
        "Cards were held back three times or more because data is missing on the deal.",
        "One gap on one deal can hold back two.",
    ),
    Rule.PUT_OFF: NeedThreshold(3, "Three cards or more are put off.", "Now and then, later is a good answer."),
}
