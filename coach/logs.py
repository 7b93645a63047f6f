"""Structured logs: one JSON object per line for machines, aligned text for people.

Code never logs values that might contain a secret; the processor in this module is a second line of defence.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import structlog

_SECRET_KEY = re.compile(r"token|secret|password|authorization|session_?id|private_key|assertion", re.IGNORECASE)
_SUSPICIOUS = re.compile(r"[!]|(?i:bearer)")
"""A faster first check: every text that ``_BEARER`` matches contains one of these."""
_BEARER = re.compile(
    r"(?i)\b(bearer\s+)(?!(?:tokens?|flow)\b(?![-._~+/=]\w))\S+|\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]+"
)
"""Bearer tokens and session ids. Coach's own texts mention "bearer tokens" and the "JWT bearer flow": not matched."""


def set_up_logs(log_format: str, level: str) -> None:
    """Send structlog's and the standard library's records to standard error in one format. Safe to call again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for chatty in ("urllib3", "kombu", "amqp", "celery", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _renderers(log_format: str) -> list[Any]:
    if log_format == "json":
        # Leave out the values of local variables: they may contain names, addresses and secrets.
        frames = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        return [frames, hide_secrets, structlog.processors.JSONRenderer(default=str)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def hide_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask the values of keys that suggest a secret, and any text that looks like a bearer token or a session id."""
    for key, value in event.items():
        if key in {"token_count", "exc_info"}:
            continue
        if _is_secret(key):
            event[key] = "***"
        elif isinstance(value, str) and _SUSPICIOUS.search(value):
            event[key] = _BEARER.sub(r"\1***", value)
    return event


@lru_cache(maxsize=1_000)
def _is_secret(key: str) -> bool:
    """Whether a key's name suggests a secret; cached because every line has the same few keys."""
    return _SECRET_KEY.search(key) is not None
