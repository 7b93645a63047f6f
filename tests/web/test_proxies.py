"""Who asks, where a proxy of ours stands before Coach and where none does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.fixtures.web_served import TRIES
from tests.machine import PATIENCE
from tests.web.raw import served


@contextmanager
def proxy(to: int) -> Iterator[int]:
    """The port of a reverse proxy that does what they all do: it adds who asked it, and says under which address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            before = self.headers.get("X-Forwarded-For")
            added = {
                "X-Forwarded-For": f"{before}, {self.client_address[0]}" if before else self.client_address[0],
                "X-Forwarded-Proto": "https",
                "X-Forwarded-Host": "coach.example",
            }
            onwards = HTTPConnection("127.0.0.1", to, timeout=PATIENCE)
            onwards.request("POST", self.path, headers={**dict(self.headers.items()), **added})
            answer = onwards.getresponse()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())
            onwards.close()

        def log_message(self, *_: object) -> None:
            """It keeps no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def ask(port: int, who: str = "127.0.0.1", **headers: str) -> tuple[int, HTTPMessage]:
    """What somebody with this address is answered who fails to show who they are."""
    sent = {"Authorization": "Bearer wrong"} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(who, 0))
    connection.request("POST", "/hooks/events", headers=sent)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


def statuses(port: int, who: str, addresses: list[str]) -> list[int]:
    """What one is answered who says each time that somebody else asks."""
    return [ask(port, who, X_Forwarded_For=each, Forwarded=f"for={each}")[0] for each in addresses]


INVENTED = [f"198.51.100.{number}" for number in range(TRIES + 1)]
IN_THE_END_TOLD_TO_WAIT = [401] * TRIES + [429]


@pytest.fixture(scope="module")
def behind_one() -> Iterator[int]:
    with served("1") as server:
        yield server.port


def test_behind_a_proxy_tries_are_counted_by_who_asked_it_whatever_they_say_themselves(behind_one: int) -> None:
    with proxy(behind_one) as entrance:
        assert statuses(entrance, "127.0.0.2", INVENTED) == IN_THE_END_TOLD_TO_WAIT
        assert ask(entrance, "127.0.0.3")[0] == 401


def test_behind_two_proxies_it_is_who_asked_the_first() -> None:
    with served("2") as server, proxy(server.port) as inner, proxy(inner) as entrance:
        assert statuses(entrance, "127.0.0.2", INVENTED) == IN_THE_END_TOLD_TO_WAIT
        assert ask(entrance, "127.0.0.3")[0] == 401


def test_without_a_proxy_nobody_is_believed(port: int) -> None:
    assert statuses(port, "127.0.0.2", INVENTED) == IN_THE_END_TOLD_TO_WAIT
    assert ask(port, "127.0.0.3", X_Forwarded_For="127.0.0.2")[0] == 401


def test_what_a_proxy_says_of_the_address_changes_no_answer(behind_one: int) -> None:
    """Coach's own settings say whether it is reached by https, and under which name."""
    with proxy(behind_one) as entrance:
        _, headers = ask(entrance, "127.0.0.4")

    assert "Strict-Transport-Security" not in headers
    assert "coach.example" not in str(headers)


WRITTEN = {
    "IPv6": ["2001:db8:1:2::1", "2001:db8:1:2::2", "[2001:db8:1:2:ffff::3]:443", "[2001:db8:1:2::4]"],
    "IPv4": ["203.0.113.7", "203.0.113.7:4711", "::ffff:203.0.113.7", "203.0.113.7:80"],
    "no address": ["nobody", ":.", "[", "]:80"],
}


@pytest.mark.parametrize("addresses", WRITTEN.values(), ids=WRITTEN)
def test_however_a_proxy_writes_it_an_address_is_one(behind_one: int, addresses: list[str]) -> None:
    assert statuses(behind_one, "127.0.0.5", addresses) == IN_THE_END_TOLD_TO_WAIT
    assert ask(behind_one, X_Forwarded_For="2001:db8:1:3::1")[0] == 401


@pytest.mark.parametrize("nonsense", ['"', ",", "\\", "a" * 5_000])
def test_what_no_proxy_writes_is_an_address_like_another(behind_one: int, nonsense: str) -> None:
    assert ask(behind_one, "127.0.0.6", X_Forwarded_For=nonsense)[0] in {401, 429}
