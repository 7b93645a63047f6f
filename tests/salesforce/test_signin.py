import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
import requests
import responses
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from coach.app.connection import OrgConnection
from coach.app.org import SalesforceOrg
from coach.errors import Misconfigured, TryAgain, Undeliverable
from coach.ports import Identity
from coach.salesforce.signin import default_audience
from tests.salesforce.fakes import (
    NOON,
    ORG_ID,
    TOKEN_URL,
    URL,
    USER_ID,
    DictMemory,
    Hands,
    Parts,
    settings,
    signs_in,
    token_body,
)

DATE = {"Date": "Mon, 23 Nov 2026 12:00:00 GMT"}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def form(call: responses.Call) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(str(call.request.body)).items()}


def test_client_credentials_go_in_the_header_and_lead_to_an_identity(
    mocked: responses.RequestsMock, parts: Parts
) -> None:
    signs_in(mocked)
    assert parts.signin.token().identity == Identity(ORG_ID, USER_ID, URL)
    assert form(mocked.calls[0]) == {"grant_type": "client_credentials"}
    assert mocked.calls[0].request.headers["Authorization"].startswith("Basic ")


def test_an_assertion_is_signed_for_the_user_and_for_the_login_page_of_all_orgs(
    mocked: responses.RequestsMock, key: rsa.RSAPrivateKey
) -> None:
    parts = Parts(consumer_secret=None, private_key=pem(key), username="coach@acme.example")
    signs_in(mocked)
    parts.signin.token()
    sent = form(mocked.calls[0])
    claims = jwt.decode(sent["assertion"], key.public_key(), ["RS256"], audience="https://login.salesforce.com")
    assert sent["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    assert (claims["iss"], claims["sub"]) == ("key", "coach@acme.example")
    assert 0 < claims["exp"] - time.time() <= 180


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)])
def test_an_assertion_of_a_worker_whose_clock_is_off_is_made_anew_for_the_time_that_the_refusal_told(
    mocked: responses.RequestsMock, key: rsa.RSAPrivateKey, off: timedelta
) -> None:
    mocked.post(TOKEN_URL, status=400, json={"error": "invalid_grant", "error_description": "expired"}, headers=DATE)
    mocked.post(TOKEN_URL, json=token_body(), headers=DATE)
    private = {"consumer_secret": None, "private_key": pem(key), "username": "coach@acme.example"}
    org = SalesforceOrg(OrgConnection(settings(**private), DictMemory(), Hands(NOON + off)))
    org.identity()
    ends = [jwt.decode(form(call)["assertion"], options={"verify_signature": False})["exp"] for call in mocked.calls]
    assert [round(end - NOON.timestamp() - 180, -1) for end in ends] == [off.total_seconds(), 0]


def test_a_refusal_that_tells_the_same_time_is_not_tried_again(
    mocked: responses.RequestsMock, key: rsa.RSAPrivateKey
) -> None:
    mocked.post(TOKEN_URL, status=400, json={"error": "invalid_grant", "error_description": "no"}, headers=DATE)
    private = {"consumer_secret": None, "private_key": pem(key), "username": "coach@acme.example"}
    org = SalesforceOrg(OrgConnection(settings(**private), DictMemory(), Hands(NOON)))
    with pytest.raises(Undeliverable):
        org.identity()
    assert len(mocked.calls) == 1


def test_a_key_that_is_none_is_said_without_showing_it() -> None:
    parts = Parts(consumer_secret=None, private_key="not a key", username="coach@acme.example")
    with pytest.raises(Misconfigured, match="not an RSA key in PEM form") as caught:
        parts.signin.token()
    assert "not a key" not in str(caught.value)


def test_a_token_is_kept(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked)
    assert parts.signin.token() is parts.signin.token()
    assert len(mocked.calls) == 1


def test_a_token_does_not_show(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked, "00D!very-secret")
    assert "very-secret" not in repr(parts.signin.token())


def test_fifty_threads_with_one_stale_token_sign_in_once(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked, "00D!old", "00D!new")
    old = parts.signin.token()
    with ThreadPoolExecutor(50) as threads:
        values = {token.value for token in threads.map(lambda _: parts.signin.renew(old), range(50))}
    assert values == {"00D!new"}
    assert len(mocked.calls) == 2


