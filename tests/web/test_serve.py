"""Body limits and broken bodies, over raw sockets against the server that production runs."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.web.fakes import BEARER, MESSAGES, TOKEN
from tests.web.raw import connect, exchange, head
from tests.web.served import LIMIT

HOOK = f"/hooks/salesforce/outbound-messages/{TOKEN}"
AUTHORISED = f"Authorization: Bearer {BEARER}\r\nContent-Type: application/json\r\n"


def chunked(body: bytes, size: int = 8_192) -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def padded(length: int) -> bytes:
    """A good event with as many bytes as asked for."""
    event = b'{"type": "opportunity.viewed", "data": {"opportunity_id": "0065g00000Vt3RaAAJ"}}'
    return event + b" " * (length - len(event))


def test_an_outbound_message_in_chunks_is_acknowledged(port: int) -> None:
    body = (MESSAGES / "hundred_notifications.xml").read_bytes()

    status, answer = exchange(port, head(HOOK, "Transfer-Encoding: chunked\r\n") + chunked(body))

    assert (status, "<Ack>true</Ack>" in answer) == (200, True)


@pytest.mark.parametrize("excess", [0, 1, 3 * LIMIT])
def test_the_limit_holds_for_a_body_in_chunks(port: int, excess: int) -> None:
    request = head("/hooks/events", AUTHORISED, "Transfer-Encoding: chunked\r\n") + chunked(padded(LIMIT + excess))

    status, answer = exchange(port, request)

    assert status == (413 if excess else 202)
    assert ("The body is larger than 100,000 bytes." in answer) is bool(excess)


@pytest.mark.parametrize("excess", [0, 1, 3 * LIMIT])
def test_the_limit_holds_for_a_body_of_announced_length(port: int, excess: int) -> None:
    length = LIMIT + excess

    status, _ = exchange(port, head("/hooks/events", AUTHORISED, f"Content-Length: {length}\r\n") + padded(length))

    assert status == (413 if excess else 202)


@pytest.mark.parametrize("announced", [True, False])
def test_who_sends_far_too_much_hears_why(port: int, announced: bool) -> None:
    body = padded(15 * LIMIT)
    request = (
        head("/hooks/events", AUTHORISED, f"Content-Length: {len(body)}\r\n") + body
        if announced
        else head("/hooks/events", AUTHORISED, "Transfer-Encoding: chunked\r\n") + chunked(body)
    )

    status, answer = exchange(port, request)

    assert (status, "The body is larger than 100,000 bytes." in answer) == (413, True)


@pytest.mark.parametrize("rest", [b"zz\r\n", b"5\r\nabcdefgh\r\n"])
def test_a_malformed_body_is_the_sender_s_mistake(port: int, rest: bytes) -> None:
    status, _ = exchange(port, head("/hooks/events", AUTHORISED, "Transfer-Encoding: chunked\r\n") + rest)

    assert status == 400


@pytest.mark.parametrize(
    "rest",
    [b"Content-Length: 500\r\n\r\n" + padded(100), b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc"],
    ids=["announced", "chunked"],
)
def test_a_body_that_breaks_off_is_never_acted_on(port: int, rest: bytes) -> None:
    """Its sender has hung up, so nobody is told why."""
    with connect(port) as connection:
        connection.sendall(head("/hooks/events", AUTHORISED).removesuffix(b"\r\n") + rest)
        connection.shutdown(socket.SHUT_WR)

        assert connection.recv(65_536) == b""


@pytest.mark.parametrize(
    "line",
    [
        "X-Long: " + "x" * 20_000 + "\r\n",
        "".join(f"X-{number}: x\r\n" for number in range(500)),
        "Content-Length: -1\r\n",
        "Content-Length: many\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Bad Header: x\r\n",
        "webhook-signature: \x00\r\n",
    ],
)
def test_absurd_headers_are_the_sender_s_mistake(port: int, line: str) -> None:
    status, _ = exchange(port, head("/hooks/events", line) + b"0\r\n\r\n")

    assert 400 <= status < 500


@pytest.mark.parametrize(
    "line",
    ["PATH_INFO: /nowhere", "SCRIPT_NAME: /nowhere", "PATH-INFO: /nowhere", "SCRIPT-NAME: /x", "REQUEST_METHOD: PUT"],
)
def test_a_header_named_as_servers_name_their_own_values_changes_none(port: int, line: str) -> None:
    request = head("/healthz", f"{line}\r\n").replace(b"POST", b"GET")

    status, body = exchange(port, request)

    assert (status, '"alive"' in body) == (200, True)


@pytest.fixture
def crowd(port: int) -> Iterator[list[socket.socket]]:
    """Connections of 64 silent clients, 64 that send a little now and then, and 64 that never read their answers."""
    connections: list[socket.socket] = []
    try:
        for number in range(64):
            connections += [connect(port), drip(port, number), never_read(port)]
        yield connections
    finally:
        for connection in connections:
            connection.close()


def drip(port: int, number: int) -> socket.socket:
    """Half of them in the middle of the headers, half in the middle of the body."""
    connection = connect(port)
    start = head("/hooks/events", AUTHORISED, "Content-Length: 500\r\n")
    connection.sendall(start + b" " if number % 2 else start.removesuffix(b"\r\n\r\n"))
    return connection


def never_read(port: int) -> socket.socket:
    """Asks for far more than the buffers on the way hold."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    connection.sendall(b"GET /pages/vendor/vega.min.js HTTP/1.1\r\nHost: coach\r\n\r\n" * 8)
    return connection


def test_slow_silent_and_never_reading_clients_hold_up_nobody(port: int, crowd: list[socket.socket]) -> None:
    """With a thread for each request that is read or answered, the first few would keep all others out."""
    for _ in range(2):
        status, _ = exchange(port, head("/healthz").replace(b"POST", b"GET"))
        assert status == 200
        status, _ = exchange(port, head("/hooks/events", AUTHORISED, "Content-Length: 200\r\n") + padded(200))
        assert status == 202
        for connection in crowd[1::3]:
            with suppress(OSError):  # the server may hang up on a sender whenever it likes
                connection.sendall(b" ")
