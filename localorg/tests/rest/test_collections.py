"""sObject collections."""

from typing import Any

import pytest

from localorg.tests.conftest import Caller

GOOD = {"attributes": {"type": "Opportunity"}, "Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}
BAD = {"attributes": {"type": "Opportunity"}, "Name": "No stage"}
COUNT = "SELECT COUNT() FROM Opportunity"


def _create(caller: Caller, *records: Any, all_or_none: bool = False) -> Any:
    return caller.call("POST", "/composite/sobjects", {"allOrNone": all_or_none, "records": records}).get_json()


def test_each_record_has_a_result_and_the_good_ones_are_kept(caller: Caller) -> None:
    before = caller.count(COUNT)
    bad, good = _create(caller, BAD, GOOD)
    assert good == {"id": good["id"], "success": True, "errors": []}
    assert bad["success"] is False
    assert set(bad["errors"][0]) == {"statusCode", "message", "fields"}
    assert bad["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert caller.count(COUNT) == before + 1


def test_with_all_or_none_one_bad_record_undoes_the_others(caller: Caller) -> None:
    before = caller.count(COUNT)
    good, bad = _create(caller, GOOD, BAD, all_or_none=True)
    assert good["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    assert bad["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert caller.count(COUNT) == before


def test_records_are_changed_and_deleted_by_id(caller: Caller) -> None:
    ids = [result["id"] for result in _create(caller, GOOD, GOOD)]
    records = [{"attributes": {"type": "Opportunity"}, "id": one, "NextStep": "Call"} for one in ids]
    missing = {"attributes": {"type": "Opportunity"}, "NextStep": "Call"}
    changed = caller.call("PATCH", "/composite/sobjects", {"records": [*records, missing]}).get_json()
    assert [result["success"] for result in changed] == [True, True, False]
    assert changed[2]["errors"][0]["statusCode"] == "MISSING_ARGUMENT"
    removed = caller.call("DELETE", "/composite/sobjects", ids=",".join([*ids, "xyz000000000001AAA"])).get_json()
    assert [result["success"] for result in removed] == [True, True, False]


def test_records_are_read_by_id_with_null_for_those_that_are_not_there(caller: Caller) -> None:
    deal = _create(caller, GOOD)[0]["id"]
    ids = [deal, "006000000000001AAA", "nonsense"]
    by_get = caller.get("/composite/sobjects/Opportunity", ids=",".join(ids), fields="Name")
    by_post = caller.call("POST", "/composite/sobjects/Opportunity", {"ids": ids, "fields": ["Name"]}).get_json()
    assert by_get == by_post
    assert [record and record["Name"] for record in by_get] == ["A deal", None, None]


def test_records_of_several_objects_may_come_together(caller: Caller) -> None:
    results = _create(caller, GOOD, {"attributes": {"type": "Account"}, "Name": "Hooli"})
    assert [result["id"][:3] for result in results] == ["006", "001"]


def test_an_unknown_object_fails_its_record_only(caller: Caller) -> None:
    strange, good = _create(caller, {"attributes": {"type": "Spaceship"}}, GOOD)
    assert (strange["errors"][0]["statusCode"], good["success"]) == ("INVALID_TYPE", True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"records": [GOOD] * 201}, "EXCEEDED_ID_LIMIT"),
        ({"records": [GOOD, {"attributes": {"type": "Account"}, "Name": "x"}] * 6}, "LIMIT_EXCEEDED"),
        ({"records": [{"Name": "no type"}]}, "JSON_PARSER_ERROR"),
        ({"records": "all"}, "JSON_PARSER_ERROR"),
        ({}, "JSON_PARSER_ERROR"),
    ],
)
def test_a_collection_that_cannot_be_is_refused_as_a_whole(caller: Caller, body: Any, code: str) -> None:
    answer = caller.call("POST", "/composite/sobjects", body)
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (400, code)
