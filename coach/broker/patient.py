"""A worker and a scheduler that keep running when their broker refuses them: they log a sentence, and wait.

Celery waits for a broker that is unreachable. If a broker refuses, for instance because its virtual host is gone, a
worker reconnects fifty times a second, with a log line of the library's each time; and the scheduler logs a traceback.
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
    """The class that Celery's ``worker_consumer`` names."""

    def connect(self) -> Any:
        """Like Celery's, once the broker does not refuse us."""
        wait_for_admission(self.app, _asleep_but_ending_when_told)
        return super().connect()


class Scheduler(PersistentScheduler):
    """The class that Celery's ``beat_scheduler`` names."""

    def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **options: Any) -> Any:
        """Like Celery's; a task that could not be sent is sent when it is next due."""
        try:
            return super().apply_async(entry, producer=producer, advance=advance, **options)
        except SchedulingError as error:
            log.warning("wake_lost", task=entry.task, sentence=trouble(error))
            return None


def _asleep_but_ending_when_told(seconds: float) -> None:
    """Sleep. Raises WorkerShutdown or WorkerTerminate if the worker is told to end meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state.maybe_shutdown()
        time.sleep(STEP_SECONDS)
