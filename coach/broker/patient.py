"""A worker and a scheduler whose broker refuses them while they run: they say why in a sentence, and wait to be let in.

Celery waits for a broker that is away. One that refuses, for its virtual host is gone, a worker asks fifty times a
second, with a line of the library's each time; and the scheduler tells of a traceback.
"""

import time
from typing import Any

import structlog
from celery.beat import PersistentScheduler, SchedulingError
from celery.worker import state
from celery.worker.consumer import consumer

from coach.broker.admission import trouble, wait_for_admission

log = structlog.get_logger(__name__)

STEP_SECONDS = 0.5


class Consumer(consumer.Consumer):
    """What Celery's ``worker_consumer`` names."""

    def connect(self) -> Any:
        """As Celery's, once the broker does not refuse us."""
        wait_for_admission(self.app, _asleep_but_ending_when_told)
        return super().connect()


class Scheduler(PersistentScheduler):
    """What Celery's ``beat_scheduler`` names."""

    def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **options: Any) -> Any:
        """As Celery's; what could not be sent is sent anew when it is next due."""
        try:
            return super().apply_async(entry, producer=producer, advance=advance, **options)
        except SchedulingError as error:
            log.warning("wake_lost", task=entry.task, sentence=trouble(error))
            return None


def _asleep_but_ending_when_told(seconds: float) -> None:
    """Raises WorkerShutdown or WorkerTerminate where the worker was told to end meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state.maybe_shutdown()
        time.sleep(STEP_SECONDS)
