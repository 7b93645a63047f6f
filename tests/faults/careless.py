"""Services with one deliberate mistake each, which the oracle must report: this tests the oracle itself.

``celery -A tests.faults.careless:celery`` and ``python -m tests.faults.careless serve`` run the service with the
mistake that the environment names.
"""

import os
import threading
from collections.abc import Callable, Sequence

from coach.app.store import SqlStore
from coach.engine.model import DeliveryWork, Outcome, Receipt, Received
from coach.pipeline import writing
from coach.pipeline.context import StepContext
from coach.ports import Accepted, DeliveryClaim

MISTAKE = "TEST_MISTAKE"
NO_NOTE, NO_LINK = "069000000000001AAA", "06A000000000001AAA"
SLOW_SECONDS = 3.0


def _without_looking(_: StepContext, claims: Sequence[DeliveryClaim]) -> tuple[list[Receipt], list[DeliveryWork]]:
    """Mistake: repeat writes in doubt without looking whether they were carried out."""
    return [], [claim.work for claim in claims]


def _never_again(_: StepContext, claims: Sequence[DeliveryClaim]) -> tuple[list[Receipt], list[DeliveryWork]]:
    """Mistake: treat writes in doubt as done."""
    return [Receipt(claim.work.key, Outcome.WRITTEN, NO_NOTE, {"link_id": NO_LINK}) for claim in claims], []


def _acknowledge_first(accept: Callable[[SqlStore, Received], Accepted]) -> Callable[[SqlStore, Received], Accepted]:
    """Mistake: keep an event only some seconds after acknowledging it."""

    def soon(store: SqlStore, delivery: Received) -> Accepted:
        threading.Timer(SLOW_SECONDS, accept, (store, delivery)).start()
        return Accepted(new=len(delivery.events), repeated=0)

    return soon


def be_careless(mistake: str) -> None:
    """Patch the service with this mistake."""
    if mistake == "writes without looking":
        _instead(writing, "_look", _without_looking)
    elif mistake == "never looks":
        _instead(writing, "_look", _never_again)
    elif mistake == "acknowledges first":
        _instead(SqlStore, "accept", _acknowledge_first(SqlStore.accept))
    else:
        raise SystemExit(f"No such mistake: {mistake!r}")


def _instead(place: object, name: str, mistake: Callable[..., object]) -> None:
    """Replace a function by a mistake. The name must exist; otherwise the mistake would have no effect."""
    if not hasattr(place, name):
        raise SystemExit(f"{place!r} has no {name}: the service does this elsewhere.")
    setattr(place, name, mistake)


if MISTAKE in os.environ:
    be_careless(os.environ[MISTAKE])
    if __name__ == "__main__":
        from coach.cli import main

        main()
    else:
        from coach.app import build_from_environment

        celery = build_from_environment().celery
