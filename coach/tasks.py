"""The Celery tasks: each is one call into the pipeline. Waiting, retries and counts of attempts live in the store.

A periodic task that two schedulers send at once is harmless: passes that cost API calls claim their slot of time first.
A pass that fails gives its slot back, so that the next task sent for the same slot tries again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from celery import Celery

from coach.broker import broker
from coach.errors import CoachError
from coach.pipeline import Pipeline


def register(
    celery: Celery,
    pipeline: Callable[[], Pipeline],
    tidy: Callable[[], None],
    worker: str,
    reconcile_every: timedelta,
) -> None:
    """Register the tasks with ``celery``. ``pipeline`` is called in the process that runs a task, never at import.

    The tasks belong to this application only: shared ones would be added to every other Celery application in the
    process.
    """

    @celery.task(name=broker.COACH, shared=False)
    def coach() -> None:
        pipeline().coach()

    @celery.task(name=broker.WRITE, shared=False)
    def write() -> None:
        pipeline().write()

    @celery.task(name=broker.SWEEP, shared=False)
    def sweep() -> None:
        pipeline().sweep()

    @celery.task(name=broker.CANARY, shared=False)
    def canary() -> None:
        pipeline().store.heartbeat(worker)

    @celery.task(name=broker.RECONCILE, shared=False)
    def reconcile() -> None:
        line = pipeline()
        _once(line, broker.RECONCILE, reconcile_every, line.reconcile)

    @celery.task(name=broker.TIDY, shared=False)
    def tidy_up() -> None:
        tidy()

    @celery.task(name=broker.CHECK_WRITTEN, shared=False)
    def check_written() -> None:
        line = pipeline()
        _once(line, broker.CHECK_WRITTEN, timedelta(days=1), line.check_written)


def _once(line: Pipeline, job: str, length: timedelta, run: Callable[[], object]) -> None:
    """Run a job unless its slot is taken; release the slot if the job fails."""
    slot = _slot(line.clock(), length)
    if not line.store.claim_slot(job, slot):
        return
    try:
        run()
    except CoachError:
        line.store.release_slot(job, slot)
        raise


def _slot(now: datetime, length: timedelta) -> str:
    """The slot of time that contains ``now``, the same in every process."""
    return str(int(now.timestamp() // length.total_seconds()))