REFUSALS: list[tuple[int, dict[str, Any], str, str]] = [
    (400, {"error": "invalid_client", "error_description": "invalid client credentials"}, "invalid_client", "secret"),
    (
        400,
        {"error": "invalid_grant", "error_description": "no client credentials user enabled"},
        "invalid_grant",
        "no user to run as",
    ),
    (
        400,
        {"error": "invalid_grant", "error_description": "user hasn't approved this consumer"},
        "invalid_grant",
        "pre-authorized",
    ),
    (400, {"error": "invalid_grant", "error_description": "audience is invalid"}, "invalid_audience", "JWT_AUDIENCE"),
    (400, {"error": "invalid_grant", "error_description": "expired authorization code"}, "invalid_grant", "clock"),
    (400, {"error": "invalid_grant", "error_description": "authentication failure"}, "invalid_grant", "is active"),
    (
        400,
        {"error": "app_not_found", "error_description": "External client app is not installed"},
        "app_not_found",
        "install",
    ),
    (400, {"error": "unsupported_grant_type"}, "unsupported_grant_type", "client credentials flow"),
    (400, {"error": "inactive_user", "error_description": "user is inactive"}, "inactive_user", "is active"),
]


@pytest.mark.parametrize(("status", "body", "code", "words"), REFUSALS)
def test_a_refusal_says_what_the_admin_does(
    mocked: responses.RequestsMock, parts: Parts, status: int, body: object, code: str, words: str
) -> None:
    mocked.post(TOKEN_URL, status=status, json=body)
    with pytest.raises(Undeliverable, match=f"(?s){words}.*admin|admin.*{words}") as caught:
        parts.signin.token()
    assert caught.value.code == code


