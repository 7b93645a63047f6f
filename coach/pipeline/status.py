"""The org's status as workers last recorded it for every process: API usage, last reconcile pass, clock skew."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.errors import TryAgain
from coach.pipeline.context import StepContext
from coach.ports import ApiUsage, Memory

WATERMARK = "reconcile.watermark"
USAGE = "org.usage"
SKEW = "org.skew"


@dataclass(frozen=True, slots=True)
class OrgStatus:
    """The org's count of API calls, the time of the last reconcile pass, and the clock skew.

    ``reconciled_at`` is in the org's time. ``skew`` is how far that time was ahead of the clock of the worker that made
    the pass.
    """

    usage: ApiUsage | None
    usage_at: datetime | None
    reconciled_at: datetime | None
    skew: timedelta | None = None


def org_status(memory: Memory) -> OrgStatus:
    """The newest status that any worker recorded: the same in every process."""
    counted, _, at = (memory.recall(USAGE) or "").partition("@")
    used, _, allowed = counted.partition("/")
    reconciled, skew = memory.recall(WATERMARK), memory.recall(SKEW)
    return OrgStatus(
        ApiUsage(int(used), int(allowed)) if allowed else None,
        datetime.fromisoformat(at) if at else None,
        datetime.fromisoformat(reconciled) if reconciled else None,
        timedelta(seconds=int(skew)) if skew else None,
    )


def remember_usage(step: StepContext) -> None:
    """Record the API usage for every process's metrics. If that fails, the next batch records it."""
    usage = step.org.usage()
    if usage is None:
        return
    with suppress(TryAgain):
        step.memory.remember(USAGE, f"{usage.used}/{usage.allowed}@{step.clock().isoformat()}")


def remember_skew(step: StepContext) -> None:
    """Record the clock skew in whole seconds, for a person who investigates why a time is off."""
    skew = step.org.skew()
    if skew is not None:
        step.memory.remember(SKEW, str(round(skew.total_seconds())))
