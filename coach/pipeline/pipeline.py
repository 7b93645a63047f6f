"""The steps together, each with all that it needs from the world."""

from dataclasses import dataclass
from datetime import datetime

from coach.pipeline import checking, coaching, reconciling, sweeping, writing
from coach.pipeline.ports import Ports
from coach.ports import Accepted, Due


@dataclass(frozen=True)
class Pipeline(Ports):
    """The steps after receiving. A Celery task calls one of them."""

    def coach(self) -> int:
        """Decide on the deals that wait, a batch of them; returns how many were taken."""
        return coaching.coach(self)

    def write(self) -> int:
        """Write the notes that wait, a batch of them; returns how many were taken."""
        return writing.write(self)

    def sweep(self) -> Due:
        """Wake workers for whatever is due; returns what is."""
        return sweeping.sweep(self)

    def reconcile(self, since: datetime | None = None) -> Accepted:
        """Pick up what no event told of, since the last pass or since an earlier time."""
        return reconciling.reconcile(self, since)

    def check_written(self) -> int:
        """See that written notes are on their records; returns how many were lost."""
        return checking.check_written(self)
