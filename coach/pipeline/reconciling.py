"""Every few minutes: pick up changes whose event never came, and changes of related records, which send no event."""

from datetime import datetime, timedelta

from coach.engine.model import FieldSelection, Received
from coach.engine.playbook.asking import asked_of
from coach.errors import TryAgain
from coach.pipeline.context import StepContext
from coach.pipeline.receiving import receive
from coach.pipeline.status import WATERMARK, org_status, remember_skew, remember_usage
from coach.ports import NOTHING, RATES, Accepted

OVERLAP = timedelta(minutes=15)
"""Transactions commit out of order, so each reconcile pass reaches back to before the last one."""
LOOKED_AT_AGAIN = 600
"""How many deals each reconcile pass reads again, in two API calls. That finds changes that leave no timestamp."""
LOOKED_AT_AFTER_A_LOSS = 6_000
"""The larger number, in twenty API calls, for when a related record was deleted and its deal cannot be determined."""
EVENTS_AT_ONCE = 1_000
LOST_AT = "org.lost_at"


def reconcile(step: StepContext, since: datetime | None = None) -> Accepted:
    """Pick up opportunities whose event never came, or whose related records changed, and recheck the stalest deals.

    It looks back to the last pass, or to an earlier ``since``. A ``since`` later than the last pass leaves nothing out,
    because the next pass begins where this one did. The stalest deals are those decided on the longest time ago. The
    very first pass only sets the watermark: what happened before Coach was installed is not news. All times are the
    org's.
    """
    started = step.org.now()
    begin = _begin(step, since)
    total, look_at = Accepted(0, 0), LOOKED_AT_AGAIN
    if begin:
        changes = step.org.changed_since(begin, _asked(step))
        for start in range(0, len(changes.events), EVENTS_AT_ONCE):
            some = Received(tuple(changes.events[start : start + EVENTS_AT_ONCE]))
            accepted = receive(step.store, step.wake, some)
            total = Accepted(total.new + accepted.new, total.repeated + accepted.repeated)
        _notice_rates(step, changes.rates)
        if _is_news(step, changes.lost_at):
            look_at = LOOKED_AT_AFTER_A_LOSS
    step.memory.remember(WATERMARK, started.isoformat())
    remember_usage(step)
    remember_skew(step)
    if step.store.look_again(look_at):
        step.wake.coach()
    return total


def _begin(step: StepContext, since: datetime | None) -> datetime | None:
    watermark = org_status(step.memory).reconciled_at
    if watermark is None:
        return since
    overlapping = watermark - OVERLAP
    return min(since, overlapping) if since else overlapping


def _is_news(step: StepContext, lost_at: datetime | None) -> bool:
    """Whether this loss is new. Passes overlap, so they report the same loss again."""
    known = step.memory.recall(LOST_AT)
    if lost_at is None or (known and lost_at <= datetime.fromisoformat(known)):
        return False
    step.memory.remember(LOST_AT, lost_at.isoformat())
    return True


def _asked(step: StepContext) -> FieldSelection:
    try:
        return asked_of(step.context().library)
    except TryAgain:
        return NOTHING


def _notice_rates(step: StepContext, mark: str | None) -> None:
    """Decide again on all deals when exchange rates change: the rates belong to no single deal.

    Whatever reads deals looks at the mark.
    """
    known = step.memory.recall(RATES)
    if mark is None or mark == known:
        return
    step.memory.remember(RATES, mark)
    if known:
        step.store.decide_again()
