"""Every few minutes: pick up changes whose event never came, and those beside a deal, for which there is none."""

from datetime import datetime, timedelta

from coach.engine.model import FieldSelection, Received
from coach.engine.playbook.asking import asked_of
from coach.errors import TryAgain
from coach.pipeline.ports import Ports
from coach.pipeline.receiving import receive
from coach.pipeline.status import WATERMARK, org_status, remember_skew, remember_usage
from coach.ports import NOTHING, RATES, Accepted

OVERLAP = timedelta(minutes=15)
"""Transactions commit out of order, so each reconcile pass looks back beyond the last."""
LOOKED_AT_AGAIN = 600
"""Deals that each reconcile pass has looked at again, in two API calls: that finds what leaves no stamp."""
LOOKED_AT_AFTER_A_LOSS = 6_000
"""As many instead, in twenty calls, where something beside a deal was deleted and nobody can tell which deal it was."""
EVENTS_AT_ONCE = 1_000
LOST_AT = "org.lost_at"


def reconcile(ports: Ports, since: datetime | None = None) -> Accepted:
    """Pick up opportunities whose event never came, and those beside which something changed, since the last pass
    or since an earlier time; and look again at those that were decided on the longest time ago.

    A later time than the last pass leaves nothing out, for the next pass begins where this one did. The very first
    pass only sets the watermark: what happened before Coach was there is not news. All times are the org's.
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
    """Passes overlap, and tell of the same loss again."""
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
    """Exchange rates hang on no deal, so other rates concern them all. Readers of deals look at the mark."""
    known = ports.memory.recall(RATES)
    if mark is None or mark == known:
        return
    ports.memory.remember(RATES, mark)
    if known:
        ports.store.decide_again()
