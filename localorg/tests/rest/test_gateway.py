"""What lies between HTTP and the API: sizes, sessions, counting, faults."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from localorg.app import EXTENSION, create_app
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET
from localorg.rest.sabotage import ConnectionCut
from localorg.settings import LocalOrgSettings
from localorg.tests.conftest import DATA, Caller

DEAL = {"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}
COUNT = "SELECT COUNT() FROM Opportunity"


def test_the_versions_are_told_to_anybody(caller: Caller) -> None:
    answer = caller.http.get("/services/data/")
    assert answer.get_json()[-1]["version"] == "67.0"


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer 00D!x", "Basic eDp5"])
def test_without_a_session_the_answer_is_401(caller: Caller, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = caller.http.get(f"{DATA}/limits", headers=headers)
    assert answer.status_code == 401
    assert answer.get_json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


def test_sessions_end_when_they_are_not_used(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    settings = LocalOrgSettings(database=tmp_path / "org.db", seed=1, session_lifetime=timedelta(hours=2))
    app = create_app(settings, clock=lambda: now[0])
    form = {"grant_type": "client_credentials", "client_id": ADMIN_KEY, "client_secret": ADMIN_SECRET}
    token = app.test_client().post("/services/oauth2/token", data=form).get_json()["access_token"]
    statuses = []
    for hours in (1, 1.5, 2.1):
        now[0] += timedelta(hours=hours)
        answer = app.test_client().get(f"{DATA}/limits", headers={"Authorization": f"Bearer {token}"})
        statuses.append(answer.status_code)
    app.extensions[EXTENSION].close()
    assert statuses == [200, 200, 401]


def test_every_answer_tells_the_days_usage(caller: Caller) -> None:
    caller.get("/limits")
    assert caller.call("GET", "/limits").headers["Sforce-Limit-Info"] == "api-usage=2/100000"


def test_a_used_up_day_refuses_everything(caller: Caller) -> None:
    caller.control("PATCH", "/limits", {"daily_api_requests": 1})
    assert caller.call("GET", "/limits").status_code == 200
    answer = caller.call("GET", "/limits")
    assert (answer.status_code, answer.get_json()[0]["message"]) == (403, "TotalRequests Limit exceeded.")


def test_a_new_note_is_a_published_version(caller: Caller) -> None:
    caller.create("ContentNote", Title="t", Content="PHA+eDwvcD4=")
    limit = caller.get("/limits")["ContentPublicationLimit"]
    assert limit == {"Max": 200_000, "Remaining": 199_999}


def test_an_address_that_is_too_long_is_refused(caller: Caller) -> None:
    answer = caller.call("GET", "/query", q="SELECT Id FROM User WHERE Name = '" + "x" * 16_500 + "'")
    assert answer.status_code == 414


def test_headers_that_are_too_long_are_refused(caller: Caller) -> None:
    assert caller.call("GET", "/limits", headers={"X-Long": "x" * 16_400}).status_code == 431


@pytest.mark.parametrize(
    ("version", "status"), [("v68.0", 404), ("v25.0", 410), ("nonsense", 404), ("v60.0", 200), ("v31.0", 200)]
)
def test_versions_are_checked(caller: Caller, version: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {caller.token}"}
    assert caller.http.get(f"/services/data/{version}/limits/", headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/services/apexrest/x", "/services/async/67.0/job", f"{DATA}/jobs/query"])
def test_apis_that_are_not_there_say_so_in_json(caller: Caller, path: str) -> None:
    answer = caller.http.post(path, headers={"Authorization": f"Bearer {caller.token}"})
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (404, "NOT_FOUND")


def test_a_compressed_body_is_read(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.token}", "Content-Encoding": "gzip"}
    body = gzip.compress(json.dumps(DEAL).encode())
    answer = caller.http.post(
        f"{DATA}/sobjects/Opportunity", data=body, headers=headers, content_type="application/json"
    )
    assert answer.status_code == 201


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'{"Name": }'])
def test_a_body_that_is_no_json_is_refused(caller: Caller, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {caller.token}"}
    answer = caller.http.post(
        f"{DATA}/sobjects/Opportunity", data=body, headers=headers, content_type="application/json"
    )
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_another_kind_of_body_is_refused(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.token}"}
    answer = caller.http.post(f"{DATA}/sobjects/Opportunity", data="<x/>", headers=headers, content_type="text/xml")
    assert answer.status_code == 415


def test_large_amounts_are_written_with_an_exponent(caller: Caller) -> None:
    deal = caller.create("Opportunity", **DEAL, Amount=12_345_678)
    assert '"Amount":1.2345678E7' in caller.call("GET", f"/sobjects/Opportunity/{deal}").text


# ---------------------------------------------------------------- counting


def test_calls_are_counted_by_resource_apart_from_the_daily_limit(caller: Caller) -> None:
    caller.control("DELETE", "/calls")
    deal = caller.create("Opportunity", **DEAL)
    caller.get(f"/sobjects/Opportunity/{deal}")
    caller.call("POST", "/composite", {"compositeRequest": []})
    caller.call("GET", "/nowhere")
    figures = caller.control("GET", "/calls")
    assert figures["by_resource"] == {
        "POST /sobjects/Opportunity": 1,
        "GET /sobjects/Opportunity/{id}": 1,
        "POST /composite": 1,
        "GET (unknown)": 1,
    }
    assert (figures["total"], figures["sign_ins"]) == (4, 0)
    caller.control("DELETE", "/calls")
    assert caller.get("/limits")["DailyApiRequests"]["Remaining"] == 100_000 - 5


def test_sign_ins_are_counted(caller: Caller) -> None:
    assert caller.control("GET", "/calls")["sign_ins"] == 1


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [("outage", 503, "SERVER_UNAVAILABLE"), ("limit_exceeded", 403, "REQUEST_LIMIT_EXCEEDED")],
)
def test_a_fault_strikes_as_often_as_it_was_told_to(caller: Caller, fault: str, status: int, code: str) -> None:
    caller.control("PATCH", "/faults", {fault: 1})
    answer = caller.call("GET", "/limits")
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (status, code)
    assert caller.call("GET", "/limits").status_code == 200


def test_an_outage_lasts_until_it_is_cleared_and_stops_sign_in_too(caller: Caller) -> None:
    caller.control("PATCH", "/faults", {"outage": True})
    assert [caller.call("GET", "/limits").status_code for _ in range(2)] == [503, 503]
    assert caller.http.post("/services/oauth2/token").status_code == 503
    caller.control("DELETE", "/faults")
    assert caller.call("GET", "/limits").status_code == 200


def test_a_locked_row_fails_the_write_and_nothing_else(caller: Caller) -> None:
    caller.control("PATCH", "/faults", {"row_locked": 1})
    assert caller.call("GET", "/limits").status_code == 200
    records = [{"attributes": {"type": "Opportunity"}, **DEAL}] * 2
    first, second = caller.call("POST", "/composite/sobjects", {"records": records}).get_json()
    assert (first["errors"][0]["statusCode"], second["success"]) == ("UNABLE_TO_LOCK_ROW", True)


def test_a_lost_answer_was_carried_out(caller: Caller) -> None:
    before = caller.count(COUNT)
    caller.control("PATCH", "/faults", {"answer_lost": 1})
    with pytest.raises(ConnectionCut):
        caller.call("POST", "/sobjects/Opportunity", DEAL)
    assert caller.count(COUNT) == before + 1


def test_another_answer_than_its_own_comes_after_the_deed_and_once_each(caller: Caller) -> None:
    before = caller.count(COUNT)
    gateways = {"status": 504, "body": '{"error": "timeout"}'}
    page = {"status": 302, "body": "<html>Away</html>", "content_type": "text/html"}
    assert caller.control("PATCH", "/faults", {"done_then": [gateways, page]})["done_then"] == 2

    answers = [caller.call("POST", "/sobjects/Opportunity", DEAL) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [504, 302, 201]
    assert answers[0].get_json() == {"error": "timeout"}
    assert (answers[1].text, answers[1].mimetype) == ("<html>Away</html>", "text/html")
    assert caller.count(COUNT) == before + 3


def test_who_only_reads_is_answered_as_ever(caller: Caller) -> None:
    caller.control("PATCH", "/faults", {"done_then": [{"status": 504}]})
    part = {"method": "GET", "url": f"{DATA}/query?q=SELECT+Id+FROM+Account", "referenceId": "one"}
    assert caller.call("GET", "/limits").status_code == 200
    assert caller.call("POST", "/composite", {"compositeRequest": [part]}).status_code == 200
    assert caller.control("GET", "/faults")["done_then"] == 1
    assert caller.control("DELETE", "/faults")["done_then"] == 0


def test_a_truncated_answer_was_carried_out_and_is_no_json(caller: Caller) -> None:
    before = caller.count(COUNT)
    caller.control("PATCH", "/faults", {"answer_truncated": 1})
    answer = caller.call("POST", "/sobjects/Opportunity", DEAL)
    assert answer.status_code == 201
    with pytest.raises(ValueError):
        json.loads(answer.data)
    assert caller.count(COUNT) == before + 1


def test_a_page_instead_of_json_promises_success_and_does_nothing(caller: Caller) -> None:
    before = caller.count(COUNT)
    caller.control("PATCH", "/faults", {"html": 1})
    answer = caller.call("POST", "/sobjects/Opportunity", DEAL)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert caller.count(COUNT) == before


def test_sign_in_is_refused_as_often_as_it_was_told_to(caller: Caller) -> None:
    caller.control("PATCH", "/faults", {"sign_in_refused": 1})
    form = {"grant_type": "client_credentials", "client_id": ADMIN_KEY, "client_secret": ADMIN_SECRET}
    statuses = [caller.http.post("/services/oauth2/token", data=form).status_code for _ in range(2)]
    assert statuses == [400, 200]


def test_all_sessions_expire_at_once(caller: Caller) -> None:
    assert caller.control("DELETE", "/sessions") == {"expired": 1}
    assert caller.call("GET", "/limits").status_code == 401
