"""Why a broker refuses messages, in a sentence that says who must act.

Celery itself waits for a broker that is unreachable. It does not wait for one that refuses: the scheduler ends with a
traceback, and a worker reconnects five times a second. So both wait here before connecting, until the broker accepts
them.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery

log = structlog.get_logger(__name__)

PROBE_SECONDS = 2
"""How long each step may take if the broker is only asked whether it is there."""
ASK_AGAIN_SECONDS = 10.0

_MEANWHILE = (
    "Whoever runs Coach corrects CLOUDAMQP_URL or REDIS_URL; until then events are kept, and no card is written."
)
_REFUSALS = {
    "AccessRefused": "The broker refuses the user name or the password.",
    "NotAllowed": "The broker has no such virtual host, or keeps this user out of it.",
    "AuthenticationError": "The broker refuses the user name or the password.",
    "AuthenticationWrongNumberOfArgsError": "The broker refuses the user name or the password.",
    "NoPermissionError": "The broker does not let this user do what Coach needs.",
    "ResponseError": "The broker refuses what Coach asks of it.",
    "IrrecoverableConnectionError": "The broker refuses the connection.",
    "IrrecoverableChannelError": "The broker refuses what Coach asks of it.",
}
"""Keyed by the names of errors in amqp and redis, because only the library in use is ever imported."""
_NO_SUCH_NUMBER = "The broker has no database of this number."
"""Redis answers SELECT with “ERR DB index is out of range”, or “invalid DB index”."""
_AWAY = "The broker does not answer: events are kept, and answered once it does."


def wait_for_admission(celery: Celery, sleep: Callable[[float], None] = time.sleep) -> None:
    """Return once the broker does not refuse us: it then accepts us, or is unreachable."""
    while (sentence := broker_trouble(celery)) not in ("", _AWAY):
        log.error("broker_refuses", sentence=sentence)
        sleep(ASK_AGAIN_SECONDS)


def say_trouble(celery: Celery) -> None:
    """Log why the broker cannot wake workers, if so. This runs in a thread, so that nobody waits for it."""

    def say() -> None:
        if sentence := broker_trouble(celery):
            log.warning("broker_trouble", sentence=sentence)

    threading.Thread(target=say, name="broker", daemon=True).start()


def broker_trouble(celery: Celery) -> str:
    """Why the broker cannot wake workers, in a sentence that says who must act; empty if it can."""
    try:
        with celery.connection_for_write(connect_timeout=PROBE_SECONDS, transport_options=_probe(celery)) as connection:
            connection.ensure_connection(max_retries=1, timeout=PROBE_SECONDS)
            connection.default_channel  # noqa: B018  # Redis says only here whether it lets us in
    except Exception as error:  # each broker's library raises its own errors
        return trouble(error)
    return ""


def _probe(celery: Celery) -> dict[str, Any]:
    """Timeouts for Redis.

    Otherwise a server that accepts connections and never answers would block the probe for as long as it blocks
    workers.
    """
    of_redis = str(celery.conf.broker_url).startswith(("redis:", "rediss:"))
    return {"socket_timeout": PROBE_SECONDS, "retry_on_timeout": False} if of_redis else {}


def trouble(error: BaseException | None) -> str:
    """The sentence for an error of the broker's library."""
    while error is not None:
        if "DB index" in str(error):
            return f"{_NO_SUCH_NUMBER} {_MEANWHILE}"
        for name, sentence in _REFUSALS.items():
            if any(name == each.__name__ for each in type(error).__mro__):
                return f"{sentence} {_MEANWHILE}"
        error = error.__cause__ or error.__context__
    return _AWAY
