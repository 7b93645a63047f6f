"""Who the reps of the demo are: what each tends to do with a card. Shares lie between 0 and 1."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.engine.responses import Dismissal


@dataclass(frozen=True, slots=True)
class Temper:
    """How somebody takes coaching.

    ``opens`` is the share of cards that they look at, some ``hours`` after those came. Of those that they look at they
    dismiss, put off, do or tick off so many; what is left stays open. To do a card changes the deal, to tick it off
    does not. ``answers`` is how often they answer the question, and ``knows`` how often rightly, with what they learn
    in a week added; ``weak`` names skills in which they are right half as often, and follow advice half as often.
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
"""By the first part of the user name."""

WORDS = (
    "The buyer told us not to contact anybody else before the vote.",
    "Our legal template already covers this.",
    "This came a week too late, it was settled on the phone.",
)
"""What somebody says who dismisses a card for a reason of their own."""
