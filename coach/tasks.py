"""The Celery tasks: each is one call into the pipeline. Waiting, retries and counts of attempts live in the store.

A periodic task that two schedulers send at once is harmless: passes that cost API calls claim their slot of time first.
A pass that fails gives its slot back, so that the next task sent for the same slot tries again.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from celery import Celery

from coach.broker import broker
from coach.errors import CoachError
from coach.pipeline import Pipeline

log = structlog.get_logger(__name__)

SAID_EVERY = 60.0
"""Seconds after which a worker says again why its tasks fail."""


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

    hindrances = Hindrances()

    def add(name: str, work: Callable[[], object]) -> None:
        @celery.task(name=name, shared=False)
        def task() -> None:
            with hindrances.of(name):
                work()

    def once(name: str, length: timedelta, work: Callable[[Pipeline], object]) -> None:
        line = pipeline()
        _once(line, name, length, lambda: work(line))

    add(broker.COACH, lambda: pipeline().coach())
    add(broker.WRITE, lambda: pipeline().write())
    add(broker.SWEEP, lambda: pipeline().sweep())
    add(broker.CANARY, lambda: pipeline().store.heartbeat(worker))
    add(broker.RECONCILE, lambda: once(broker.RECONCILE, reconcile_every, lambda line: line.reconcile()))
    add(broker.TIDY, tidy)
    add(broker.CHECK_WRITTEN, lambda: once(broker.CHECK_WRITTEN, timedelta(days=1), lambda line: line.check_written()))


class Hindrances:
    """Logs why tasks fail, each sentence at most once in ``SAID_EVERY`` seconds and process.

    Most tasks are sent again every few seconds, and fail for one reason until somebody has acted. The sentence says
    who; a traceback would say nothing more.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._said: dict[str, float] = {}

    @contextmanager
    def of(self, task: str) -> Iterator[None]:
        """Run a task's work. A CoachError ends it, because the next task of the kind tries again."""
        try:
            yield
        except CoachError as error:
            self._say(task, str(error))

    def _say(self, task: str, sentence: str) -> None:
        now = self._monotonic()
        self._said = {each: at for each, at in self._said.items() if now - at < SAID_EVERY}
        if sentence not in self._said:
            self._said[sentence] = now
            log.error("task_failed", task=task, sentence=sentence)


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
