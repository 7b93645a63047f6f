"""The personalities of the demo's reps: what each tends to do with a card. Shares are between 0 and 1."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.engine.responses import Dismissal


@dataclass(frozen=True, slots=True)
class Temper:
    """How a rep responds to coaching.

    ``opens`` is the share of cards that they open, some ``hours`` after delivery. Of the opened cards, they dismiss,
    snooze, do or tick off the given shares; the rest stays open. Doing a card changes the deal, ticking it off does
    not. ``answers`` is the share of questions that they answer, and ``knows`` the share of correct answers, which grows
    by what they learn each week. ``weak`` names skills in which they answer correctly and follow advice half as often.
    """

    opens: float = 0.9
    hours: float = 5
    dismisses: float = 0.08
    snoozes: float = 0.06
    does: float = 0.5
    ticks: float = 0.1
    answers: float = 0.75
    knows: float = 0.7
    learns: float = 0.0
    rates: float = 0.3
    why: tuple[Dismissal, ...] = (Dismissal.NOT_RELEVANT, Dismissal.ALREADY_DONE)
    weak: frozenset[str] = frozenset()


STEADY = Temper()
STRONG = replace(STEADY, does=0.68, knows=0.92, answers=0.9, hours=3)
NEWCOMER = replace(STEADY, opens=1, dismisses=0, answers=1, knows=0.35, learns=0.07, does=0.55, hours=2, rates=0.7)
SCEPTIC = replace(
    STEADY,
    dismisses=0.4,
    does=0.25,
    answers=0.4,
    knows=0.85,
    why=(Dismissal.ALREADY_DONE, Dismissal.WRONG, Dismissal.OTHER),
)
OVERLOADED = replace(STEADY, opens=0.75, hours=14, snoozes=0.35, does=0.3, answers=0.45, knows=0.8)
TICKS_OFF = replace(STEADY, does=0.12, ticks=0.7, answers=0.95, knows=0.45)
ABSENT = replace(STEADY, opens=0.35, hours=22, does=0.3, answers=0.2, rates=0)

TEMPERS: Mapping[str, Temper] = {
    "alex": replace(OVERLOADED, weak=frozenset({"pricing", "closing"})),
    "renee": replace(STEADY, weak=frozenset({"stakeholders", "hospital buying"})),
    "yuki": NEWCOMER,
    "tomas": replace(STEADY, does=0.6, weak=frozenset({"value", "forecasting"})),
    "greta": STRONG,
    "mateo": SCEPTIC,
    "noor": replace(STRONG, weak=frozenset({"negotiation"})),
    "sam": ABSENT,
    "ravi": replace(TICKS_OFF, weak=frozenset({"pricing", "negotiation"})),
    "chloe": replace(NEWCOMER, knows=0.5),
    "lars": replace(STRONG, dismisses=0.15, weak=frozenset({"deal management"})),
    "aoife": replace(STEADY, weak=frozenset({"discovery"})),
    "matteo": replace(OVERLOADED, opens=0.9, weak=frozenset({"forecasting", "pricing"})),
    "zofia": replace(STRONG, knows=0.85),
    "emil": replace(NEWCOMER, learns=0.04),
}
"""The tempers by the first part of the user name."""

WORDS = (
    "The buyer told us not to contact anybody else before the vote.",
    "Our legal template already covers this.",
    "This came a week too late, it was settled on the phone.",
)
"""What reps write when they dismiss a card for a reason of their own."""
