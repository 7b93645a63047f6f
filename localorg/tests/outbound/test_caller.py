"""Over real sockets: what must not happen when a receiver misbehaves."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from localorg.outbound.caller import LONGEST_ANSWER, Caller
from tests.machine import PATIENCE


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, dict[str, str], bytes]] = []
    release = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        getattr(self, f"answer_{self.path.strip('/')}")()

    def answer_redirect(self) -> None:
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            return

    def answer_never(self) -> None:
        self.release.wait(PATIENCE)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def url() -> Iterator[str]:
    Handler.seen.clear()
    Handler.release.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        Handler.release.set()
        server.shutdown()
        server.server_close()


def test_it_posts_soap_and_does_not_follow_a_redirect(url: str) -> None:
    answer = Caller()(f"{url}/redirect", b"<x/>", PATIENCE)
    assert answer.status == 307
    ((path, headers, body),) = Handler.seen
    assert (path, body) == ("/redirect", b"<x/>")
    assert (headers["content-type"], headers["soapaction"]) == ("text/xml; charset=utf-8", '""')


def test_an_endless_answer_is_read_only_so_far(url: str) -> None:
    answer = Caller()(f"{url}/endless", b"<x/>", PATIENCE)
    assert LONGEST_ANSWER < len(answer.body) < 2 * LONGEST_ANSWER


def test_a_receiver_that_never_answers_is_given_up(url: str) -> None:
    answer = Caller()(f"{url}/never", b"<x/>", 0.2)
    assert (answer.status, answer.sentence) == (None, "no answer (ReadTimeout)")


def test_nobody_there_is_a_sentence() -> None:
    assert Caller()("http://127.0.0.1:9/", b"<x/>", PATIENCE).sentence == "no answer (ConnectionError)"
