"""Simulates the faults between a client and the API."""

import contextlib
import socket
import struct
import time
from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Request

from localorg.faults import Fault, Faults
from localorg.rest.failures import unavailable
from localorg.rest.messages import RestRequest

_PAGE = (
    "<html><head><title>Down for maintenance</title></head><body><h1>We are down for maintenance.</h1></body></html>"
)


def down_or_slow(faults: Faults, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait, or raise ApiError (503), if that fault is switched on."""
    if faults.latency_ms:
        sleep(faults.latency_ms / 1000)
    if faults.strikes(Fault.OUTAGE):
        raise unavailable()


def maintenance_page() -> Response:
    """HTML instead of JSON, with the status of a success."""
    return Response(_PAGE, content_type="text/html;charset=UTF-8")


def lost_or_truncated(faults: Faults, request: Request, response: Response) -> Response:
    """The answer to a successful write: the real one, or lost, truncated or replaced, if that fault is switched on."""
    if response.status_code >= 400:
        return response
    if instead := faults.instead():
        return Response(instead.body, instead.status, content_type=instead.content_type)
    if faults.strikes(Fault.ANSWER_LOST):
        _cut(request)
        return Response(status=500)
    body = response.get_data()
    if body and faults.strikes(Fault.ANSWER_TRUNCATED):
        response.set_data(body[: len(body) // 2])
    return response


def writes(call: RestRequest) -> bool:
    """Whether a call may change something. A composite is always a POST, so the methods of its parts decide."""
    parts = call.body.get("compositeRequest") if call.path == "/composite" and isinstance(call.body, dict) else None
    if isinstance(parts, list):
        return any(isinstance(part, dict) and part.get("method") != "GET" for part in parts)
    return call.method != "GET"


class ConnectionCut(ConnectionResetError):
    """Raised to lose an answer when the caller is in this process, so that there is no socket to close."""


def _cut(request: Request) -> None:
    """Reset the connection: the client sees it close without a byte."""
    connection = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if connection is None:
        raise ConnectionCut
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
