"""The difference between "never sent" and "nobody knows", over real sockets."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from coach.errors import AnswerLost, TryAgain
from tests.salesforce.fakes import Parts, token_body


class CutsOff(BaseHTTPRequestHandler):
    """Signs anybody in; answers data calls with fewer bytes than it promised."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        url = f"http://127.0.0.1:{self.connection.getsockname()[1]}"
        whole = json.dumps(token_body(instance_url=url)).encode()
        body = whole if self.path.endswith("/token") else whole[:20]
        self.send_response(200)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), CutsOff)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def signed_in(server: ThreadingHTTPServer) -> Parts:
    parts = Parts(url=f"http://127.0.0.1:{server.server_port}")
    parts.signin.token()
    return parts


def test_a_connection_that_is_cut_off_leaves_a_change_in_doubt(server: ThreadingHTTPServer) -> None:
    with pytest.raises(AnswerLost):
        signed_in(server).client.post("thing", {})


def test_a_connection_that_is_refused_leaves_no_doubt(server: ThreadingHTTPServer) -> None:
    parts = signed_in(server)
    server.shutdown()
    server.server_close()
    with pytest.raises(TryAgain) as caught:
        parts.client.post("thing", {})
    assert caught.value.code == "NOT_REACHED"


def test_a_host_without_an_address_leaves_no_doubt() -> None:
    with pytest.raises(TryAgain) as caught:
        Parts(url="https://nowhere.invalid").client.post("thing", {})
    assert caught.value.code == "NOT_REACHED"
