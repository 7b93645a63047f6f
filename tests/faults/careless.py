"""Services that are careless in one way each: what the oracle must report, or it would report nothing.

``celery -A tests.faults.careless:celery`` and ``python -m tests.faults.careless serve`` run the service with the
mistake that the environment names.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

from coach.app.store import SqlStore
from coach.engine.model import Delivery, NoteWork, Outcome, Receipt
from coach.pipeline import Pipeline
from coach.ports import Accepted, NoteClaim

MISTAKE = "TEST_MISTAKE"
NO_NOTE, NO_LINK = "069000000000001AAA", "06A000000000001AAA"
SLOW_SECONDS = 3.0
_PIPELINE: Any = Pipeline
_STORE: Any = SqlStore


def _without_looking(_: Pipeline, claims: Sequence[NoteClaim]) -> tuple[list[Receipt], list[NoteWork]]:
    """What may have been carried out is done again."""
    return [], [claim.work for claim in claims]


def _never_again(_: Pipeline, claims: Sequence[NoteClaim]) -> tuple[list[Receipt], list[NoteWork]]:
    """What may have been carried out is taken for done."""
    return [Receipt(claim.work.key, Outcome.WRITTEN, NO_NOTE, NO_LINK) for claim in claims], []


def _acknowledge_first(accept: Callable[[SqlStore, Delivery], Accepted]) -> Callable[[SqlStore, Delivery], Accepted]:
    """An event is kept some seconds after its sender heard that it is."""

    def soon(store: SqlStore, delivery: Delivery) -> Accepted:
        threading.Timer(SLOW_SECONDS, accept, (store, delivery)).start()
        return Accepted(new=len(delivery.events), repeated=0)

    return soon


def be_careless(mistake: str) -> None:
    """Make it."""
    if mistake == "writes without looking":
        _PIPELINE._look = _without_looking
    elif mistake == "never looks":
        _PIPELINE._look = _never_again
    elif mistake == "acknowledges first":
        _STORE.accept = _acknowledge_first(SqlStore.accept)
    else:
        raise SystemExit(f"No such mistake: {mistake!r}")


if MISTAKE in os.environ:
    be_careless(os.environ[MISTAKE])
    if __name__ == "__main__":
        from coach.cli import main

        main()
    else:
        from coach.app import build_from_environment

        celery = build_from_environment().celery
