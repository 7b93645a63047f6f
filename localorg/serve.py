"""Running a local org: one process, many threads; http and https on the same port."""

import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn has no type hints
from gunicorn.http import wsgi  # type: ignore[import-untyped]  # gunicorn has no type hints
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]  # gunicorn has no type hints

from localorg.app import EXTENSION, LocalOrg, create_app
from localorg.rest.reception import LONGEST_ADDRESS
from localorg.settings import LocalOrgSettings

THREADS = 32
_HANDSHAKE = b"\x16"
_TUNNEL = b"CONNECT "
_log = logging.getLogger(__name__)


class PortTaken(OSError):
    """Another program listens on the port; the message says so in one sentence."""


def serve(settings: LocalOrgSettings, announce: Callable[[str], object] = lambda _: None) -> None:
    """Answer requests until SIGTERM or SIGINT. Calls ``announce`` with the org's address. Raises PortTaken.

    One process, because sessions, faults and counts are kept in memory.
    """
    server = _Server(settings, listen(settings.host, settings.port))
    announce(server.base_url)
    server.run()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(socket.SOMAXCONN)
    except OSError as error:
        listening.close()
        raise PortTaken(f"The local org cannot listen on {host}:{port}: {error.strerror}.") from error
    return listening


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no type hints
    """Gunicorn, configured here instead of by files and the environment."""

    def __init__(self, settings: LocalOrgSettings, listening: socket.socket) -> None:
        self._settings = settings
        host, port = listening.getsockname()[:2]
        self.base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._descriptor = listening.detach()  # gunicorn takes it over, and closes it
        self._running: LocalOrg | None = None
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": [f"fd://{self._descriptor}"],
            "workers": 1,
            "threads": THREADS,
            "worker_class": _TlsOrPlainWorker,
            "worker_connections": 2_000,
            "keepalive": 30,
            "timeout": 0,
            "graceful_timeout": 3,
            # No limit in gunicorn: the REST layer itself refuses long addresses, in the platform's words.
            "limit_request_line": 0,
            "limit_request_field_size": 4 * LONGEST_ADDRESS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "worker_exit": lambda _arbiter, _worker: self._stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Create the application in the process that serves it: its threads and connections do not survive a fork."""
        app = create_app(self._settings)
        self._running = app.extensions[EXTENSION]
        self._running.start(self.base_url)
        wsgi.Response = _Dated
        _TlsOrPlainWorker.context = self._running.certificate.context()
        return _with_scheme(app)

    def _stop(self) -> None:
        if self._running:
            self._running.close()


class _TlsOrPlainWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no type hints
    """Speaks TLS with a client that opens with a TLS handshake, and plain HTTP with any other.

    A client that uses the org as its proxy gets a tunnel that ends at the org itself, whatever host the client named.
    So programs that only know ``https://something.my.salesforce.com`` work unchanged.
    """

    context: ssl.SSLContext

    def handle(self, conn: TConn) -> Any:
        if not conn.initialized and conn.wait_for_data(self.cfg.keepalive) and not self._opened(conn):
            return False
        return super().handle(conn)

    def _opened(self, conn: TConn) -> bool:
        """Set the connection up; returns False if that fails, such as for a TLS client that rejects the certificate."""
        conn.sock.setblocking(True)
        try:
            if conn.sock.recv(len(_TUNNEL), socket.MSG_PEEK) == _TUNNEL:
                _grant_tunnel(conn.sock)
            if conn.sock.recv(1, socket.MSG_PEEK) == _HANDSHAKE:
                conn.sock = self.context.wrap_socket(conn.sock, server_side=True, do_handshake_on_connect=False)
                conn.sock.do_handshake()
        except OSError as error:
            _log.info("connection not opened: %s", error)
            return False
        return True


class _Dated(wsgi.Response):  # type: ignore[misc]  # gunicorn has no type hints
    """Keeps the application's Date header, which gunicorn would replace with its own."""

    date: str | None = None

    def process_headers(self, headers: Sequence[tuple[str, str]]) -> None:
        self.date = next((value for name, value in headers if name.lower() == "date"), None)
        super().process_headers(headers)

    def default_headers(self) -> list[str]:
        headers: list[str] = super().default_headers()
        return [f"Date: {self.date}\r\n" if self.date and line.startswith("Date:") else line for line in headers]


def _grant_tunnel(connection: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        received = connection.recv(LONGEST_ADDRESS)
        if not received or len(head) > LONGEST_ADDRESS:
            raise ConnectionError("the request for a tunnel does not end")
        head += received
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")


def _with_scheme(app: Any) -> Any:
    """Tell the application which scheme the client used, so that addresses in its answers have the same."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if isinstance(environ["gunicorn.socket"], ssl.SSLSocket):
            environ["wsgi.url_scheme"] = "https"
        return app(environ, start_response)

    return answer
