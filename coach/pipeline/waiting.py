"""How long work waits after a failure that either time or an admin resolves."""

from datetime import timedelta

from coach.errors import ADMIN_WAIT, CoachError, TryAgain

RETRY = timedelta(seconds=30)


def wait_after(error: CoachError) -> timedelta:
    """The wait that the refusing side asked for, or the default; an admin needs longer than a transient failure."""
    if isinstance(error, TryAgain):
        return error.after or RETRY
    return ADMIN_WAIT
