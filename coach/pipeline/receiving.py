"""Step one: keep the events. A free worker decides later what follows from them."""

from coach.engine.model import Received
from coach.ports import Accepted, Store, Wake


def receive(store: Store, wake: Wake, received: Received) -> Accepted:
    """Commit the events, then wake a worker. Raises TryAgain if nothing was committed."""
    accepted = store.accept(received)
    if accepted.new:
        wake.coach()
    return accepted
