import ssl
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
import requests
import responses
import urllib3

from coach.errors import AnswerLost, TryAgain, Undeliverable
from coach.salesforce.client import Refused
from tests.salesforce.fakes import DATA, TOKEN_URL, Parts, answer, signs_in, token_body

THING = f"{DATA}/thing"


@pytest.fixture(autouse=True)
def _signed_in(mocked: responses.RequestsMock) -> None:
    signs_in(mocked, "00D!first", "00D!second")


def calls_to(mocked: responses.RequestsMock, url: str) -> list[requests.PreparedRequest]:
    return [call.request for call in mocked.calls if call.request.url == url]


def test_numbers_come_back_exact(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, body='{"Amount": 1.2345678E7, "Rate": 0.1, "Count": 3}')
    assert parts.client.get("thing") == {"Amount": Decimal("12345678"), "Rate": Decimal("0.1"), "Count": 3}


def test_an_expired_session_is_renewed_once_and_the_call_keeps_its_client_header(
    mocked: responses.RequestsMock, parts: Parts
) -> None:
    mocked.post(THING, status=401, json=answer("session_expired"))
    mocked.post(THING, json={"ok": True})
    assert parts.client.post("thing", {}) == {"ok": True}
    first, second = calls_to(mocked, THING)
    assert first.headers["Authorization"] == "Bearer 00D!first"
    assert second.headers["Authorization"] == "Bearer 00D!second"
    assert second.headers["Sforce-Call-Options"] == "client=coach"


def test_a_401_with_a_page_instead_of_json_is_an_expired_session(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, status=401, body="<html>Unauthorized</html>")
    mocked.get(THING, json={"ok": True})
    assert parts.client.get("thing") == {"ok": True}


def test_an_org_that_refuses_every_session_costs_two_calls_and_then_a_pause(
    mocked: responses.RequestsMock, parts: Parts
) -> None:
    mocked.get(THING, status=401, json=answer("session_expired"))
    for _ in range(3):
        with pytest.raises(Undeliverable, match="IP restrictions") as caught:
            parts.client.get("thing")
        assert caught.value.code == "INVALID_SESSION_ID"
    assert len(calls_to(mocked, THING)) == 2
    assert len(calls_to(mocked, TOKEN_URL)) == 2


def test_fifty_threads_with_an_expired_session_sign_in_once_between_them(
    mocked: responses.RequestsMock, parts: Parts
) -> None:
    def reply(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        fresh = request.headers["Authorization"] == "Bearer 00D!second"
        return (200, {}, "{}") if fresh else (401, {}, '[{"errorCode": "INVALID_SESSION_ID", "message": "x"}]')

    mocked.add_callback(responses.GET, THING, callback=reply)
    with ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda _: parts.client.get("thing"), range(50)))
    assert len(calls_to(mocked, TOKEN_URL)) == 2


def test_reads_are_repeated_a_few_times_with_growing_waits(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, status=503, json=answer("unavailable"))
    mocked.get(THING, body=requests.ConnectionError("reset"))
    mocked.get(THING, json={"ok": True})
    assert parts.client.get("thing") == {"ok": True}
    assert parts.waits.seconds == [0.5, 1.0]


def test_reads_give_up_in_the_end(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, body="<html>maintenance</html>")
    with pytest.raises(TryAgain, match="answered in Salesforce's place"):
        parts.client.get("thing")
    assert len(calls_to(mocked, THING)) == 3


