"""Signing in over HTTP."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from flask.testing import FlaskClient

from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET, SF_KEY
from localorg.oauth.grants import JWT_BEARER
from localorg.tests.conftest import Caller

REDIRECT = "http://localhost:1717/OauthRedirect"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-in-all"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    """Nobody has signed in yet."""
    return app.test_client()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """A client's own key."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def _token(http: FlaskClient, **form: str) -> Any:
    return http.post("/services/oauth2/token", data=form).get_json()


def _refusal(http: FlaskClient, **form: str) -> tuple[int, str, str]:
    answer = http.post("/services/oauth2/token", data=form)
    return answer.status_code, answer.get_json()["error"], answer.get_json()["error_description"]


def _allow(http: FlaskClient, person: str, button: str = "", **more: str) -> dict[str, list[str]]:
    """Press a button of the page; what the program is sent."""
    query = {"response_type": "code", "client_id": SF_KEY, "redirect_uri": REDIRECT, "state": "s", **more}
    answer = http.post("/services/oauth2/authorize", query_string=query, data={"user_id": person, button: "yes"})
    assert answer.status_code == 302
    assert answer.location.startswith(REDIRECT)
    return parse_qs(urlsplit(answer.location).query)


def _exchange(http: FlaskClient, code: str, **more: str) -> dict[str, str]:
    form = {"grant_type": "authorization_code", "client_id": SF_KEY, "redirect_uri": REDIRECT, "code": code, **more}
    found: dict[str, str] = _token(http, **form)
    return found


def _public(key: rsa.RSAPrivateKey) -> str:
    encoding, layout = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(encoding, layout).decode()


def _assertion(key: rsa.RSAPrivateKey, **claims: Any) -> str:
    usual = {"iss": "cli", "sub": "admin@coach.local", "aud": "https://login.salesforce.com", "exp": time.time() + 180}
    return jwt.encode({**usual, **claims}, key, algorithm="RS256")


# ---------------------------------------------------------------- client credentials


def test_client_credentials_answer_as_salesforce_answers(http: FlaskClient) -> None:
    answer = _token(http, grant_type="client_credentials", client_id=INTEGRATION_KEY, client_secret=INTEGRATION_SECRET)
    assert set(answer) == {"access_token", "signature", "scope", "instance_url", "id", "token_type", "issued_at"}
    assert answer["instance_url"] == "http://localhost"
    assert answer["token_type"] == "Bearer"
    assert answer["id"].startswith("http://localhost/id/00D")
    assert answer["access_token"].partition("!")[0] == answer["id"].split("/")[-2][:15]


def test_the_client_may_be_named_in_a_basic_header(http: FlaskClient) -> None:
    answer = http.post(
        "/services/oauth2/token", data={"grant_type": "client_credentials"}, auth=(INTEGRATION_KEY, INTEGRATION_SECRET)
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        ({"client_id": "nobody"}, (400, "invalid_client_id", "client identifier invalid")),
        (
            {"client_id": INTEGRATION_KEY, "client_secret": "wrong"},
            (400, "invalid_client", "invalid client credentials"),
        ),
        ({"client_id": SF_KEY}, (400, "invalid_client", "invalid client credentials")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", "grant type not supported")),
        ({"grant_type": ""}, (400, "unsupported_grant_type", "grant type not supported")),
    ],
)
def test_refusals_are_worded_as_salesforce_words_them(
    http: FlaskClient, form: dict[str, str], refusal: tuple[int, str, str]
) -> None:
    assert _refusal(http, **{"grant_type": "client_credentials", **form}) == refusal


def test_a_client_whose_user_is_gone_has_no_user_enabled(caller: Caller) -> None:
    user = caller.query("SELECT Id FROM User WHERE Username = 'integration@coach.local'")[0]["Id"]
    assert caller.call("PATCH", f"/sobjects/User/{user}", {"IsActive": False}).status_code == 204
    refusal = _refusal(
        caller.http, grant_type="client_credentials", client_id=INTEGRATION_KEY, client_secret=INTEGRATION_SECRET
    )
    assert refusal == (400, "invalid_grant", "no client credentials user enabled")


# ---------------------------------------------------------------- JWT bearer


