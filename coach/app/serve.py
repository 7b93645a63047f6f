"""The web server: one event loop reads requests and sends answers, so that slow clients block no thread.

A request reaches one of a few threads once all of it has arrived, and an answer leaves the thread at once. So clients
that send slowly, not at all, or never read cost one connection each, and hold up nobody else. A server with a thread
for each connection, or for each body in transit, is stopped by as many such clients as it has threads.
"""

import logging
import re
import signal
import sys
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import BaseWSGIServer, create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from coach.web.framing import CarefulChannel

THREADS = 12
"""How many requests are worked on at a time. Most of that time is spent in the database."""
CONNECTIONS = 2_000
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request that are read before any code of ours sees them.

Coach's own limits are lower, and explain more.
"""
WAITING_ANSWER = 256 * 1024 * 1024
"""Bytes of one answer that may wait on disk for its client, so that a long export does not hold a thread meanwhile."""
IDLE_SECONDS = 60
_SERVED = re.compile(r"(?<= while serving ).*", re.DOTALL)


def serve(app: Flask, host: str, port: int, proxies: int = 0) -> None:
    """Answer requests until SIGTERM or SIGINT; requests being worked on then are answered first.

    ``proxies`` is how many proxies of ours stand in front, each of which adds its client to X-Forwarded-For.
    """
    # Of what a proxy says, Coach uses the client's address only: it redirects to addresses without a host, and its
    # settings say whether its own address is https. Werkzeug parses the header, because waitress reads
    # ::ffff:203.0.113.9 as "::ffff".
    sockets: dict[int, Any] = {}
    server = create_server(
        ProxyFix(app, x_for=proxies, x_proto=0, x_host=0) if proxies else app,
        map=sockets,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=10,
        max_request_body_size=LARGEST_BODY,
        outbuf_high_watermark=WAITING_ANSWER,
        # select() cannot handle file descriptors beyond 1,023.
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=not proxies,
        ident="coach",
    )
    for each in sockets.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = CarefulChannel
    logging.getLogger("waitress").addFilter(_without_address)
    signal.signal(signal.SIGTERM, _end)
    for address in getattr(server, "effective_listen", [(host, getattr(server, "effective_port", port))]):
        sys.stderr.write(f"Listening at http://{address[0]}:{address[1]}\n")
    sys.stderr.flush()
    server.run()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _without_address(record: logging.LogRecord) -> bool:
    """Remove addresses from waitress's message about a client that hung up: some addresses end in a secret token."""
    record.msg = _SERVED.sub("a request", str(record.msg))
    return True
