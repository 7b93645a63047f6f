"""Composite, graph, batch and tree."""

import base64
from typing import Any

import pytest

from localorg.tests.conftest import DATA, Caller

DEAL = {"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}
COUNT = "SELECT COUNT() FROM Opportunity"
NOTE = {"Title": "A note", "Content": base64.b64encode(b"<p>Ask</p>").decode()}


def _part(reference: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    return {"method": method, "url": f"{DATA}{path}", "referenceId": reference, "body": body}


def _post(reference: str, **values: Any) -> dict[str, Any]:
    return _part(reference, "POST", "/sobjects/Opportunity", values)


def _composite(caller: Caller, *parts: Any, all_or_none: bool = False) -> list[dict[str, Any]]:
    answer = caller.call("POST", "/composite", {"allOrNone": all_or_none, "compositeRequest": parts})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["compositeResponse"]
    return found


def _statuses(results: list[dict[str, Any]]) -> list[int]:
    return [result["httpStatusCode"] for result in results]


def _codes(results: list[dict[str, Any]]) -> list[str | None]:
    return [result["body"][0]["errorCode"] if isinstance(result["body"], list) else None for result in results]


def test_later_parts_use_what_earlier_ones_answered(caller: Caller) -> None:
    results = _composite(
        caller,
        _post("deal", **DEAL),
        _part("changed", "PATCH", "/sobjects/Opportunity/@{deal.id}", {"NextStep": "@{deal.id}"}),
        _part("read", "GET", "/sobjects/Opportunity/@{deal.id}?fields=NextStep"),
        _part("found", "GET", "/query?q=SELECT+Id+FROM+Opportunity+WHERE+Id='@{deal.id}'"),
    )
    assert _statuses(results) == [201, 204, 200, 200]
    deal = results[0]["body"]["id"]
    assert results[0]["httpHeaders"] == {"Location": f"{DATA}/sobjects/Opportunity/{deal}"}
    assert (results[1]["body"], results[2]["body"]["NextStep"]) == (None, deal)
    assert results[3]["body"]["totalSize"] == 1
    assert [result["referenceId"] for result in results] == ["deal", "changed", "read", "found"]


def test_without_all_or_none_only_what_depends_on_the_failure_is_halted(caller: Caller) -> None:
    results = _composite(
        caller, _post("bad", Name="x"), _part("child", "GET", "/sobjects/Opportunity/@{bad.id}"), _post("good", **DEAL)
    )
    assert _codes(results) == ["REQUIRED_FIELD_MISSING", "PROCESSING_HALTED", None]
    assert results[1]["body"][0]["message"].startswith("Invalid reference specified. No value for bad.id found in bad")


def test_with_all_or_none_everything_is_undone_and_says_so(caller: Caller) -> None:
    before = caller.count(COUNT)
    results = _composite(caller, _post("one", **DEAL), _post("bad", Name="x"), _post("two", **DEAL), all_or_none=True)
    assert _codes(results) == ["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"]
    assert _statuses(results) == [400, 400, 400]
    assert caller.count(COUNT) == before


def test_a_failed_collection_undoes_the_composite_although_it_still_says_success(caller: Caller) -> None:
    before = caller.count(COUNT)
    records = [{"attributes": {"type": "Opportunity"}, **DEAL}, {"attributes": {"type": "Opportunity"}}]
    collection = _part("many", "POST", "/composite/sobjects", {"allOrNone": False, "records": records})
    results = _composite(caller, collection, _post("one", **DEAL), all_or_none=True)
    assert _statuses(results) == [200, 400]
    assert [result["success"] for result in results[0]["body"]] == [True, False]
    assert caller.count(COUNT) == before


def test_a_note_is_linked_in_the_same_call(caller: Caller) -> None:
    deal = caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"]
    link = {"ContentDocumentId": "@{note.id}", "LinkedEntityId": deal, "ShareType": "I", "Visibility": "AllUsers"}
    results = _composite(
        caller,
        _part("note", "POST", "/sobjects/ContentNote", NOTE),
        _part("link", "POST", "/sobjects/ContentDocumentLink", link),
        all_or_none=True,
    )
    assert _statuses(results) == [201, 201]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([_post(f"p{i}", **DEAL) for i in range(26)], "The request can’t contain more than 25 operations."),
        (
            [_part(f"q{i}", "GET", "/query?q=SELECT+Id+FROM+User") for i in range(6)],
            "The request can’t contain more than 5 query or collection operations.",
        ),
    ],
)
def test_too_many_parts_are_refused_in_one_result_that_belongs_to_none(
    caller: Caller, parts: list[Any], sentence: str
) -> None:
    (result,) = _composite(caller, *parts)
    assert result["referenceId"] is None
    assert result["body"] == [{"message": sentence, "errorCode": "LIMIT_EXCEEDED"}]


