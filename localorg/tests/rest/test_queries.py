"""Queries over REST."""

import pytest

from localorg.tests.conftest import DATA, Caller


def test_a_query_answers_with_its_records(caller: Caller) -> None:
    answer = caller.get("/query", q="SELECT Id, Name FROM Opportunity ORDER BY Name LIMIT 2")
    assert (answer["totalSize"], answer["done"], len(answer["records"])) == (2, True, 2)
    assert answer["records"][0]["attributes"]["url"].startswith(f"{DATA}/sobjects/Opportunity/006")


def test_a_count_answers_with_no_records(caller: Caller) -> None:
    answer = caller.get("/query", q="select count() from Opportunity")
    assert (answer["records"], answer["totalSize"]) == ([], 40)


def test_a_long_answer_comes_in_pages(caller: Caller) -> None:
    soql = "SELECT Id FROM OpportunityHistory"
    first = caller.call("GET", "/query", q=soql, headers={"Sforce-Query-Options": "batchSize=200"}).get_json()
    total = caller.count("SELECT COUNT() FROM OpportunityHistory")
    assert first["totalSize"] == total
    seen = [record["Id"] for record in first["records"]]
    following = first.get("nextRecordsUrl")
    while following:
        page = caller.get(following.removeprefix(DATA))
        seen += [record["Id"] for record in page["records"]]
        following = page.get("nextRecordsUrl")
    assert len(set(seen)) == total


def test_deleted_records_are_found_by_query_all_only(caller: Caller) -> None:
    deal = caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"]
    caller.call("DELETE", f"/sobjects/Opportunity/{deal}")
    soql = f"SELECT Id, IsDeleted FROM Opportunity WHERE Id = '{deal}'"
    assert caller.get("/query", q=soql)["totalSize"] == 0
    assert caller.get("/queryAll", q=soql)["records"][0]["IsDeleted"] is True


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("", "MALFORMED_QUERY"),
        ("SELECT Id FORM Opportunity", "MALFORMED_QUERY"),
        ("SELECT Colour FROM Opportunity", "INVALID_FIELD"),
        ("SELECT Id FROM Spaceship", "INVALID_TYPE"),
    ],
)
def test_a_query_that_cannot_be_is_refused(caller: Caller, soql: str, code: str) -> None:
    answer = caller.call("GET", "/query", q=soql)
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (400, code)


def test_an_unknown_page_is_refused(caller: Caller) -> None:
    answer = caller.call("GET", "/query/01gxxxxxxxxxxxxAAA-2000")
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (400, "INVALID_QUERY_LOCATOR")
