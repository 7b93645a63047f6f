"""How answers look: records, parents, subqueries, aggregates, order and limits."""

import pytest

from localorg.records import Records
from localorg.schema import OBJECTS
from localorg.tests.soql.conftest import Query


def test_a_record_has_attributes_and_what_was_selected_in_order(query: Query) -> None:
    row = query("SELECT Name, amount, IsWon, NextStep, Id FROM opportunity WHERE Name = 'beta'", version="60.0")[0]
    assert list(row) == ["attributes", "Name", "Amount", "IsWon", "NextStep", "Id"]
    url = f"/services/data/v60.0/sobjects/Opportunity/{row['Id']}"
    assert row["attributes"] == {"type": "Opportunity", "url": url}
    assert (row["Amount"], row["IsWon"], row["NextStep"]) == (2500.5, True, None)


def test_parents_are_nested_and_null_where_there_is_none(query: Query) -> None:
    soql = "SELECT Name, Account.Name, Account.Owner.Name, Owner.ManagerId, Owner.Manager.Name FROM Opportunity o"
    alpha, *_, loner = query(f"{soql} ORDER BY o.CreatedDate, Id")
    assert alpha["Account"]["Owner"]["Name"] == "Local Admin"
    assert alpha["Account"]["Owner"]["attributes"]["type"] == "User"
    assert (alpha["Owner"]["ManagerId"], alpha["Owner"]["Manager"], loner["Account"]) == (None, None, None)


def test_children_are_a_result_of_their_own_and_null_where_there_are_none(query: Query) -> None:
    lines = "SELECT Product2.Name, Quantity FROM OpportunityLineItems ORDER BY Product2.Name"
    alpha, beta = query(f"SELECT Name, ({lines}) FROM Opportunity WHERE Name IN ('Alpha', 'beta')")
    children = alpha["OpportunityLineItems"]
    assert (children["totalSize"], children["done"]) == (2, True)
    assert [child["Product2"]["Name"] for child in children["records"]] == ["Care", "Probe"]
    assert beta["OpportunityLineItems"] is None


def test_a_limit_in_a_subquery_counts_for_each_parent(query: Query) -> None:
    rows = query(
        "SELECT (SELECT Name FROM Opportunities ORDER BY Name DESC LIMIT 1) FROM Account ORDER BY Name LIMIT 2"
    )
    names = [row["Opportunities"]["records"][0]["Name"] for row in rows]
    assert names == ["O'Neil's \\ co", "Étude"]


def test_two_subqueries_do_not_mix(query: Query) -> None:
    lines, roles = "SELECT Id FROM OpportunityLineItems", "SELECT Contact.Name FROM OpportunityContactRoles"
    alpha = query(f"SELECT ({lines}), ({roles}) FROM Opportunity WHERE Name = 'Alpha'")[0]
    assert alpha["OpportunityLineItems"]["totalSize"] == 2
    assert alpha["OpportunityContactRoles"]["records"][0]["Contact"]["Name"] == "Eva Meyer"


def test_children_may_have_children(query: Query) -> None:
    lines = "SELECT Quantity FROM OpportunityLineItems LIMIT 1"
    rows = query(f"SELECT Name, (SELECT Name, ({lines}) FROM Opportunities LIMIT 2) FROM Account WHERE Name = 'Acme'")
    alpha, beta = rows[0]["Opportunities"]["records"]
    assert [line["Quantity"] for line in alpha["OpportunityLineItems"]["records"]] == [5]
    assert beta["OpportunityLineItems"] is None


def test_children_may_be_named_by_way_of_their_parent(query: Query) -> None:
    row = query("SELECT Account.Name, (SELECT Contact.LastName FROM Account.Contacts) FROM Account LIMIT 1")[0]
    assert (row["Name"], row["Contacts"]["records"][0]["LastName"]) == ("Acme", "Meyer")


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("ORDER BY Name", ["Alpha", "beta", "GAMMA", "Loner", "O'Neil's \\ co", "Étude"]),
        ("ORDER BY Amount", ["GAMMA", "O'Neil's \\ co", "Étude", "Alpha", "beta", "Loner"]),
        ("ORDER BY Amount DESC", ["GAMMA", "Loner", "beta", "Alpha", "Étude", "O'Neil's \\ co"]),
        ("ORDER BY Amount DESC NULLS LAST LIMIT 1", ["Loner"]),
        ("ORDER BY Amount NULLS LAST LIMIT 2 OFFSET 1", ["Étude", "Alpha"]),
        ("ORDER BY StageName, Name LIMIT 4", ["Alpha", "O'Neil's \\ co", "Loner", "Étude"]),
        ("ORDER BY Account.Name NULLS LAST, Name DESC LIMIT 2", ["O'Neil's \\ co", "beta"]),
        ("LIMIT 0", []),
    ],
)
def test_rows_come_in_order(query: Query, clause: str, names: list[str]) -> None:
    assert [row["Name"] for row in query(f"SELECT Name FROM Opportunity {clause}")] == names


