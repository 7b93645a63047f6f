"""Programs that read with a service token."""

from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from coach.app.factory import create_web
from coach.app.store import SqlStore
from coach.people.pages.gate import SessionGate, hashed
from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.sessions import Session
from coach.web.viewer import Role, TokenScope, allow, current_viewer
from tests.fixtures.fakes import FakeCoach
from tests.people.pages.conftest import sign_in_settings
from tests.salesforce.served import Served

STANDING = HierarchyPosition(frozenset(), manages=False, fresh=True)


@allow(Role.REP, scope=TokenScope.READ_LOG)
def who() -> str:
    return request.form.get("text", current_viewer().name)


@pytest.fixture
def app(store: SqlStore, org: Served) -> Flask:
    gate = SessionGate(store.identity, lambda _: STANDING, sign_in_settings(org, "http://localhost"))
    app = create_web(replace(FakeCoach().deps(), gate=gate))
    app.add_url_rule("/api/who", "who", who, methods=["GET", "POST"])
    store.identity.create_token("t1", hashed("of-the-log"), "warehouse", ["read:log"])
    store.identity.create_token("t2", hashed("of-the-feed"), "lake", ["read:feed"])
    return app


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    return app.test_client()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_reads_what_it_was_made_for(http: FlaskClient) -> None:
    assert http.get("/api/who", headers=bearer("of-the-log")).text == "warehouse"


def test_a_token_for_something_else_is_refused_in_json(http: FlaskClient) -> None:
    answer = http.get("/api/who", headers=bearer("of-the-feed"))

    assert answer.status_code == 403
    assert answer.json == {"error": "forbidden", "message": "This token was not made for that."}


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer unknown", "Basic of-the-log", "of-the-log", "\xff"])
def test_what_is_no_token_is_asked_for_one(http: FlaskClient, header: str) -> None:
    answer = http.get("/api/who", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer realm=Coach"
    assert answer.json == {
        "error": "unauthorised",
        "message": "This address needs a service token, or somebody signed in.",
    }


def test_a_program_is_not_sent_to_sign_in(http: FlaskClient) -> None:
    answer = http.get("/me", headers={"Authorization": "Bearer coach_none"})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer realm=Coach")


def test_a_token_needs_no_form(http: FlaskClient) -> None:
    assert http.post("/api/who", headers=bearer("of-the-log")).status_code == 200


def test_a_revoked_token_opens_nothing(http: FlaskClient, store: SqlStore) -> None:
    store.identity.revoke_token("t1")

    assert http.get("/api/who", headers=bearer("of-the-log")).status_code == 401


def test_that_a_token_was_used_is_noted_down(http: FlaskClient, store: SqlStore) -> None:
    http.get("/api/who", headers=bearer("of-the-log"))

    assert [bool(token.used_at) for token in store.identity.tokens()] == [True, False]


def test_credentials_that_are_named_count_and_a_cookie_beside_them_does_not(http: FlaskClient, store: SqlStore) -> None:
    store.identity.begin_session(hashed("cookie"), Session("005000000000001AAA", "Anna", "anna@example.com"))
    http.set_cookie("coach", "cookie")

    assert http.get("/api/who").text == "Anna"
    assert http.get("/api/who", headers=bearer("unknown")).status_code == 401


def test_a_form_may_not_be_larger_than_any_of_ours(http: FlaskClient) -> None:
    answer = http.post("/api/who", headers=bearer("of-the-log"), data={"text": "x" * 300_000})

    assert answer.status_code == 413
