"""What was deleted between two moments."""

from datetime import UTC, datetime, timedelta

import pytest

from localorg.tests.conftest import Caller

MINUTE = timedelta(minutes=1)


def deleted(caller: Caller, name: str, start: timedelta = -MINUTE, end: timedelta = 2 * MINUTE) -> list[str]:
    now = datetime.now(UTC)
    span = {"start": (now + start).isoformat(), "end": (now + end).isoformat()}
    return [each["id"] for each in caller.get(f"/sobjects/{name}/deleted/", **span)["deletedRecords"]]


def role_on_a_deal(caller: Caller) -> str:
    deal = caller.create("Opportunity", Name="A deal", StageName="Prospecting", CloseDate="2027-03-31")
    contact = caller.query("SELECT Id FROM Contact LIMIT 1")[0]["Id"]
    return caller.create("OpportunityContactRole", OpportunityId=deal, ContactId=contact)


def test_a_contact_role_that_is_deleted_is_in_no_query_and_told_here_alone(caller: Caller) -> None:
    role = role_on_a_deal(caller)
    caller.call("DELETE", f"/sobjects/OpportunityContactRole/{role}")

    rows = caller.get("/queryAll", q=f"SELECT Id FROM OpportunityContactRole WHERE Id = '{role}'")
    assert rows["totalSize"] == 0
    assert deleted(caller, "OpportunityContactRole") == [role]
    assert deleted(caller, "Opportunity") == []


def test_the_minute_of_the_end_is_not_covered(caller: Caller) -> None:
    role = role_on_a_deal(caller)
    caller.call("DELETE", f"/sobjects/OpportunityContactRole/{role}")

    assert deleted(caller, "OpportunityContactRole", start=-3 * MINUTE, end=timedelta(0)) == []


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ({}, "MALFORMED_QUERY"),
        ({"start": "2026-11-23T12:00:00Z", "end": "2026-11-23T12:00:59Z"}, "INVALID_REPLICATION_DATE"),
        ({"start": "2020-01-01T00:00:00Z", "end": "2026-01-01T00:00:00Z"}, "INVALID_REPLICATION_DATE"),
    ],
)
def test_a_span_that_is_none_is_refused(caller: Caller, span: dict[str, str], code: str) -> None:
    answer = caller.call("GET", "/sobjects/OpportunityContactRole/deleted/", None, {}, **span)
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (400, code)