def test_groups_are_aggregate_results(query: Query) -> None:
    soql = "SELECT StageName, COUNT(Id) many, SUM(Amount), MAX(CloseDate) FROM Opportunity GROUP BY StageName"
    row = query(f"{soql} HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC")
    assert row == [
        {
            "attributes": {"type": "AggregateResult"},
            "StageName": "Prospecting",
            "many": 2,
            "expr0": 1000.0,
            "expr1": "2026-11-23",
        }
    ]


def test_without_a_group_all_rows_are_one(query: Query) -> None:
    row = query("SELECT COUNT(Id), COUNT(Amount), COUNT_DISTINCT(StageName), AVG(Amount), MIN(Name) FROM Opportunity")[
        0
    ]
    assert [row[f"expr{place}"] for place in range(4)] == [6, 5, 5, 1000719.9]


def test_groups_by_parts_of_dates_and_by_parents(query: Query) -> None:
    soql = "SELECT CALENDAR_YEAR(CloseDate) y, Account.Name, COUNT(Id) n FROM Opportunity"
    rows = query(
        f"{soql} GROUP BY CALENDAR_YEAR(CloseDate), Account.Name ORDER BY CALENDAR_YEAR(CloseDate), Account.Name"
    )
    assert [(row["y"], row["Name"], row["n"]) for row in rows] == [
        (2026, None, 1),
        (2026, "Acme", 3),
        (2026, "Clinic", 1),
        (2027, "Clinic", 1),
    ]


def test_count_alone_is_a_number_without_records(world: Records) -> None:
    answer = world.answer("SELECT COUNT() FROM Opportunity WHERE Amount > 50", user_id=world.admin_id)
    assert (answer.total, answer.records) == (4, [])
    assert world.count("SELECT COUNT() FROM Opportunity LIMIT 2", user_id=world.admin_id) == 2


@pytest.mark.parametrize(("kind", "custom"), [("ALL", None), ("STANDARD", False), ("CUSTOM", True)])
def test_fields_selects_them_all(query: Query, kind: str, custom: bool | None) -> None:
    row = query(f"SELECT FIELDS({kind}) FROM Opportunity LIMIT 1")[0]
    wanted = [name for name, field in OBJECTS["Opportunity"].fields.items() if custom in (None, field.custom)]
    assert list(row)[1:] == wanted


def test_values_can_be_shown_otherwise(query: Query) -> None:
    shown = "toLabel(StageName), FORMAT(Amount) text, convertCurrency(Amount), FORMAT(CloseDate) day"
    row = query(f"SELECT {shown} FROM Opportunity WHERE Name = 'beta'")[0]
    assert (row["StageName"], row["text"], row["Amount"], row["day"]) == (
        "Closed Won",
        "2,500.50",
        2500.5,
        "11/22/2026",
    )


def test_what_readers_may_ask_for_in_passing_changes_nothing(query: Query) -> None:
    soql = "SELECT Id FROM Account USING SCOPE everything WHERE Name = 'Acme'"
    for suffix in ("FOR VIEW", "FOR REFERENCE", "LIMIT 1 FOR VIEW", "ALL ROWS"):
        assert len(query(soql.replace("USING SCOPE everything", "") + f" {suffix}")) == 1
    assert len(query(soql)) == 1


def test_a_blob_is_shown_as_where_it_is(world: Records) -> None:
    with world.transaction():
        note = world.insert("ContentNote", {"Title": "T", "Content": "PHA+eDwvcD4="}, user_id=world.admin_id)
        row = world.query(f"SELECT Content FROM ContentNote WHERE Id = '{note}'", user_id=world.admin_id)[0]
        world.delete("ContentNote", note, user_id=world.admin_id)
    assert row["Content"] == f"/services/data/v67.0/sobjects/ContentNote/{note}/Content"
