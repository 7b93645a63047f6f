"""The local org, as jsforce sees it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from localorg.tests.clients.conftest import RunningOrg
from tests.machine import PATIENCE

Seen = dict[str, Any]


@pytest.fixture(scope="module")
def seen(running_org: RunningOrg, node_modules: Path, integration: tuple[str, str]) -> Seen:
    """What every scenario of ``drive.mjs`` led to."""
    command = ["node", "drive.mjs", running_org.url, running_org.token(), *integration]
    run = subprocess.run(command, cwd=node_modules, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 0, run.stderr
    found: Seen = json.loads(run.stdout)
    return found


def _names(answer: Seen) -> list[str]:
    return [record["Name"] for record in answer["records"]]


def test_an_access_token_is_enough_to_know_who_one_is(seen: Seen) -> None:
    assert seen["identity"]["username"] == "admin@coach.local"
    assert seen["identity"]["organization_id"].startswith("00D")


def test_client_credentials_sign_in_as_the_integration_user(seen: Seen, running_org: RunningOrg) -> None:
    assert seen["clientCredentials"]["username"] == "integration@coach.local"
    assert seen["clientCredentials"]["instanceUrl"] == running_org.url


def test_the_soap_login_is_refused_in_words(seen: Seen) -> None:
    assert "isn't available in API version 65.0" in seen["soapLogin"]["error"]["message"]


def test_describe_knows_objects_and_picklists(seen: Seen) -> None:
    assert {"Opportunity", "ContentNote", "ContentDocumentLink", "User", "Organization"} <= set(seen["describeGlobal"])
    assert seen["describe"]["keyPrefix"] == "006"
    assert "Proposal/Price Quote" in seen["describe"]["stage"]


def test_queries_with_like_in_and_not(seen: Seen) -> None:
    assert sorted(record["attributes"]["type"] for record in seen["like"]["records"]) == ["OpportunityStage"] * 2
    assert 0 < seen["inAndNot"]["totalSize"] < seen["count"]["totalSize"]


def test_queries_across_relationships_up_and_down(seen: Seen) -> None:
    assert all(record["Account"]["Name"] for record in seen["parents"]["records"])
    assert _names(seen["parents"]) == sorted(_names(seen["parents"]))
    lines = seen["subquery"]["records"][0]["OpportunityLineItems"]
    assert lines["done"] is True
    assert lines["records"][0]["UnitPrice"] > 0


def test_counts_aggregates_and_date_literals(seen: Seen) -> None:
    assert seen["count"] == {"totalSize": seen["count"]["totalSize"], "done": True, "records": []}
    assert seen["aggregate"]["records"][0]["attributes"]["type"] == "AggregateResult"
    assert seen["dateLiteral"]["totalSize"] > 0


def test_its_query_builder_works(seen: Seen) -> None:
    assert len(seen["finder"]) == 2


def test_every_page_of_a_long_query_is_read(seen: Seen) -> None:
    assert seen["paging"]["fetched"] == seen["paging"]["totalSize"]


def test_records_are_created_changed_read_and_deleted(seen: Seen) -> None:
    assert seen["crud"] == {
        "success": True,
        "updated": True,
        "NextStep": "Call",
        "destroyed": True,
        "gone": "ENTITY_IS_DELETED",
    }


def test_a_collection_has_a_result_for_each_record(seen: Seen) -> None:
    (good, no_errors), (bad, errors) = seen["collections"]["made"]
    assert (good, no_errors, bad) == (True, [], False)
    assert errors[0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert (seen["collections"]["changed"], seen["collections"]["removed"]) == (True, True)


def test_a_note_is_made_and_linked_in_one_composite(seen: Seen) -> None:
    assert seen["composite"]["statuses"] == [201, 201]
    assert seen["composite"]["title"] == "From jsforce"
    assert "Hello <b>there</b>" in seen["composite"]["content"]


def test_limits_and_usage_are_told(seen: Seen) -> None:
    assert seen["limits"]["daily"] == seen["limits"]["usage"]["limit"] == 100_000


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("unknownField", "INVALID_FIELD"),
        ("unknownObject", "NOT_FOUND"),
        ("malformedQuery", "MALFORMED_QUERY"),
        ("missingField", "REQUIRED_FIELD_MISSING"),
        ("badSession", "INVALID_SESSION_ID"),
    ],
)
def test_refusals_arrive_with_their_code(seen: Seen, scenario: str, code: str) -> None:
    assert seen[scenario]["error"]["code"] == code
