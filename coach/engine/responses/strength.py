"""How strong a rep is in a skill, in bands: what a manager sees in place of single answers."""

from dataclasses import dataclass
from enum import StrEnum

LEAST = 3
"""With fewer observations there is no band: it would reveal a single answer, and would mean little."""
STEADY_FROM = 0.5
STRONG_FROM = 0.75


class Band(StrEnum):
    """Weakest first, after UNKNOWN, which is not a level."""

    UNKNOWN = "unknown"
    PRACTISE = "practise"
    STEADY = "steady"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one rep and one skill: questions answered, and windows in which adherence was watched."""

    answered: int = 0
    right: int = 0
    looked: int = 0
    seen: int = 0

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            self.answered + other.answered, self.right + other.right, self.looked + other.looked, self.seen + other.seen
        )


def band(evidence: Evidence) -> Band:
    """The band, by the rule of succession: (successes + 1) / (observations + 2).

    The two extra observations, one of each sort, keep three lucky answers from counting as much as thirty (P. S.
    Laplace, Essai philosophique sur les probabilités, 1814). Knowing and doing have equal weight.
    """
    observed = evidence.answered + evidence.looked
    if observed < LEAST:
        return Band.UNKNOWN
    share = (evidence.right + evidence.seen + 1) / (observed + 2)
    if share < STEADY_FROM:
        return Band.PRACTISE
    return Band.STEADY if share < STRONG_FROM else Band.STRONG
