"""The web server: one loop takes requests in and gives answers out, so that nobody's patience counts.

A request reaches one of a few threads once it is there in whole, and an answer leaves the thread at once. So slow
senders, silent ones and those that never read cost a connection each, and hold up nobody else. A server with a thread
for each connection, or for each body on its way, is stopped by as many such clients as it has threads.
"""

import signal
import sys
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

THREADS = 12
"""Requests that are worked on at a time; most of that time is the database's."""
CONNECTIONS = 2_000
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes that are taken in before anybody looks at them. Coach's own limits are lower, and say more."""
IDLE_SECONDS = 60


def serve(app: Flask, host: str, port: int, proxies: int = 0) -> None:
    """Answer requests until SIGTERM or SIGINT; what is being worked on then is answered first.

    ``proxies`` of ours stand before it, each of which says in X-Forwarded-For who asked it.
    """
    forwarded: dict[str, Any] = {
        "trusted_proxy": "*",
        "trusted_proxy_count": proxies,
        "trusted_proxy_headers": {"x-forwarded-for"},
    }
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=10,
        max_request_body_size=LARGEST_BODY,
        # select() knows no file descriptor beyond 1,023.
        asyncore_use_poll=True,
        # Of what a proxy says, Coach looks at who asks alone, and it redirects to addresses without a host.
        clear_untrusted_proxy_headers=True,
        **(forwarded if proxies else {}),
        ident="coach",
    )
    signal.signal(signal.SIGTERM, _end)
    for address in getattr(server, "effective_listen", [(host, getattr(server, "effective_port", port))]):
        sys.stderr.write(f"Listening at http://{address[0]}:{address[1]}\n")
    sys.stderr.flush()
    server.run()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
