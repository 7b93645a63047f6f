"""When to retry, and when to give up.

The platform retries with growing pauses of up to two hours, and drops notifications after a day.
https://help.salesforce.com/s/articleView?id=platform.workflow_om_considerations.htm
"""

from datetime import datetime, timedelta

LONGEST_PAUSE = timedelta(hours=2)
LIFETIME = timedelta(hours=24)


def pause(attempts: int, first: timedelta) -> timedelta:
    """How long to wait after ``attempts`` (1 or more) failed calls: ``first``, then twice as long each time."""
    doublings = min(attempts - 1, 32)
    return min(LONGEST_PAUSE, first * (1 << doublings))


def expired(queued_at: datetime, now: datetime) -> bool:
    """Whether a notification has waited too long to be tried again."""
    return now - queued_at >= LIFETIME
