"""How long work waits after a failure that time or an admin mends."""

from datetime import timedelta

from coach.errors import ADMIN_WAIT, CoachError, TryAgain

RETRY = timedelta(seconds=30)


def wait_after(error: CoachError) -> timedelta:
    """As long as whoever refused asked for; an admin takes longer than time does."""
    if isinstance(error, TryAgain):
        return error.after or RETRY
    return ADMIN_WAIT
