"""Where the whole call is refused for the address or the version, the sentence says so, and who acts."""

import socket

import pytest
import requests
import responses
import urllib3

from coach.errors import CoachError, TryAgain, Undeliverable
from coach.salesforce.client import Refused
from tests.salesforce.fakes import DATA, TOKEN_URL, URL, Parts, signs_in

THING = f"{DATA}/thing"
VERSIONS = f"{URL}/services/data"
NOT_FOUND = [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]


def offers(mocked: responses.RequestsMock, *versions: str) -> None:
    mocked.get(VERSIONS, json=[{"label": "x", "url": "x", "version": version} for version in versions])


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, NOT_FOUND),
        (410, [{"errorCode": "GONE", "message": "API version v67.0 is retired and no longer available."}]),
        (400, [{"errorCode": "UNSUPPORTED_API_VERSION", "message": "x"}]),
    ],
)
@pytest.mark.parametrize("method", [responses.GET, responses.POST])
def test_a_version_that_is_not_offered_is_named_with_the_newest_that_is(
    mocked: responses.RequestsMock, parts: Parts, method: str, status: int, body: object
) -> None:
    signs_in(mocked)
    mocked.add(method, THING, status=status, json=body)
    offers(mocked, "65.0", "66.0")
    with pytest.raises(Undeliverable) as caught:
        parts.client.post("thing", {}) if method == responses.POST else parts.client.get("thing")
    assert str(caught.value) == (
        "The org does not offer version 67.0 of its API; it offers up to 66.0: the operator sets "
        "COACH_SALESFORCE_API_VERSION=66.0, or leaves it out."
    )
    assert "Authorization" not in mocked.calls[-1].request.headers


def test_where_the_version_is_offered_it_is_asked_once_and_the_refusal_stands(
    mocked: responses.RequestsMock, parts: Parts
) -> None:
    signs_in(mocked)
    mocked.get(THING, status=404, json=NOT_FOUND)
    offers(mocked, "66.0", "67.0")
    for _ in range(3):
        with pytest.raises(Refused):
            parts.client.get("thing")
    assert len([call for call in mocked.calls if call.request.url == VERSIONS]) == 1


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (
            "https://acme2.my.salesforce.com/services/oauth2/token",
            "has moved to https://acme2.my.salesforce.com: the op",
        ),
        ("https://sso.proxy.example/login", "redirects to sso.proxy.example, which is no My Domain address"),
        ("", "has moved: the operator sets COACH_SALESFORCE_URL"),
        ("//", "has moved: the operator sets COACH_SALESFORCE_URL"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_address_that_has_moved_is_said_at_the_sign_in_and_not_followed(
    mocked: responses.RequestsMock, parts: Parts, status: int, location: str, words: str
) -> None:
    mocked.post(TOKEN_URL, status=status, headers={"Location": location} if location else {}, body="<html>moved</html>")
    with pytest.raises(Undeliverable) as caught:
        parts.signin.token()
    assert caught.value.code == "REDIRECTED"
    assert words in str(caught.value)
    assert len(mocked.calls) == 1


def test_a_page_at_the_sign_in_is_looked_into(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(TOKEN_URL, status=404, body="<html>URL no longer exists</html>")
    mocked.get(VERSIONS, status=302, headers={"Location": "https://acme2.my.salesforce.com/services/data"})
    with pytest.raises(Undeliverable, match="has moved to https://acme2.my.salesforce.com"):
        parts.signin.token()


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ({"json": [{"version": "67.0"}]}, "the rest of its address does not"),
        ({"body": "<html>maintenance</html>"}, "or the address is no longer the org's"),
        ({"body": requests.ConnectionError()}, "or the address is no longer the org's"),
    ],
)
def test_a_page_without_an_explanation_says_what_it_may_be(
    mocked: responses.RequestsMock, parts: Parts, versions: dict[str, object], words: str
) -> None:
    mocked.post(TOKEN_URL, status=200, body="<html>maintenance</html>")
    mocked.get(VERSIONS, **versions)
    with pytest.raises(TryAgain, match=words):
        parts.signin.token()


UNREACHED: list[tuple[Exception, str]] = [
    (
        urllib3.exceptions.NameResolutionError(
            "acme", urllib3.connection.HTTPConnection("acme"), socket.gaierror(8, "x")
        ),
        "not known to this machine's name server",
    ),
    (urllib3.exceptions.NewConnectionError(urllib3.connection.HTTPConnection("acme"), "refused"), "not be reached"),
]


@pytest.mark.parametrize(("reason", "words"), UNREACHED)
def test_an_org_that_is_not_reached_is_said_to_whoever_can_act(
    mocked: responses.RequestsMock, parts: Parts, reason: Exception, words: str
) -> None:
    failure = urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool("acme"), "/", reason)
    mocked.post(TOKEN_URL, body=requests.ConnectionError(failure))
    with pytest.raises(CoachError, match=words) as caught:
        parts.signin.token()
    assert "the operator checks" in str(caught.value)
