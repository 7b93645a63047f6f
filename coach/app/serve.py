"""The web server: one loop takes requests in and gives answers out, so that nobody's patience counts.

A request reaches one of a few threads once it is there in whole, and an answer leaves the thread at once. So slow
senders, silent ones and those that never read cost a connection each, and hold up nobody else. A server with a thread
for each connection, or for each body on its way, is stopped by as many such clients as it has threads.
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
"""Requests that are worked on at a time; most of that time is the database's."""
CONNECTIONS = 2_000
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes that are taken in before anybody looks at them. Coach's own limits are lower, and say more."""
WAITING_ANSWER = 256 * 1024 * 1024
"""Bytes of one answer that wait on disk for whoever asked for it, so that a long export holds no thread meanwhile."""
IDLE_SECONDS = 60
_SERVED = re.compile(r"(?<= while serving ).*", re.DOTALL)


def serve(app: Flask, host: str, port: int, proxies: int = 0) -> None:
    """Answer requests until SIGTERM or SIGINT; what is being worked on then is answered first.

    ``proxies`` of ours stand before it, each of which says in X-Forwarded-For who asked it.
    """
    # Of what a proxy says, Coach looks at who asks alone: it redirects to addresses without a host, and its settings
    # say whether its own address is https. Werkzeug reads it, for waitress makes "::ffff" of ::ffff:203.0.113.9.
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
        # select() knows no file descriptor beyond 1,023.
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
    """Waitress tells which address somebody hung up on; some end in what opens them."""
    record.msg = _SERVED.sub("a request", str(record.msg))
    return True
