"""Body limits and broken bodies, over raw sockets against the server that production runs."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection

import pytest

from coach.app.serve import THREADS
from tests.fixtures.fakes import BEARER, MESSAGES, TOKEN
from tests.fixtures.web_served import LIMIT
from tests.machine import PATIENCE
from tests.web.raw import answer_to, connect, exchange, head, served

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


def never_read(port: int, address: str = "/pages/vendor/vega.min.js") -> socket.socket:
    """Asks for far more than the buffers on the way hold."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {address} HTTP/1.1\r\nHost: coach\r\n\r\n".encode())
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


def test_long_answers_that_nobody_reads_hold_no_thread(port: int) -> None:
    """An export whose reader went for a walk: by itself, waitress keeps a thread for each until it comes back."""
    with ExitStack() as stack:
        for _ in range(THREADS + 1):
            stack.enter_context(never_read(port, "/long/x"))

        assert exchange(port, head("/healthz").replace(b"POST", b"GET"))[0] == 200


def test_who_hangs_up_is_logged_without_the_address() -> None:
    with served() as server:
        with never_read(server.port, f"/long/{TOKEN}"):
            pass
        deadline = time.monotonic() + PATIENCE
        while "Client disconnected while serving" not in server.said():
            assert time.monotonic() < deadline
            time.sleep(0.02)

        assert TOKEN not in server.said()


def test_of_several_requests_at_once_the_first_is_answered(port: int) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: coach\r\n\r\n"

    answer = answer_to(port, request * 100)

    assert answer.count(b"HTTP/1.1 200 OK") == 1
    assert b"Connection: close" in answer


def test_one_request_after_the_other_is_answered_on_one_connection(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for _ in range(3):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (200, None)
        answer.read()
    connection.close()