def test_a_registered_key_signs_in_its_user(caller: Caller, key: rsa.RSAPrivateKey) -> None:
    caller.control("PUT", "/clients/cli", {"certificate": _public(key)})
    answer = _token(caller.http, grant_type=JWT_BEARER, assertion=_assertion(key))
    userinfo = caller.http.get(
        "/services/oauth2/userinfo", headers={"Authorization": f"Bearer {answer['access_token']}"}
    )
    assert userinfo.get_json()["preferred_username"] == "admin@coach.local"


@pytest.mark.parametrize(
    ("claims", "description"),
    [
        ({"aud": "https://elsewhere.example"}, "audience is invalid"),
        ({"exp": time.time() - 60}, "expired authorization code"),
        ({"sub": "nobody@coach.local"}, "user hasn't approved this consumer"),
        ({"iss": "nobody"}, "client identifier invalid"),
        ({"iss": ADMIN_KEY}, "invalid assertion"),
    ],
)
def test_an_assertion_that_does_not_fit_is_refused(
    caller: Caller, key: rsa.RSAPrivateKey, claims: dict[str, Any], description: str
) -> None:
    caller.control("PUT", "/clients/cli", {"certificate": _public(key)})
    assert _refusal(caller.http, grant_type=JWT_BEARER, assertion=_assertion(key, **claims))[2] == description


def test_the_orgs_own_address_is_an_audience_and_the_time_may_be_text(caller: Caller, key: rsa.RSAPrivateKey) -> None:
    caller.control("PUT", "/clients/cli", {"certificate": _public(key)})
    assertion = _assertion(key, aud="http://localhost")
    assert "access_token" in _token(caller.http, grant_type=JWT_BEARER, assertion=assertion)


def test_another_key_is_an_invalid_assertion(caller: Caller, key: rsa.RSAPrivateKey) -> None:
    other = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    caller.control("PUT", "/clients/cli", {"certificate": _public(other)})
    assert _refusal(caller.http, grant_type=JWT_BEARER, assertion=_assertion(key))[2] == "invalid assertion"
    assert _refusal(caller.http, grant_type=JWT_BEARER, assertion="no.jwt")[2] == "invalid assertion"


def test_a_key_that_is_none_cannot_be_registered(caller: Caller) -> None:
    answer = caller.http.put("/localorg/clients/cli", json={"certificate": "-----BEGIN NONSENSE-----"})
    assert answer.status_code == 400


# ---------------------------------------------------------------- authorization code


def test_a_person_is_picked_on_the_page(caller: Caller) -> None:
    query = {"response_type": "code", "client_id": SF_KEY, "redirect_uri": REDIRECT}
    page = caller.http.get("/services/oauth2/authorize", query_string=query).text
    assert "Salesforce CLI asks to act for you" in page
    assert 'title="admin@coach.local"><b>Robin Ashdown</b>' in page


def test_a_code_becomes_a_session_a_refresh_token_and_an_id_token(caller: Caller) -> None:
    person = caller.query("SELECT Id FROM User WHERE Username = 'admin@coach.local'")[0]["Id"]
    sent = _allow(caller.http, person, code_challenge=CHALLENGE, nonce="n", scope="api refresh_token openid")
    assert sent["state"] == ["s"]
    answer = _exchange(caller.http, sent["code"][0], code_verifier=VERIFIER)
    keys = caller.http.get("/id/keys").get_json()
    signing_key = jwt.PyJWKSet.from_dict(keys).keys[0]
    claims = jwt.decode(answer["id_token"], signing_key, ["RS256"], audience=SF_KEY)
    assert (claims["sub"], claims["nonce"]) == (answer["id"], "n")
    again = _token(caller.http, grant_type="refresh_token", client_id=SF_KEY, refresh_token=answer["refresh_token"])
    assert again["access_token"] != answer["access_token"]
    assert "refresh_token" not in again


def test_a_code_works_once(caller: Caller) -> None:
    code = _allow(caller.http, caller.local_org.org.records.admin_id)["code"][0]
    _exchange(caller.http, code)
    assert _exchange(caller.http, code)["error_description"] == "invalid authorization code"


