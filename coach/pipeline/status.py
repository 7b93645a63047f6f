"""What workers remember of the org for every process: its count of API calls, the last reconcile pass, its clock."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.errors import TryAgain
from coach.pipeline.ports import Ports
from coach.ports import ApiUsage, Memory

WATERMARK = "reconcile.watermark"
USAGE = "org.usage"
SKEW = "org.skew"


@dataclass(frozen=True, slots=True)
class OrgStatus:
    """The API calls that the org has counted, when the last reconcile pass was, in the org's time, and how far that was
    ahead of the clock of the worker that made the pass.
    """

    usage: ApiUsage | None
    usage_at: datetime | None
    reconciled_at: datetime | None
    skew: timedelta | None = None


def org_status(memory: Memory) -> OrgStatus:
    """What any worker learnt last: the same in every process."""
    counted, _, at = (memory.recall(USAGE) or "").partition("@")
    used, _, allowed = counted.partition("/")
    reconciled, skew = memory.recall(WATERMARK), memory.recall(SKEW)
    return OrgStatus(
        ApiUsage(int(used), int(allowed)) if allowed else None,
        datetime.fromisoformat(at) if at else None,
        datetime.fromisoformat(reconciled) if reconciled else None,
        timedelta(seconds=int(skew)) if skew else None,
    )


def remember_usage(ports: Ports) -> None:
    """For the figures of every process; where it cannot be kept, the next batch keeps it."""
    usage = ports.org.usage()
    if usage is None:
        return
    with suppress(TryAgain):
        ports.memory.remember(USAGE, f"{usage.used}/{usage.allowed}@{ports.clock().isoformat()}")


def remember_skew(ports: Ports) -> None:
    """In whole seconds, for a person who looks why a moment is not what it should be."""
    skew = ports.org.skew()
    if skew is not None:
        ports.memory.remember(SKEW, str(round(skew.total_seconds())))
