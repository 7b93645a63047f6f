"""Too many tries that are no good are told to wait; what is good never is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.app.factory import create_web
from coach.app.store import SqlStore
from coach.errors import TryAgain
from coach.people.pages.gate import SessionGate, hashed
from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.pages.views import SignInDeps
from coach.people.refusals import LIMIT
from coach.web.limit import SENTENCE, counted_as
from tests.fixtures.fakes import BEARER, TOKEN, FakeCoach
from tests.people.pages.conftest import sign_in_settings
from tests.salesforce.served import Served
from tests.web.test_hooks import EVENT, message

STANDING = HierarchyPosition(frozenset(), manages=False, fresh=True)
WRONG = {"Authorization": "Bearer wrong"}
FAILED: dict[str, tuple[Callable[[FlaskClient], TestResponse], int]] = {
    "a token in an address": (lambda http: http.post("/hooks/salesforce/outbound-messages/x", data=message()), 404),
    "a sender's token": (lambda http: http.post("/hooks/events", data=EVENT, headers=WRONG), 401),
    "a signature": (lambda http: http.post("/hooks/events", data=EVENT, headers={"webhook-id": "x"}), 401),
    "a program's token": (lambda http: http.get("/api/v1/feed", headers=WRONG), 401),
    "a sign-in": (lambda http: http.get("/sign-in/callback?state=x&code=y"), 400),
}


@pytest.fixture
def app(store: SqlStore, org: Served) -> Flask:
    settings = sign_in_settings(org, "http://localhost")
    gate = SessionGate(store.identity, lambda _: STANDING, settings)
    store.identity.create_token("t1", hashed("of-the-service"), "warehouse", ["admin"])
    sign_in = SignInDeps(store.identity, settings)
    return create_web(replace(FakeCoach().deps(), gate=gate, sign_in=sign_in, too_many=store.identity.refused))


@pytest.mark.parametrize(("ask", "status"), FAILED.values(), ids=FAILED)
def test_who_fails_too_often_is_told_to_wait(
    app: Flask, ask: Callable[[FlaskClient], TestResponse], status: int
) -> None:
    http = app.test_client()

    assert {ask(http).status_code for _ in range(LIMIT)} == {status}
    answer = ask(http)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert SENTENCE in answer.text


@pytest.fixture
def tired(app: Flask) -> FlaskClient:
    """Somebody at an address that has failed too often."""
    http = app.test_client()
    while FAILED["a sender's token"][0](http).status_code != 429:
        pass
    return http


def test_what_is_good_is_taken_from_the_same_address(tired: FlaskClient) -> None:
    good = {"Authorization": f"Bearer {BEARER}", "Content-Type": "application/json"}

    assert tired.post("/hooks/events", data=EVENT, headers=good).status_code == 202
    assert tired.post(f"/hooks/salesforce/outbound-messages/{TOKEN}", data=message()).status_code == 200
    assert tired.get("/me", headers={"Authorization": "Bearer of-the-service"}).status_code != 429
    assert tired.get("/signed-out").status_code == 200


def test_all_that_is_no_good_counts_together(tired: FlaskClient) -> None:
    assert {ask(tired).status_code for ask, _ in FAILED.values()} == {429}


def test_another_address_does_not_wait(tired: FlaskClient) -> None:
    answer = tired.get("/api/v1/feed", headers=WRONG, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.status_code == 401


def test_who_shows_nothing_or_sends_nonsense_is_not_counted(app: Flask) -> None:
    http = app.test_client()
    good = {"Authorization": f"Bearer {BEARER}", "Content-Type": "application/json"}
    for _ in range(LIMIT + 5):
        assert http.get("/api/v1/feed").status_code == 401
        assert http.get("/nowhere").status_code == 404
        assert http.post("/hooks/events", data="{", headers=good).status_code == 400

    assert http.get("/api/v1/feed", headers=WRONG).status_code == 401


def test_without_the_database_nobody_is_told_to_wait() -> None:
    def away(_: str) -> timedelta | None:
        raise TryAgain("The database is away.")

    http = create_web(replace(FakeCoach().deps(), too_many=away)).test_client()

    assert http.post("/hooks/events", data=EVENT, headers=WRONG).status_code == 401


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("x" * 5_000, "unknown"),
    ],
)
def test_what_an_address_is_counted_as(address: str, counted: str) -> None:
    assert counted_as(address) == counted