def test_the_verifier_must_fit_the_challenge(caller: Caller) -> None:
    code = _allow(caller.http, caller.local_org.org.records.admin_id, code_challenge=CHALLENGE)["code"][0]
    assert _exchange(caller.http, code, code_verifier="other")["error_description"] == "invalid code verifier"


def test_denying_sends_the_program_away(caller: Caller) -> None:
    assert _allow(caller.http, caller.local_org.org.records.admin_id, "deny")["error"] == ["access_denied"]
    assert _allow(caller.http, "005000000000001AAA")["error"] == ["access_denied"]


@pytest.mark.parametrize("address", ["https://evil.example/", "javascript:alert(1)", "http://localhost.evil.example/"])
def test_a_code_is_not_sent_to_a_stranger(http: FlaskClient, address: str) -> None:
    query = {"response_type": "code", "client_id": SF_KEY, "redirect_uri": address}
    for answer in (
        http.get("/services/oauth2/authorize", query_string=query),
        http.post("/services/oauth2/authorize", query_string=query),
    ):
        assert answer.status_code == 400
        assert "redirect_uri_mismatch" in answer.text


def test_an_unknown_refresh_token_has_expired(http: FlaskClient) -> None:
    refusal = _refusal(http, grant_type="refresh_token", client_id=SF_KEY, refresh_token="x")
    assert refusal == (400, "invalid_grant", "expired access/refresh token")


# ---------------------------------------------------------------- who is it


def test_the_identity_address_says_who_it_is(caller: Caller) -> None:
    identity = caller.get("/")["identity"]
    shown = caller.http.get(identity, headers={"Authorization": f"Bearer {caller.token}"}).get_json()
    assert shown["username"] == "admin@coach.local"
    assert shown["urls"]["query"] == "http://localhost/services/data/v{version}/query/"


def test_somebody_elses_identity_is_not_shown(caller: Caller) -> None:
    other = caller.query("SELECT Id FROM User WHERE Username = 'integration@coach.local'")[0]["Id"]
    address = f"/id/{caller.local_org.org.records.organization_id}/{other}"
    assert caller.http.get(address, headers={"Authorization": f"Bearer {caller.token}"}).status_code == 403


def test_no_session_is_a_bad_token(http: FlaskClient) -> None:
    answer = http.get("/services/oauth2/userinfo", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.get_json()["error_description"]) == (403, "Bad_OAuth_Token")


def test_introspection_tells_live_tokens_from_dead_ones(caller: Caller) -> None:
    form = {"client_id": ADMIN_KEY, "client_secret": ADMIN_SECRET, "token": caller.token}
    alive = caller.http.post("/services/oauth2/introspect", data=form).get_json()
    assert (alive["active"], alive["username"], alive["client_id"]) == (True, "admin@coach.local", ADMIN_KEY)
    assert caller.http.post("/services/oauth2/revoke", data={"token": caller.token}).status_code == 200
    assert caller.http.post("/services/oauth2/introspect", data=form).get_json() == {"active": False}
    assert caller.call("GET", "/limits").status_code == 401


def test_discovery_names_addresses_that_the_caller_can_reach(http: FlaskClient) -> None:
    found = http.get("/.well-known/openid-configuration", headers={"Host": "127.0.0.1:8300"}).get_json()
    assert found["issuer"] == "http://127.0.0.1:8300"
    assert found["token_endpoint"] == "http://127.0.0.1:8300/services/oauth2/token"


def test_the_soap_login_is_answered_with_a_fault(http: FlaskClient) -> None:
    answer = http.post("/services/Soap/u/64.0", data="<login/>", content_type="text/xml")
    assert answer.status_code == 500
    assert "<sf:exceptionCode>INVALID_OPERATION</sf:exceptionCode>" in answer.text


def test_a_browser_is_led_to_a_page_of_this_org_only(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.token}"}
    asked = caller.http.get("/services/oauth2/singleaccess?redirect_uri=lightning/page/home", headers=headers)
    assert caller.http.get(asked.get_json()["frontdoor_uri"]).location == "/lightning/page/home"
    stranger = caller.http.get("/secur/frontdoor.jsp?retURL=https://evil.example//evil.example/x")
    assert stranger.location == "/evil.example/x"
