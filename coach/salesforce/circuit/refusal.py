"""Why notes were refused, and the error for whoever may not ask the org now."""

from dataclasses import dataclass
from datetime import timedelta

from coach.errors import TryAgain
from coach.ports import ORG_REFUSES
from coach.salesforce.circuit.pauses import HOUR


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Why notes were refused: a sentence for people, the code, and how long to leave the org alone because of it."""

    sentence: str
    code: str
    after: timedelta | None = None

    @property
    def used_up(self) -> bool:
        """Whether the reason is a limit, which recovers hour by hour."""
        return self.after is not None and self.after.total_seconds() >= HOUR


class CircuitOpen(TryAgain):
    """Not asked now: the org has just refused, and time must pass."""

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence, timedelta(seconds=seconds), ORG_REFUSES)
