"""Gunicorn's threaded worker, with an end to its patience.

Its threads are few, and each waits for its request's next byte without a limit: a handful of senders that send one
byte now and then would keep everybody else out. A limit between two bytes would not help; this one is on the whole.
"""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.errors import NoMoreData  # type: ignore[import-untyped]  # gunicorn has no type hints
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]  # gunicorn has no type hints


class TooSlow(NoMoreData, TimeoutError):  # type: ignore[misc]  # gunicorn has no type hints
    """While the headers come, gunicorn takes it for a sender that has gone; while the body does, it is a timeout."""


class BoundedWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no type hints
    """Gives each request a time by which it must have arrived.

    ``patience`` is in seconds, from the first byte to the last: at six tenths of a megabit a second the largest
    body still comes in time.
    """

    patience = 15.0

    def enqueue_req(self, conn: TConn) -> None:
        """A connection has a new request, or is new itself."""
        if not isinstance(conn.sock, BoundedSocket):
            conn.sock = BoundedSocket(fileno=conn.sock.detach())
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """Read and answer one request, in a thread of its own."""
        conn.sock.deadline = time.monotonic() + self.patience
        return super().handle(conn)


class BoundedSocket(socket.socket):
    """Receives until ``deadline``, on the monotonic clock."""

    deadline = float("inf")

    def recv(self, *arguments: Any) -> bytes:
        """As of a socket. Raises TooSlow once the deadline has passed."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TooSlow
        before = self.gettimeout()
        if before is None and len(arguments) == 1:
            # Most requests are here in whole when they are looked at, and need no limit to be set and taken off again.
            with suppress(BlockingIOError):
                return super().recv(*arguments, socket.MSG_DONTWAIT)
        self.settimeout(left if before is None else min(left, before))
        try:
            return super().recv(*arguments)
        except TimeoutError:
            raise TooSlow from None
        finally:
            self.settimeout(before)
