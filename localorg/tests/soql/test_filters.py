"""WHERE: what each operator finds."""

from collections.abc import Callable

import pytest

from localorg.tests.soql.conftest import Query

Names = Callable[[str], list[str]]
ALL = ["Alpha", "beta", "GAMMA", "Étude", "O'Neil's \\ co", "Loner"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Name = 'ALPHA'", ["Alpha"]),
        ("Name = 'étude'", ["Étude"]),
        ("Name != 'alpha'", ALL[1:]),
        ("Name <> 'alpha'", ALL[1:]),
        (r"Name = 'O\'Neil\'s \\ co'", ["O'Neil's \\ co"]),
        ("Name = '\\u00c9tude'", ["Étude"]),
        ("Name < 'b'", ["Alpha"]),
        ("Name LIKE '%a'", ["Alpha", "beta", "GAMMA"]),
        ("Name LIKE '_eta'", ["beta"]),
        ("Name LIKE 'ÉT%'", ["Étude"]),
        (r"NextStep LIKE '%\%%'", ["GAMMA"]),
        (r"NextStep LIKE 'a\_b'", ["O'Neil's \\ co"]),
        (r"Name LIKE '%\\%'", ["O'Neil's \\ co"]),
        ("NOT Name LIKE '%a%'", ["Étude", "O'Neil's \\ co", "Loner"]),
        ("Name IN ('alpha', 'LONER')", ["Alpha", "Loner"]),
        ("Name NOT IN ('alpha', 'LONER')", ALL[1:5]),
        ("NextStep = null", ["beta", "Étude", "Loner"]),
        ("NextStep = ''", ["beta", "Étude", "Loner"]),
        ("NextStep != NULL", ["Alpha", "GAMMA", "O'Neil's \\ co"]),
        ("NextStep != 'Call'", ALL[1:]),
        ("NextStep NOT IN ('call')", ALL[1:]),
        ("NextStep NOT IN ('call', null)", ["GAMMA", "O'Neil's \\ co"]),
        ("NextStep IN ('call', null)", ["Alpha", "beta", "Étude", "Loner"]),
        ("NOT (NextStep = 'call')", ALL[1:]),
        ("Amount > 1000", ["beta", "Loner"]),
        ("Amount >= 1000.00", ["Alpha", "beta", "Loner"]),
        ("Amount = 2500.5", ["beta"]),
        ("Amount = 5e6", ["Loner"]),
        ("Amount < 100", ["Étude", "O'Neil's \\ co"]),
        ("Amount = null", ["GAMMA"]),
        ("Amount > USD1000", ["beta", "Loner"]),
        ("Amount > EUR1000", ["beta", "Loner"]),
        ("Amount IN (99, 0)", ["Étude", "O'Neil's \\ co"]),
        ("IsClosed = true", ["beta", "GAMMA"]),
        ("IsClosed = TRUE AND IsWon = false", ["GAMMA"]),
        ("IsClosed != true AND Amount < 100", ["Étude", "O'Neil's \\ co"]),
        ("StageName = 'prospecting' OR Name = 'loner'", ["Alpha", "O'Neil's \\ co", "Loner"]),
        ("(StageName = 'prospecting' OR Name = 'loner') AND Amount > 10", ["Alpha", "Loner"]),
        ("NOT (StageName = 'prospecting' OR Name = 'loner')", ["beta", "GAMMA", "Étude"]),
        ("(NOT Name LIKE 'a%') AND (NOT Name LIKE 'b%')", ALL[2:]),
        ("Account.Name = 'acme'", ["Alpha", "beta", "O'Neil's \\ co"]),
        ("Account.Name = null", ["Loner"]),
        ("Opportunity.Account.Owner.Name LIKE 'Local%' AND Amount > 2000", ["beta"]),
        ("AccountId = null", ["Loner"]),
        ("CloseDate = 2026-11-23", ["Alpha"]),
        ("CloseDate > 2026-12-30", ["GAMMA", "Étude"]),
        ("CreatedDate = 2026-11-23T11:30:00+01:00 AND Amount = 99", ["Étude"]),
        ("CreatedDate > 2026-11-23T10:30:00.000Z", []),
        ("Id IN (SELECT OpportunityId FROM OpportunityLineItem)", ["Alpha"]),
        ("Id NOT IN (SELECT OpportunityId FROM OpportunityContactRole WHERE IsPrimary = true)", ALL[1:]),
        ("AccountId IN (SELECT Id FROM Account WHERE Name = 'Clinic')", ["GAMMA", "Étude"]),
        ("AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Clinic') AND Amount > 2000", ["beta", "Loner"]),
        ("CALENDAR_YEAR(CloseDate) = 2027", ["Étude"]),
        ("DAY_ONLY(CreatedDate) = 2026-11-23 AND Amount = 99", ["Étude"]),
    ],
)
def test_a_condition_finds(names: Names, where: str, found: list[str]) -> None:
    assert names(where) == found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("CloseDate = TODAY", ["Alpha"]),
        ("CloseDate = YESTERDAY", ["beta"]),
        ("CloseDate < TODAY", ["beta", "O'Neil's \\ co", "Loner"]),
        ("CloseDate = LAST_N_DAYS:1", ["Alpha", "beta"]),
        ("CloseDate = NEXT_N_DAYS:38", ["GAMMA"]),
        ("CloseDate = this_month", ["Alpha", "beta"]),
        ("CloseDate = NEXT_YEAR", ["Étude"]),
        ("CloseDate > THIS_QUARTER", ["Étude"]),
        (
            "CloseDate <= THIS_FISCAL_QUARTER AND CloseDate >= THIS_QUARTER",
            ["Alpha", "beta", "GAMMA", "O'Neil's \\ co"],
        ),
        ("CloseDate != THIS_YEAR", ["Étude"]),
        ("CloseDate IN (TODAY, YESTERDAY)", ["Alpha", "beta"]),
        ("CreatedDate = TODAY AND Amount = 99", ["Étude"]),
        ("CreatedDate < TODAY", []),
    ],
)
def test_a_date_word_means_whole_days(names: Names, where: str, found: list[str]) -> None:
    assert names(where) == found


def test_ids_are_found_by_15_characters_too(query: Query) -> None:
    full = query("SELECT Id FROM Opportunity WHERE Name = 'Alpha'")[0]["Id"]
    for text in (full, full[:15]):
        assert query(f"SELECT Id FROM Opportunity WHERE Id IN ('{text}')")[0]["Id"] == full


def test_a_parent_of_several_objects_has_a_name_and_a_type(query: Query) -> None:
    rows = query("SELECT What.Name, What.Type FROM Task WHERE What.Type = 'Account'")
    assert rows[0]["What"]["attributes"]["type"] == "Account"
    assert rows[0]["What"]["Name"] == "Acme"


def test_a_condition_on_a_subquery_is_its_own(query: Query) -> None:
    rows = query("SELECT Name, (SELECT Name FROM Opportunities WHERE Amount > 500) FROM Account WHERE Name = 'Acme'")
    assert [child["Name"] for child in rows[0]["Opportunities"]["records"]] == ["Alpha", "beta"]
