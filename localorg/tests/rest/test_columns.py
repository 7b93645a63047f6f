"""The columns of a query's answer."""

from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.rest.columns import column_metadata
from localorg.schema import Features, Schema

SCHEMA = Schema(Features())


def _columns(soql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = column_metadata(SCHEMA, soql)["columnMetadata"]
    return found


def _names(columns: list[dict[str, Any]]) -> list[Any]:
    return [
        (column["columnName"], _names(column["joinColumns"])) if column["joinColumns"] else column["columnName"]
        for column in columns
    ]


def test_fields_are_columns_under_the_name_the_org_spells() -> None:
    assert _names(_columns("SELECT id, o.NAME FROM Opportunity o")) == ["Id", "Name"]


def test_a_parent_joins_what_is_read_of_it() -> None:
    columns = _columns("SELECT Name, Account.Name, Owner.Manager.Name, Account.Industry FROM Opportunity")
    assert _names(columns) == ["Name", ("Account", ["Name", "Industry"]), ("Owner", [("Manager", ["Name"])])]
    assert columns[1]["foreignKeyName"] == "AccountId"


def test_a_subquery_joins_its_columns_and_counts_as_aggregate() -> None:
    (column,) = _columns("SELECT (SELECT Quantity FROM OpportunityLineItems) FROM Opportunity")
    assert (column["columnName"], column["aggregate"]) == ("OpportunityLineItems", True)
    assert _names(column["joinColumns"]) == ["Quantity"]


def test_functions_are_called_by_their_alias_or_by_their_place() -> None:
    columns = _columns(
        "SELECT StageName, COUNT(Id), SUM(Amount) total, MAX(Amount) FROM Opportunity GROUP BY StageName"
    )
    assert _names(columns) == ["StageName", "expr0", "total", "expr1"]
    assert columns[1]["displayName"] == "count(Id)"


def test_types_are_told_in_apexs_words() -> None:
    columns = _columns("SELECT Amount, IsWon, CloseDate, Name FROM Opportunity")
    assert [column["apexType"] for column in columns] == ["Decimal", "Boolean", "Date", "String"]
    assert [column["numberType"] for column in columns] == [True, False, False, False]


@pytest.mark.parametrize(
    "soql",
    [
        "SELECT Colour FROM Opportunity",
        "SELECT Boss.Name FROM Opportunity",
        "SELECT (SELECT Id FROM Wheels) FROM Opportunity",
        "nonsense",
    ],
)
def test_what_is_not_there_has_no_columns(soql: str) -> None:
    with pytest.raises(ApiError):
        _columns(soql)
