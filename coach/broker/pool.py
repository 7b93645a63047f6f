"""How a worker's pool processes end: when their worker says so, after finishing what they have begun.

Whoever stops a service sends SIGTERM to all its processes at once: systemd to the control group, Heroku to the dyno.
The worker then waits for its pool to finish, but the pool processes have died of the same signal. What they had claimed
waits for its lease to run out. With the file broker, where they take turns at one pipe, one dies holding the turn, and
the worker waits for it forever.
"""

import os
import signal
import threading

from celery import signals


def outlive_their_signal() -> None:
    """From now on, pool processes end on SIGTERM only if it comes from their worker."""
    if hasattr(signal, "sigwaitinfo"):
        signals.worker_process_init.connect(_heed_the_worker)


def _heed_the_worker(**_: object) -> None:
    # Block SIGTERM before other threads start, so that sigwaitinfo() sees the sender's pid.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=_await_the_worker, args=[os.getppid()], name="end", daemon=True).start()


def _await_the_worker(worker: int) -> None:
    while signal.sigwaitinfo({signal.SIGTERM}).si_pid != worker:
        pass
    os._exit(128 + signal.SIGTERM)
