"""Body limits and broken bodies, over raw sockets against the server that production runs."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.fakes import BEARER, MESSAGES, TOKEN
from tests.web.served import LIMIT

ROOT = Path(__file__).parent.parent.parent
HOOK = f"/hooks/salesforce/outbound-messages/{TOKEN}"
AUTHORISED = f"Authorization: Bearer {BEARER}\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    command = [sys.executable, "-m", "gunicorn", "tests.web.served:create()", "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(
        [*command, "--worker-class", "tests.web.served.HastyWorker", "--threads", "4", "--no-control-socket"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr
        listening = next(found for line in server.stderr if (found := re.search(r"Listening at: \S+:(\d+)", line)))
        yield int(listening[1])
    finally:
        server.terminate()
        server.communicate(timeout=20)


def exchange(port: int, request: bytes, *, hang_up: bool = False) -> tuple[int, str]:
    """Status and body of the answer to raw bytes; ``hang_up`` closes our sending side after them."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def head(address: str, *lines: str) -> bytes:
    return "".join([f"POST {address} HTTP/1.1\r\nHost: coach\r\nConnection: close\r\n", *lines, "\r\n"]).encode()


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


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (b"Content-Length: 500\r\n\r\n" + padded(100), "The body broke off before its announced end."),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "The body could not be read: it is not sent as HTTP asks for."),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc", "The body could not be read: it is not sent as HTTP asks for."),
        (
            b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n",
            "The body could not be read: it is not sent as HTTP asks for.",
        ),
    ],
)
def test_a_body_that_breaks_off_or_is_malformed_is_the_sender_s_mistake(port: int, rest: bytes, sentence: str) -> None:
    request = head("/hooks/events", AUTHORISED).removesuffix(b"\r\n") + rest

    status, answer = exchange(port, request, hang_up=True)

    assert status == 400
    assert sentence in answer


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
    status, _ = exchange(port, head("/hooks/events", line), hang_up=True)

    assert 400 <= status < 500


@pytest.mark.parametrize(
    ("start", "drop", "answered"),
    [
        (head("/hooks/events", AUTHORISED, "Content-Length: 500\r\n"), b" ", b"HTTP/1.1 408 "),
        (head("/hooks/events", AUTHORISED, "Transfer-Encoding: chunked\r\n"), b"1\r\n \r\n", b"HTTP/1.1 408 "),
        (head("/hooks/events").removesuffix(b"\r\n"), b"X-More: x\r\n", b""),
    ],
    ids=["body", "chunks", "headers"],
)
def test_a_sender_that_sends_a_little_now_and_then_cannot_hold_on_to_a_thread(
    port: int, start: bytes, drop: bytes, answered: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as connection:
        connection.sendall(start)
        answer = None
        for _ in range(100):
            try:
                connection.sendall(drop)
                answer = connection.recv(65_536)
                break
            except TimeoutError:
                continue
            except ConnectionError:
                answer = b""
                break

    assert answer is not None, "the connection is still held"
    assert answer[:13] == answered
