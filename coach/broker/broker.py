"""Celery wakes workers, and nothing more: no fact exists only in a message, so losing one costs a few seconds.

Messages carry no results, no countdowns and no ids: they only say that there is work. What brokers may do to them was
measured: even with the strictest settings, Redis loses some when a worker is killed, the file broker loses all that are
in flight, RabbitMQ repeats some.
"""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from celery import Celery, signals

from coach.broker.admission import trouble, wait_for_admission
from coach.broker.pool import outlive_their_signal
from coach.config.private import private_folder
from coach.config.settings import TASK_SECONDS, Settings
from coach.errors import Misconfigured

log = structlog.get_logger(__name__)

COACH, WRITE, SWEEP, RECONCILE, CHECK_WRITTEN, CANARY, TIDY = (
    f"coach.{name}" for name in ("coach", "write", "sweep", "reconcile", "check_written", "canary", "tidy")
)
SWEEP_SECONDS = 5.0
CANARY_SECONDS = 30.0
CHECK_WRITTEN_SECONDS = 3600.0
"""The check itself claims its day. The other runs of the day only matter if the first could not reach the org."""
TIDY_SECONDS = 3600.0
WAKE_EXPIRES = 60
"""Seconds after which a wake-up is worthless: the sweep has sent newer ones."""
GAP = 0.1
"""Seconds between two wake-ups of a kind from one process."""
QUIET_AFTER_FAILURE = 5.0
"""Seconds without trying the broker after it failed, so that a broker that is down does not slow the receiver."""

_SEND_AGAIN = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""After a dropped connection, reconnect at once and send the message again, but only once.

Otherwise a process whose only connection is gone would never send again. More retries would keep the receiver waiting
while the broker is unreachable.
"""
_KNOWN = ("amqp://", "amqps://", "redis://", "rediss://", "filesystem://")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def make_celery(settings: Settings) -> Celery:
    """The Celery application: settings only, no tasks, no connection. Raises Misconfigured."""
    celery = Celery("coach")
    signals.setup_logging.connect(_leave_logs_alone)
    signals.worker_init.connect(_be_let_in)
    signals.beat_init.connect(_be_let_in)
    outlive_their_signal()
    url = settings.broker_url or "filesystem://localhost//"
    if not url.startswith(_KNOWN):
        raise Misconfigured(
            "The broker must be amqp://…, amqps://…, redis://… or rediss://… (CLOUDAMQP_URL, REDIS_URL)."
        )
    celery.conf.update(
        broker_url=url,
        broker_transport="coach.broker.files:Transport" if url.startswith("filesystem:") else None,
        task_default_queue="coach",
        broker_transport_options=_transport_options(url, settings.data_dir),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=2,
        broker_channel_error_retry=True,
        result_backend=None,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry=True,
        task_publish_retry_policy=_SEND_AGAIN,
        task_soft_time_limit=TASK_SECONDS - 30,
        task_time_limit=TASK_SECONDS,
        worker_consumer="coach.broker.patient:Consumer",
        beat_scheduler="coach.broker.patient:Scheduler",
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=1_000,
        worker_max_memory_per_child=300_000,
        worker_soft_shutdown_timeout=30,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        beat_schedule_filename=str(settings.data_dir / "beat-schedule"),
        beat_schedule=_schedule(settings),
        timezone="UTC",
    )
    return celery


def _leave_logs_alone(**_: object) -> None:
    """Keep Celery from setting all log levels to ``--loglevel``, as it does if nothing receives this signal."""


def _be_let_in(sender: Any, **_: object) -> None:
    """Wait for the broker when a worker or a scheduler starts. Both senders have ``app``, their Celery application."""
    wait_for_admission(sender.app)


def _schedule(settings: Settings) -> dict[str, Any]:
    seconds = {
        SWEEP: SWEEP_SECONDS,
        CANARY: CANARY_SECONDS,
        RECONCILE: settings.reconcile_minutes * 60.0,
        CHECK_WRITTEN: CHECK_WRITTEN_SECONDS,
        TIDY: TIDY_SECONDS,
    }
    # Beat forgets its state on a disk that does not survive it, and would then wait a whole hour before hourly tasks.
    # So it starts as if everything had last run long ago, and runs everything at once.
    return {
        task: {
            "task": task,
            "schedule": every,
            "last_run_at": _LONG_AGO,
            "options": {"expires": min(every, 60.0)},
        }
        for task, every in seconds.items()
    }


def _transport_options(url: str, data_dir: Path) -> dict[str, Any]:
    if url.startswith("filesystem:"):
        return _file_broker(data_dir / "broker")
    if url.startswith(("redis:", "rediss:")):
        # With their default values, both restore options would bring an unacknowledged message back after about 100 s.
        return {
            "visibility_timeout": 300,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
            "socket_timeout": 30,
            "socket_connect_timeout": 2,
            "retry_on_timeout": True,
            "health_check_interval": 10,
        }
    return {"confirm_publish": True}


def _file_broker(folder: Path) -> dict[str, Any]:
    messages, control = folder / "messages", folder / "control"
    try:
        for each in (messages, control):
            private_folder(each)
    except OSError as error:
        raise Misconfigured(f"COACH_DATA_DIR cannot be written to: {error.strerror} ({folder}).") from error
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "processed_folder": str(folder),
        "control_folder": str(control),
        "polling_interval": 0.05,
    }


class CeleryWake:
    """Implements :class:`coach.ports.Wake`; a broker that is down is logged, never raised.

    The first wake-up of a kind is sent at once; those that follow within ``GAP`` are merged into one at its end.
    Otherwise a busy receiver would spend as much on wake-ups as on storing what it received.
    """

    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._pending: set[str] = set()
        self._quiet_until = 0.0

    def coach(self) -> None:
        """Say that deals wait."""
        self._ring(COACH)

    def write(self) -> None:
        """Say that notes wait."""
        self._ring(WRITE)

    def _ring(self, task: str) -> None:
        with self._lock:
            now = time.monotonic()
            wait = self._next.get(task, now) - now
            if task in self._pending:
                return
            self._next[task] = max(now, self._next.get(task, now)) + GAP
            if wait > 0:
                self._pending.add(task)
                timer = threading.Timer(wait, self._ring_later, [task])
                timer.daemon = True
                timer.start()
                return
        self._send(task)

    def _ring_later(self, task: str) -> None:
        with self._lock:
            self._pending.discard(task)
        self._send(task)

    def _send(self, task: str) -> None:
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._celery.send_task(task, expires=WAKE_EXPIRES)
        except Exception as error:
            # Each broker's library raises its own errors, and the work that we announce is stored already.
            self._quiet_until = time.monotonic() + QUIET_AFTER_FAILURE
            log.warning("wake_lost", task=task, error=type(error).__name__, sentence=trouble(error))
