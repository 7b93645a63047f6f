"""First: keep what happened. What comes of it is decided later, by whoever is free."""

from coach.engine.model import Received
from coach.ports import Accepted, Store, Wake


def receive(store: Store, wake: Wake, received: Received) -> Accepted:
    """Keep what happened, then tell a worker. Raises TryAgain where nothing was kept."""
    accepted = store.accept(received)
    if accepted.new:
        wake.coach()
    return accepted
