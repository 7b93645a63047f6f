"""Whatever a stranger sends: their mistake is told as theirs, nothing of ours breaks, and nobody waits for good."""

import pytest

from tests.fixtures.fakes import BEARER
from tests.web.raw import answer_to

OURS = b"Connection: close\r\nHost: coach\r\n"
EVENT = b"Content-Type: application/json\r\nAuthorization: Bearer " + BEARER.encode() + b"\r\n"
NINES = b"9" * 5_000
"""Python makes no number of so many figures."""
FAR = 262_144
"""Bytes of a head that are too many. With more on the way, the server's hanging up may overtake its answer."""


def get(line: bytes = b"GET /healthz HTTP/1.1", *headers: bytes) -> bytes:
    return line + b"\r\n" + OURS + b"".join(each + b"\r\n" for each in headers) + b"\r\n"


def post(headers: bytes, body: bytes) -> bytes:
    return b"POST /hooks/events HTTP/1.1\r\n" + OURS + EVENT + headers + b"\r\n\r\n" + body


def chunks(body: bytes) -> bytes:
    return post(b"Transfer-Encoding: chunked", body)


def statuses(answer: bytes) -> list[int]:
    return [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.")]


NO_REQUESTS = {
    "an encoding that is not chunked": get(b"POST /hooks/events HTTP/1.1", b"Transfer-Encoding: gzip"),
    "another encoding before chunks": get(b"POST /hooks/events HTTP/1.1", b"Transfer-Encoding: gzip, chunked"),
    "another encoding after chunks": get(b"POST /hooks/events HTTP/1.1", b"Transfer-Encoding: chunked, identity"),
    "chunks in HTTP/1.0": get(b"POST /hooks/events HTTP/1.0", b"Transfer-Encoding: chunked"),
    "two lengths of another kind": post(b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
    "two lengths": post(b"Content-Length: 2\r\nContent-Length: 3", b"{}"),
    "a length below nothing": post(b"Content-Length: -1", b""),
    "a length with a sign": post(b"Content-Length: +2", b"{}"),
    "a length that is no number": post(b"Content-Length: \xb2", b"{}"),
    "a length beyond all numbers": post(b"Content-Length: " + NINES, b""),
    "no host": b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": get(b"GET / HTTP/1.1", b"Host: coach"),
    "a host with a blank": b"GET / HTTP/1.1\r\nConnection: close\r\nHost: a b\r\n\r\n",
    "a host with a way": b"GET / HTTP/1.1\r\nConnection: close\r\nHost: coach/log\r\n\r\n",
    "a host with half a bracket": b"GET / HTTP/1.1\r\nConnection: close\r\nHost: [::1\r\n\r\n",
    "a host with letters for a port": b"GET / HTTP/1.1\r\nConnection: close\r\nHost: coach:web\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "the greeting of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version to come": get(b"GET /healthz HTTP/9.9"),
    "an address with half a bracket": get(b"GET http://[ HTTP/1.1"),
    "an address in brackets that is none": get(b"GET http://[coach]/ HTTP/1.1"),
    "an address with a NUL": get(b"GET /log?deal=%00 HTTP/1.1"),
    "no address": get(b"GET"),
    "a word too many": get(b"GET /healthz HTTP/1.1 please"),
    "a method in small letters": get(b"get /healthz HTTP/1.1"),
    "a version that is none": get(b"GET /healthz HTTP/x"),
    "no bytes of HTTP": bytes(range(256)) * 8 + b"\r\n\r\n",
    "a TLS greeting": bytes.fromhex("16030100c8010000c40303") + bytes(range(190)) + b"\r\n\r\n",
    "a proxy's greeting": b"PROXY TCP4 192.0.2.1 192.0.2.1 1 2\r\n" + get(),
    "a header without a colon": get(b"GET /healthz HTTP/1.1", b"Nothing"),
    "a header without a name": get(b"GET /healthz HTTP/1.1", b": nothing"),
    "a header with a NUL": get(b"GET /healthz HTTP/1.1", b"X: \0"),
    "a header with half an end": get(b"GET /healthz HTTP/1.1", b"X: a\rb"),
    "a header that goes on before it begins": b"GET /healthz HTTP/1.1\r\n X: a\r\n" + OURS + b"\r\n",
    "a chunk that is no number": chunks(b"zz\r\n"),
    "a chunk below nothing": chunks(b"-1\r\n"),
    "a chunk with a prefix": chunks(b"0x2\r\n{}\r\n0\r\n\r\n"),
    "a chunk with an underscore": chunks(b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n"),
    "a chunk in other figures": chunks("٢\r\n{}\r\n0\r\n\r\n".encode()),
    "a chunk longer than it says": chunks(b"2\r\n{}{}\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("request_", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_is_no_request_is_its_sender_s_mistake(port: int, request_: bytes) -> None:
    assert set(statuses(answer_to(port, request_))) == {400}


def test_the_mistake_is_named(port: int) -> None:
    answer = answer_to(port, NO_REQUESTS["an encoding that is not chunked"])

    assert b"Of the transfer encodings, only chunked is taken" in answer


STRANGE = {
    "blank lines before it": (b"\r\n" * 100_000 + get(), 200),
    "a blank line in two pieces of a read": (b"\r\n" * 4_095 + b"\r" + b"\n" + get(), 200),
    "an address with a number for a host": (b"GET /healthz HTTP/1.0\r\nHost: [::1]:8000\r\n\r\n", 200),
    "no host where none is needed": (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
    "an address with a host": (get(b"GET http://coach/healthz HTTP/1.1"), 200),
    "an address with another host": (get(b"GET https://somebody:secret@elsewhere/healthz HTTP/1.1"), 200),
    "an address for everything": (get(b"OPTIONS * HTTP/1.1"), 404),
    "a tunnel": (get(b"CONNECT elsewhere:443 HTTP/1.1"), 404),
    "a method that nobody knows": (get(b"BREW /healthz HTTP/1.1"), 405),
    "a folder above": (get(b"GET /static/../../etc/passwd HTTP/1.1"), 404),
    "a folder above, hidden": (get(b"GET /pages/%2e%2e/%2e%2e/wsgi.py HTTP/1.1"), 404),
    "bytes that are no letters": (get(b"GET /%ff%fe HTTP/1.1"), 404),
    "a NUL in the way": (get(b"GET /healthz%00 HTTP/1.1"), 404),
    "an upgrade to HTTP/2": (get(b"GET /healthz HTTP/1.1", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk"), 200),
    "an address beyond all bounds": (b"GET /" + b"a" * FAR, 431),
    "a header beyond all bounds": (get()[:-2] + b"X: " + b"x" * FAR, 431),
    "a body beyond all bounds": (post(b"Content-Length: " + b"9" * 30, b""), 413),
    "more body than announced": (post(b"Content-Length: 2", b"{}" + b"x" * 500), 400),
    "a compressed body": (post(b"Content-Encoding: gzip\r\nContent-Length: 2", b"{}"), 415),
    "JSON without an end": (post(b"Content-Length: 90000", b"[" * 90_000), 400),
    "a number without an end": (post(b"Content-Length: 5000", NINES), 400),
}


@pytest.mark.parametrize(("request_", "status"), STRANGE.values(), ids=STRANGE)
def test_what_is_strange_has_an_answer(port: int, request_: bytes, status: int) -> None:
    assert statuses(answer_to(port, request_, ends=True))[0] == status


def test_who_waits_to_be_told_to_go_on_is_not_asked_for_a_body_that_was_not_announced(port: int) -> None:
    assert statuses(answer_to(port, get(b"GET /healthz HTTP/1.1", b"Expect: 100-continue"))) == [200]


def test_who_waits_to_be_told_to_go_on_is_told(port: int) -> None:
    answer = answer_to(port, post(b"Expect: 100-continue\r\nContent-Length: 2", b"{}"))

    assert statuses(answer) == [100, 400]


UNFINISHED = {
    "an address without a version": b"GET /healthz\r\n",
    "a TLS greeting": bytes.fromhex("16030100c8010000c40303") + bytes(range(14, 190)),
    "lines that end as in files": b"GET /healthz HTTP/1.1\nHost: coach\n\n",
    "a body that breaks off": post(b"Content-Length: 50", b"{}"),
    "a chunk that breaks off": chunks(b"5\r\nab"),
}


@pytest.mark.parametrize("request_", UNFINISHED.values(), ids=UNFINISHED)
def test_who_hangs_up_in_the_middle_is_let_go(port: int, request_: bytes) -> None:
    assert answer_to(port, request_, ends=True) == b""
