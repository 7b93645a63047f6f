"""What an answer must prove before anybody is signed in."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient

from coach.errors import CoachError
from coach.people.pages.openid import NO_PROOF, NOT_SALESFORCE, OTHER_ORG, Claimant, OpenId
from coach.people.pages.settings import SignInSettings
from tests.fixtures.fakes import ORG
from tests.machine import port_of_its_own
from tests.people.pages.forger import CLIENT, OTHER_USER, USER, Forger, forging, new_key

ANNA = Claimant(USER, "Anna", "anna@example.com")


@pytest.fixture
def forger() -> Iterator[Forger]:
    with forging(port_of_its_own()) as forger:
        yield forger


@pytest.fixture
def http(forger: Forger) -> FlaskClient:
    """A browser of an application that has nothing but the sign-in, and says whom it let in."""
    settings = SignInSettings("http://127.0.0.1:9", forger.url, ORG, CLIENT, "secret", ("k" * 32,))
    app = Flask("openid")
    app.secret_key = "k" * 32
    openid = OpenId(app, settings)
    app.add_url_rule("/sign-in", "leave", lambda: openid.leave("/log"))
    app.add_url_rule("/sign-in/callback", "arrive", lambda: repr(openid.arrive()))
    app.register_error_handler(CoachError, lambda error: (str(error), getattr(error, "status", 500)))
    return app.test_client()


def arrive(http: FlaskClient, forger: Forger, **changes: str) -> str:
    """Go the whole way; what the application said in the end."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(http.get("/sign-in").location).query).items()}
    forger.nonce = asked["nonce"]
    return http.get("/sign-in/callback", query_string={"code": "c", "state": asked["state"], **changes}).text


def test_an_honest_answer_signs_in(http: FlaskClient, forger: Forger) -> None:
    assert arrive(http, forger) == repr((ANNA, "/log"))


def test_an_org_that_tells_no_names_with_the_scope_openid_signs_in_by_id(http: FlaskClient, forger: Forger) -> None:
    forger.profile = {"name": None, "preferred_username": None}

    assert arrive(http, forger) == repr((Claimant(USER, USER, USER), "/log"))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://login.salesforce.com"},
        {"iss": None},
        {"aud": "another-app"},
        {"aud": ["another-app", "a-third"]},
        {"aud": None},
        {"aud": [CLIENT, "another-app"], "azp": "another-app"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": int(time.time()) - 600},
        {"exp": None},
        {"iat": int(time.time()) + 3_600},
        {"iat": None},
        {"sub": None},
        {"sub": "https://login.salesforce.com/id/005000000000001AAA"},
        {"sub": f"https://login.salesforce.com/id/{ORG}/{ORG}"},
        {"sub": 7},
    ],
    ids="-".join,
)
def test_a_claim_that_does_not_fit_signs_nobody_in(http: FlaskClient, forger: Forger, claims: dict[str, Any]) -> None:
    forger.claims = claims

    assert arrive(http, forger) == NOT_SALESFORCE


def test_a_token_signed_with_another_key_signs_nobody_in(http: FlaskClient, forger: Forger) -> None:
    forger.shown_key = new_key()

    assert arrive(http, forger) == NOT_SALESFORCE


def _unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "", "none")


def _signed_with_the_public_key(forger: Forger, claims: dict[str, Any]) -> str:
    """As if the public key were a shared secret; libraries that let the token choose the algorithm believe it."""
    pem = forger.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256"}, claims)]
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(b".".join(parts), pem)
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def test_a_token_that_chooses_its_own_algorithm_signs_nobody_in(http: FlaskClient, forger: Forger) -> None:
    forger.sign = _unsigned
    unsigned = arrive(http, forger)
    forger.sign = lambda claims: _signed_with_the_public_key(forger, claims)
    confused = arrive(http, forger)

    assert (unsigned, confused) == (NOT_SALESFORCE, NOT_SALESFORCE)


@pytest.mark.parametrize("token", ["a.b", "a.b.c", "…"])
def test_what_is_no_token_signs_nobody_in(http: FlaskClient, forger: Forger, token: str) -> None:
    forger.sign = lambda _: token

    assert arrive(http, forger) == NOT_SALESFORCE


def test_an_app_without_the_scope_is_the_administrator_s_to_mend(http: FlaskClient, forger: Forger) -> None:
    forger.sign = lambda _: None

    assert arrive(http, forger) == NO_PROOF


@pytest.mark.parametrize(
    ("error", "code"),
    [("OAUTH_APP_BLOCKED", "OAUTH_APP_BLOCKED"), ("Call 555-0100 now!", "unknown"), ("x" * 99, "unknown")],
)
def test_a_refusal_is_named_and_nothing_else_of_its_address_is_shown(http: FlaskClient, error: str, code: str) -> None:
    page = http.get("/sign-in/callback", query_string={"error": error, "error_description": "Pay here"}).text

    assert page == (
        f"Salesforce does not let Coach sign people in ({code}): its administrator checks the external client app."
    )


def test_a_new_key_of_the_org_is_fetched(http: FlaskClient, forger: Forger) -> None:
    assert "Anna" in arrive(http, forger)
    forger.key, forger.kid = new_key(), "new"

    assert "Anna" in arrive(http, forger)


def test_a_profile_of_somebody_else_signs_nobody_in(http: FlaskClient, forger: Forger) -> None:
    forger.profile = {"sub": forger.identity(OTHER_USER)}

    assert arrive(http, forger) == NOT_SALESFORCE


def test_a_user_of_another_org_is_told_so(http: FlaskClient, forger: Forger) -> None:
    elsewhere = forger.identity(org="00D000000000001EAA")
    forger.claims, forger.profile = {"sub": elsewhere}, {"sub": elsewhere}

    assert arrive(http, forger) == OTHER_ORG


def test_an_answer_with_another_state_signs_nobody_in(http: FlaskClient, forger: Forger) -> None:
    assert "was not begun in this browser" in arrive(http, forger, state="another")


def test_rejections_carry_nothing_of_what_was_sent(http: FlaskClient, forger: Forger) -> None:
    forger.claims = {"sub": "https://login.salesforce.com/id/secret"}

    assert "secret" not in arrive(http, forger)