def test_after_a_refusal_nobody_asks_again_at_once(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(TOKEN_URL, status=400, json={"error": "invalid_client"})
    for _ in range(5):
        with pytest.raises(Undeliverable):
            parts.signin.token()
    assert len(mocked.calls) == 1


def test_after_a_while_the_org_is_asked_again(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(TOKEN_URL, status=400, json={"error": "invalid_client"})
    signs_in(mocked)
    with pytest.raises(Undeliverable):
        parts.signin.token()
    parts.hands.pass_by(timedelta(minutes=1))
    assert parts.signin.token().value == "00D!first"


def test_the_wrong_org_is_refused(mocked: responses.RequestsMock, parts: Parts) -> None:
    other = f"https://login.salesforce.com/id/00Dxx0000009zzz/{USER_ID}"
    mocked.post(TOKEN_URL, json=token_body(id=other))
    with pytest.raises(Undeliverable, match=f"{ORG_ID} is configured") as caught:
        parts.signin.token()
    assert caught.value.code == "OTHER_ORG"


@pytest.mark.parametrize(
    "instance", ["https://evil.example", "http://acme.my.salesforce.com", "https://salesforce.com.evil.example"]
)
def test_a_token_for_a_foreign_host_is_refused(mocked: responses.RequestsMock, parts: Parts, instance: str) -> None:
    mocked.post(TOKEN_URL, json=token_body(instance_url=instance))
    with pytest.raises(Undeliverable, match="not one of Salesforce's"):
        parts.signin.token()


def test_the_answer_may_lead_to_another_host_of_salesforce(mocked: responses.RequestsMock, parts: Parts) -> None:
    moved = "https://acme--uat.sandbox.my.salesforce.com"
    mocked.post(TOKEN_URL, json=token_body(instance_url=f"{moved}/"))
    mocked.get(f"{moved}/x")
    assert parts.signin.token().identity.instance_url == moved
    assert parts.session.get(f"{moved}/x").ok


@pytest.mark.parametrize("body", [{}, [], {"access_token": "t", "instance_url": URL, "id": "nonsense"}, "text"])
def test_an_answer_of_another_kind_is_refused(mocked: responses.RequestsMock, parts: Parts, body: object) -> None:
    mocked.post(TOKEN_URL, json=body)
    with pytest.raises(Undeliverable, match="not one of Salesforce's"):
        parts.signin.token()


@pytest.mark.parametrize(
    "trouble",
    [
        {"body": "<html>maintenance</html>"},
        {"body": "[" * 5000 + "]" * 5000, "content_type": "application/json"},
        {"body": "[" * 100_000, "content_type": "text/html"},
        {"body": '{"id": ' + "7" * 5000 + "}", "content_type": "application/json"},
        {"body": '{"id": ' + "7" * 5000 + "}", "content_type": "text/plain"},
        {"body": requests.ConnectionError("key=hush-hush")},
        {"status": 503, "json": []},
    ],
)
def test_where_time_helps_it_is_tried_again_later(
    mocked: responses.RequestsMock, parts: Parts, trouble: dict[str, Any]
) -> None:
    mocked.post(TOKEN_URL, **trouble)
    with pytest.raises(TryAgain) as caught:
        parts.signin.token()
    assert "hush-hush" not in str(caught.value)


AUDIENCE_REFUSED = {"error": "invalid_grant", "error_description": "audience is invalid"}


def audiences(mocked: responses.RequestsMock) -> list[str]:
    asked = (jwt.decode(form(call)["assertion"], options={"verify_signature": False}) for call in mocked.calls)
    return [claims["aud"] for claims in asked]


def with_a_key(key: rsa.RSAPrivateKey, **more: Any) -> Parts:
    return Parts(consumer_secret=None, private_key=pem(key), username="coach@acme.example", **more)


def test_where_the_usual_audience_is_refused_the_orgs_own_address_is_tried_once_and_remembered(
    mocked: responses.RequestsMock, key: rsa.RSAPrivateKey
) -> None:
    mocked.post(TOKEN_URL, status=400, json=AUDIENCE_REFUSED)
    signs_in(mocked)
    parts = with_a_key(key)
    assert parts.signin.token().value == "00D!first"
    parts.signin.renew(parts.signin.token())
    assert audiences(mocked) == ["https://login.salesforce.com", URL, URL]


def test_an_audience_that_the_operator_names_is_the_only_one(
    mocked: responses.RequestsMock, key: rsa.RSAPrivateKey
) -> None:
    mocked.post(TOKEN_URL, status=400, json=AUDIENCE_REFUSED)
    with pytest.raises(Undeliverable, match="COACH_SALESFORCE_JWT_AUDIENCE"):
        with_a_key(key, audience="https://test.salesforce.com").signin.token()
    assert audiences(mocked) == ["https://test.salesforce.com"]


@pytest.mark.parametrize(
    ("url", "audience"),
    [
        ("https://acme.my.salesforce.com", "https://login.salesforce.com"),
        ("https://acme.develop.my.salesforce.com", "https://login.salesforce.com"),
        ("https://acme--uat.sandbox.my.salesforce.com", "https://test.salesforce.com"),
    ],
)
def test_the_usual_audience_is_that_of_salesforces_own_command_line(url: str, audience: str) -> None:
    assert default_audience(url) == audience


def test_every_further_refusal_is_followed_by_a_longer_pause(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(TOKEN_URL, status=400, json={"error": "invalid_client"})
    for _ in range(60 * 6):
        with pytest.raises(Undeliverable):
            parts.signin.token()
        parts.hands.pass_by(timedelta(seconds=10))
    assert len(mocked.calls) <= 10


@pytest.mark.parametrize(
    "odd",
    [
        {"access_token": "a\nb"},
        {"access_token": "käse"},
        {"access_token": ""},
        {"access_token": ["x"]},
        {"instance_url": f"{URL}/services"},
        {"instance_url": f"{URL}?x=y"},
    ],
)
def test_what_no_request_could_be_made_with_is_no_sign_in(
    mocked: responses.RequestsMock, parts: Parts, odd: dict[str, object]
) -> None:
    mocked.post(f"{URL}/services/oauth2/token", json={**token_body(), **odd})
    with pytest.raises(Undeliverable, match="not one of Salesforce's"):
        parts.signin.token()