def test_a_composite_of_reads_is_repeated_like_a_read(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(THING, body=requests.ReadTimeout())
    mocked.post(THING, json={"ok": True})
    assert parts.client.post_reading("thing", {}) == {"ok": True}


def test_a_used_up_day_is_not_asked_twice(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, status=403, json=answer("total_requests"))
    with pytest.raises(Refused):
        parts.client.get("thing")
    assert len(calls_to(mocked, THING)) == 1


LOST: list[dict[str, Any]] = [
    {"body": requests.ReadTimeout()},
    {"body": requests.ConnectionError(urllib3.exceptions.ProtocolError("Connection aborted."))},
    {"body": requests.exceptions.ChunkedEncodingError()},
    {"body": requests.exceptions.ContentDecodingError()},
    {"body": "<html>maintenance</html>"},
    {"body": '{"compositeResponse": [{"body"'},
    {"body": "7"},
    {"body": "[" * 5000 + "]" * 5000, "content_type": "application/json"},
    {"body": "[" * 100_000, "content_type": "text/html"},
    {"body": '{"id": ' + "7" * 5000 + "}", "content_type": "application/json"},
    {"body": '{"id": ' + "7" * 5000 + "}", "content_type": "text/plain"},
    {"body": "<html>Bad gateway</html>", "status": 502},
    {"body": "<html>Forbidden</html>", "status": 403},
]


@pytest.mark.parametrize("trouble", LOST)
def test_a_change_whose_answer_does_not_come_is_in_doubt_and_not_repeated(
    mocked: responses.RequestsMock, parts: Parts, trouble: dict[str, Any]
) -> None:
    mocked.post(THING, **trouble)
    with pytest.raises(AnswerLost):
        parts.client.post("thing", {})
    assert len(calls_to(mocked, THING)) == 1


NEVER_SENT = [
    requests.ConnectTimeout(),
    requests.exceptions.ProxyError(),
    requests.ConnectionError(
        urllib3.exceptions.MaxRetryError(
            urllib3.HTTPConnectionPool("a.example"),
            "/",
            urllib3.exceptions.NewConnectionError(urllib3.connection.HTTPConnection("a.example"), "refused"),
        )
    ),
    requests.exceptions.SSLError(
        urllib3.exceptions.MaxRetryError(
            urllib3.HTTPConnectionPool("a.example"),
            "/",
            urllib3.exceptions.SSLError(ssl.SSLCertVerificationError(1, "self-signed")),
        )
    ),
]


@pytest.mark.parametrize("trouble", NEVER_SENT)
def test_a_change_that_never_left_is_not_in_doubt(
    mocked: responses.RequestsMock, parts: Parts, trouble: Exception
) -> None:
    mocked.post(THING, body=trouble)
    with pytest.raises(TryAgain) as caught:
        parts.client.post("thing", {})
    assert not isinstance(caught.value, AnswerLost)
    assert caught.value.code == "NOT_REACHED"


def test_a_refusal_of_a_change_is_no_doubt(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(THING, status=500, json=answer("unexpected"))
    with pytest.raises(Refused) as caught:
        parts.client.post("thing", {})
    assert (caught.value.fault.code, caught.value.fault.status) == ("UNKNOWN_EXCEPTION", 500)


def test_a_moved_org_is_for_the_operator(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, status=302, headers={"Location": "https://elsewhere.my.salesforce.com"})
    with pytest.raises(Undeliverable, match="address has moved"):
        parts.client.get("thing")


def test_no_error_holds_the_token_or_the_body(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.post(THING, body=requests.ConnectionError("Bearer 00D!first {'Content': 'c2VjcmV0'}"))
    with pytest.raises(AnswerLost) as caught:
        parts.client.post("thing", {"Content": "c2VjcmV0"})
    assert "00D!" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_usage_is_read_from_refusals_too(mocked: responses.RequestsMock, parts: Parts) -> None:
    usage = {"Sforce-Limit-Info": "api-usage=15001/15000"}
    mocked.get(THING, status=403, json=answer("total_requests"), headers=usage)
    with pytest.raises(Refused):
        parts.client.get("thing")
    assert parts.budget.last is not None
    assert parts.budget.last.used == 15001


def test_nothing_is_sent_once_our_share_is_used_up(mocked: responses.RequestsMock, parts: Parts) -> None:
    mocked.get(THING, json={}, headers={"Sforce-Limit-Info": "api-usage=81/100"})
    parts.client.get("thing")
    with pytest.raises(TryAgain, match="left to people"):
        parts.client.get("thing")
    assert len(calls_to(mocked, THING)) == 1


def test_only_calls_that_change_something_are_counted(mocked: responses.RequestsMock, parts: Parts) -> None:
    for method in ("GET", "POST", "PATCH", "DELETE"):
        mocked.add(method, THING, json={})
    counted: list[str] = []
    client = parts.client.counting(lambda: counted.append("call"))
    client.get("thing")
    client.post_reading("thing", {})
    assert counted == []
    client.post("thing", {})
    client.patch("thing", {})
    client.delete("thing")
    assert len(counted) == 3


def test_calls_go_where_the_token_says(mocked: responses.RequestsMock) -> None:
    moved = "https://acme--uat.sandbox.my.salesforce.com"
    mocked.replace(responses.POST, TOKEN_URL, json=token_body(instance_url=moved))
    mocked.get(f"{moved}/services/data/v67.0/thing", json={"ok": True})
    assert Parts().client.get("thing") == {"ok": True}
