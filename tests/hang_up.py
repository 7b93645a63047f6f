"""A connection that somebody in between hangs up: forwards bytes on loopback, and cuts all connections when told."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER so that closing sends a reset, as a firewall or a dying host does (socket(7))."""


class Middle:
    """Forwards to one address of this machine. Every connection that is open ends with :meth:`cut`."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Reset every connection; new ones are forwarded as before."""
        with self._lock:
            ends, self._open = self._open, []
        for end in ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        """No more connections."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                self._forward(here)

    def _forward(self, here: socket.socket) -> None:
        try:
            there = socket.create_connection(self._there)
        except OSError:
            here.close()
            return
        with self._lock:
            self._open += [here, there]
        for one, other in ((here, there), (there, here)):
            threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    """One way, until one end hangs up or dies; then the other end hears of it."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def middle(host: str, port: int) -> Iterator[Middle]:
    """Somebody in between for the length of a block."""
    each = Middle(host, port)
    try:
        yield each
    finally:
        each.close()
