"""All steps in one object, with everything they need from the outside world."""

from dataclasses import dataclass
from datetime import datetime

from coach.pipeline import checking, coaching, reconciling, sweeping, writing
from coach.pipeline.context import StepContext
from coach.ports import Accepted, Due


@dataclass(frozen=True)
class Pipeline(StepContext):
    """The steps after receiving. Each Celery task calls one of them."""

    def coach(self) -> int:
        """Decide on a batch of waiting deals; returns how many were taken."""
        return coaching.coach(self)

    def write(self) -> int:
        """Write a batch of waiting notes; returns how many were taken."""
        return writing.write(self)

    def sweep(self) -> Due:
        """Wake workers for whatever is due; returns how much is due."""
        return sweeping.sweep(self)

    def reconcile(self, since: datetime | None = None) -> Accepted:
        """Pick up changes whose event never came, since the last pass or since an earlier time."""
        return reconciling.reconcile(self, since)

    def check_written(self) -> int:
        """Check that written notes are still on their records; returns how many were lost."""
        return checking.check_written(self)