def test_a_composite_may_not_hold_a_composite_or_a_blob(caller: Caller) -> None:
    note = caller.create("ContentNote", **NOTE)
    results = _composite(
        caller,
        _part("inner", "POST", "/composite", {"compositeRequest": []}),
        _part("blob", "GET", f"/sobjects/ContentNote/{note}/Content"),
    )
    assert _codes(results) == ["INVALID_INPUT", "INVALID_INPUT"]


def test_a_malformed_composite_is_refused_as_a_whole(caller: Caller) -> None:
    answer = caller.call("POST", "/composite", {"compositeRequest": [{"method": "GET", "url": f"{DATA}/limits"}]})
    assert answer.status_code == 400
    assert answer.get_json() == [{"message": "'referenceId' is a required field.", "errorCode": "JSON_PARSER_ERROR"}]


def test_each_graph_succeeds_or_fails_alone(caller: Caller) -> None:
    before = caller.count(COUNT)
    good = {"graphId": "good", "compositeRequest": [_post("a", **DEAL), _post("b", **{**DEAL, "NextStep": "@{a.id}"})]}
    bad = {"graphId": "bad", "compositeRequest": [_post("a", **DEAL), _post("b", Name="x")]}
    graphs = caller.call("POST", "/composite/graph", {"graphs": [good, bad]}).get_json()["graphs"]
    assert [(graph["graphId"], graph["isSuccessful"]) for graph in graphs] == [("good", True), ("bad", False)]
    assert _codes(graphs[1]["graphResponse"]["compositeResponse"]) == ["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING"]
    assert caller.count(COUNT) == before + 2


def test_calls_of_a_batch_know_nothing_of_each_other(caller: Caller) -> None:
    calls = [
        {"method": "POST", "url": "v67.0/sobjects/Opportunity", "richInput": DEAL},
        {"method": "GET", "url": "v67.0/nowhere"},
        {"method": "GET", "url": "v67.0/limits"},
    ]
    answer = caller.call("POST", "/composite/batch", {"batchRequests": calls}).get_json()
    assert answer["hasErrors"] is True
    assert [result["statusCode"] for result in answer["results"]] == [201, 404, 200]
    halted = caller.call("POST", "/composite/batch", {"batchRequests": calls, "haltOnError": True}).get_json()
    assert halted["results"][2]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"


def test_a_tree_is_created_from_its_root(caller: Caller) -> None:
    deals = {"records": [{"attributes": {"type": "Opportunity", "referenceId": "deal"}, **DEAL}]}
    root = {"attributes": {"type": "Account", "referenceId": "root"}, "Name": "Hooli", "Opportunities": deals}
    answer = caller.call("POST", "/composite/tree/Account", {"records": [root]})
    assert answer.status_code == 201
    ids = {result["referenceId"]: result["id"] for result in answer.get_json()["results"]}
    assert caller.get(f"/sobjects/Opportunity/{ids['deal']}")["AccountId"] == ids["root"]


def test_a_tree_with_a_bad_leaf_is_not_created(caller: Caller) -> None:
    before = caller.count("SELECT COUNT() FROM Account")
    deals = {"records": [{"attributes": {"type": "Opportunity", "referenceId": "deal"}, "Name": "no stage"}]}
    root = {"attributes": {"type": "Account", "referenceId": "root"}, "Name": "Hooli", "Opportunities": deals}
    answer = caller.call("POST", "/composite/tree/Account", {"records": [root]})
    assert (answer.status_code, answer.get_json()["results"][0]["referenceId"]) == (400, "deal")
    assert caller.count("SELECT COUNT() FROM Account") == before
