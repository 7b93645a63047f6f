"""Every few minutes: pick up changes whose event never came, and changes of related records, which send no event."""

from datetime import datetime, timedelta

from coach.engine.model import FieldSelection, Received
from coach.engine.playbook.asking import asked_of
from coach.errors import TryAgain
from coach.pipeline.ports import Ports
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


def reconcile(ports: Ports, since: datetime | None = None) -> Accepted:
    """Pick up opportunities whose event never came, or whose related records changed, and recheck the stalest deals.

    It looks back to the last pass, or to an earlier ``since``. A ``since`` later than the last pass leaves nothing out,
    because the next pass begins where this one did. The stalest deals are those decided on the longest time ago. The
    very first pass only sets the watermark: what happened before Coach was installed is not news. All times are the
    org's.
    """
    started = ports.org.now()
    begin = _begin(ports, since)
    total, look_at = Accepted(0, 0), LOOKED_AT_AGAIN
    if begin:
        changes = ports.org.changed_since(begin, _asked(ports))
        for start in range(0, len(changes.events), EVENTS_AT_ONCE):
            some = Received(tuple(changes.events[start : start + EVENTS_AT_ONCE]))
            accepted = receive(ports.store, ports.wake, some)
            total = Accepted(total.new + accepted.new, total.repeated + accepted.repeated)
        _notice_rates(ports, changes.rates)
        if _is_news(ports, changes.lost_at):
            look_at = LOOKED_AT_AFTER_A_LOSS
    ports.memory.remember(WATERMARK, started.isoformat())
    remember_usage(ports)
    remember_skew(ports)
    if ports.store.look_again(look_at):
        ports.wake.coach()
    return total


def _begin(ports: Ports, since: datetime | None) -> datetime | None:
    watermark = org_status(ports.memory).reconciled_at
    if watermark is None:
        return since
    overlapping = watermark - OVERLAP
    return min(since, overlapping) if since else overlapping


def _is_news(ports: Ports, lost_at: datetime | None) -> bool:
    """Whether this loss is new. Passes overlap, so they report the same loss again."""
    known = ports.memory.recall(LOST_AT)
    if lost_at is None or (known and lost_at <= datetime.fromisoformat(known)):
        return False
    ports.memory.remember(LOST_AT, lost_at.isoformat())
    return True


def _asked(ports: Ports) -> FieldSelection:
    try:
        return asked_of(ports.context().library)
    except TryAgain:
        return NOTHING


def _notice_rates(ports: Ports, mark: str | None) -> None:
    """Decide again on all deals when exchange rates change: the rates belong to no single deal.

    Whatever reads deals looks at the mark.
    """
    known = ports.memory.recall(RATES)
    if mark is None or mark == known:
        return
    ports.memory.remember(RATES, mark)
    if known:
        ports.store.decide_again()
