"""Whatever an address, a host, a header or a cookie holds, on every address: a mistake of the sender's, never ours."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import create_environ, run_wsgi_app

from coach.app import App
from coach.people.pages.gate import hashed
from coach.people.sessions import Session
from tests.visible.organisation import ADMIN

PLACES = re.compile(r"<(?:[^<>]*:)?(\w+)>")
NEEDS_THE_ORG = "identity.sign_in"
"""Where nobody can sign in to an org that is away, time helps, and 503 says so."""

IN_PLACES = (
    "%00",
    "x%00y",
    "%ff%fe",
    "%ed%a0%80",
    "a" * 3_000,
    "%2e%2e",
    "%0d%0aSet-Cookie:x",
    "9" * 40,
    "-1",
    "%25",
    "'",
)
QUERIES = (
    "x=" + "a" * 60_000,
    "&".join(f"a{number}=1" for number in range(5_000)),
    "%00=1",
    "%ff=%ff",
    "after=" + "9" * 40,
    "weeks=" + "9" * 30,
    "limit=" + "9" * 30,
    "min=1e999&currency=EUR",
    "min=NaN&max=-Infinity",
    "from=0001-01-01&to=9999-12-31",
    "from=0000-00-00",
    "since=0001-01-01&until=9999-12-31",
    "by=rep&by=team",
    "error=server_error",
    "code=x",
    "state=x&code=x",
    "state=&error=",
    "deal=%ed%a0%80",
    *(
        f"{name}=x%00"
        for name in (
            "after",
            "next",
            "state",
            "code",
            "error",
            "team",
            "rep",
            "id",
            "q",
            "sample",
            "sort",
            "by",
            "told",
        )
    ),
)
HOSTS = (
    "",
    "a b",
    "[::1",
    "a:99999",
    "x" * 300,
    "..",
    "a@b",
    "a/b",
    "a:b",
    "%00",
    "[::1]:x:y",
    "\\",
    "xn--",
    "a,b",
    "\xe4",
)
HEADERS = (
    ("Cookie", "coach=%00"),
    ("Cookie", "coach=" + "x" * 20_000),
    ("Cookie", "=;=;;;"),
    ("Cookie", "coach=\x80\xff"),
    ("Cookie", 'coach="\\777"'),
    ("Cookie", "coach-sign-in=eyJhIjoxfQ.aaaa.bbbb"),
    ("Authorization", "Bearer"),
    ("Authorization", "Basic !!!!"),
    ("Authorization", "\xff"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"),
    ("Content-Type", "\x80"),
    ("Content-Encoding", "gzip"),
    ("Range", "bytes=9-1"),
    ("If-Modified-Since", "x"),
    ("Origin", "\xff"),
    ("Sec-Purpose", "\xff"),
    ("X-CSRF-Token", "\xff"),
    ("X-Request-Id", "\xff"),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get", "X" * 500)


@pytest.fixture(scope="module")
def web(service: App) -> Flask:
    service.store.identity.begin_session(hashed(ADMIN), Session(ADMIN, "Somebody", "admin@example.com"))
    return service.web()


@pytest.fixture(params=["a stranger", "an admin"])
def client(web: Flask, request: pytest.FixtureRequest) -> FlaskClient:
    client = web.test_client()
    if request.param == "an admin":
        client.set_cookie("coach", ADMIN)
    return client


def rules(web: Flask) -> Iterator[Rule]:
    return (rule for rule in web.url_map.iter_rules() if rule.endpoint != NEEDS_THE_ORG)


def with_places(rule: Rule, value: str) -> str:
    return PLACES.sub(lambda _: value, rule.rule)


def failed(client: FlaskClient, path: str, **more: object) -> list[str]:
    with client.open(path, **more) as answer:  # type: ignore[arg-type]  # what each test gives
        return [f"{answer.status_code} for {path[:80]} {more}"] if answer.status_code >= 500 else []


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST"})


def test_no_value_in_an_address_is_a_mistake_of_ours(web: Flask, client: FlaskClient) -> None:
    asked = [(with_places(rule, value), each) for rule in rules(web) for each in methods(rule) for value in IN_PLACES]

    assert [each for path, method in asked for each in failed(client, path, method=method)] == []


def test_no_query_is_a_mistake_of_ours(web: Flask, client: FlaskClient) -> None:
    asked = [(with_places(rule, "1"), query) for rule in rules(web) for query in QUERIES]

    assert [each for path, query in asked for each in failed(client, f"{path}?{query}")] == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_host_is_a_mistake_of_ours(web: Flask, host: str) -> None:
    answers = {rule.rule: status_at(web, host, with_places(rule, "1")) for rule in rules(web)}

    assert [path for path, status in answers.items() if status >= 500] == []


def status_at(web: Flask, host: str, path: str) -> int:
    """As a server hands it over: the test's client would refuse to send such a host itself."""
    environ = create_environ(path) | {"HTTP_HOST": host, "HTTP_COOKIE": f"coach={ADMIN}"}
    pieces, status, _ = run_wsgi_app(web, environ)
    list(pieces)
    return int(status.split()[0])


def test_no_header_is_a_mistake_of_ours(web: Flask, client: FlaskClient) -> None:
    asked = [
        (with_places(rule, "1"), each, header) for rule in rules(web) for each in methods(rule) for header in HEADERS
    ]

    assert [
        each for path, method, header in asked for each in failed(client, path, method=method, headers=[header])
    ] == []


def test_no_method_is_a_mistake_of_ours(web: Flask, client: FlaskClient) -> None:
    asked = [(with_places(rule, "1"), method) for rule in rules(web) for method in METHODS]

    assert [each for path, method in asked for each in failed(client, path, method=method)] == []


def test_a_host_that_is_none_is_told_so_in_plain_text(web: Flask) -> None:
    pieces, status, headers = run_wsgi_app(web, create_environ("/log") | {"HTTP_HOST": ".."}, buffered=True)

    assert (status, headers["Content-Type"]) == ("400 BAD REQUEST", "text/plain; charset=utf-8")
    assert b"".join(pieces).endswith(b".\n")


def test_an_address_that_opens_something_is_told_to_nobody(web: Flask) -> None:
    secret = [rule for rule in web.url_map.iter_rules() if {"signature", "token"} & rule.arguments]
    paths = [with_places(rule, "1") for rule in secret] + [
        "/sign-in/callback?code=x&state=y",
        "/cards/1/2/",
        "/cards/1/2/3",
    ]
    client = web.test_client()

    assert {client.get(path).headers["Referrer-Policy"] for path in paths} == {"no-referrer"}
    assert client.get("/").headers["Referrer-Policy"] == "same-origin"
