"""Laws of the query language: what SQL finds is what a plain reading of the condition finds."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from localorg.errors import ApiError
from localorg.records import Records
from localorg.tests.soql.conditions import AMOUNTS, CONDITIONS, DAYS, TEXTS, Condition, Row, folded

FIELDS = "Id, Name, NextStep, Amount, CloseDate, IsClosed, Account.Name"
lawful = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """Deals with every text, number and date that the conditions speak of, and with nulls."""
    records = Records(tmp_path_factory.mktemp("laws") / "org.db")
    user = records.admin_id
    accounts = [records.insert("Account", {"Name": text}, user_id=user) for text in TEXTS if text]
    values = zip(
        itertools.cycle([*TEXTS, None]),
        itertools.cycle([*AMOUNTS, None]),
        itertools.cycle(DAYS),
        range(60),
        strict=False,
    )
    for text, amount, day, number in values:
        deal: dict[str, Any] = {"Name": text or "x", "NextStep": text, "Amount": amount, "CloseDate": day}
        deal["StageName"] = "Closed Won" if number % 3 else "Prospecting"
        deal["AccountId"] = accounts[number % len(accounts)] if number % 4 else None
        records.insert("Opportunity", deal, user_id=user)
    yield records
    records.close()


def rows(records: Records, clauses: str = "") -> list[Row]:
    found = records.query(f"SELECT {FIELDS} FROM Opportunity {clauses}", user_id=records.admin_id)
    return [{**row, "Account.Name": (row["Account"] or {"Name": None})["Name"]} for row in found]


@lawful
@given(condition=CONDITIONS)
def test_a_condition_finds_the_rows_for_which_it_holds(deals: Records, condition: Condition) -> None:
    expected = [row for row in rows(deals) if condition.holds(row)]
    assert rows(deals, f"WHERE {condition.soql}") == expected


@lawful
@given(condition=CONDITIONS)
def test_count_counts_what_is_found(deals: Records, condition: Condition) -> None:
    soql = f"SELECT COUNT() FROM Opportunity WHERE {condition.soql}"
    assert deals.count(soql, user_id=deals.admin_id) == len(rows(deals, f"WHERE {condition.soql}"))


@lawful
@given(
    field=st.sampled_from(["Name", "NextStep", "Amount", "CloseDate", "Account.Name"]),
    descending=st.booleans(),
    nulls_last=st.booleans(),
)
def test_rows_are_sorted_with_nulls_where_they_are_wanted(
    deals: Records, field: str, descending: bool, nulls_last: bool
) -> None:
    clause = f"ORDER BY {field} {'DESC' if descending else 'ASC'} NULLS {'LAST' if nulls_last else 'FIRST'}"
    everything = rows(deals)
    empty = [row for row in everything if row[field] is None]
    full = sorted(
        (row for row in everything if row[field] is not None), key=lambda row: folded(row[field]), reverse=descending
    )
    keys = [folded(row[field]) for row in (full + empty if nulls_last else empty + full)]
    assert [folded(row[field]) for row in rows(deals, clause)] == keys


@lawful
@given(limit=st.integers(0, 80), offset=st.integers(0, 80))
def test_limit_and_offset_are_a_slice(deals: Records, limit: int, offset: int) -> None:
    ordered = rows(deals, "ORDER BY Amount, Id")
    assert rows(deals, f"ORDER BY Amount, Id LIMIT {limit} OFFSET {offset}") == ordered[offset : offset + limit]


@lawful
@given(field=st.sampled_from(["NextStep", "Amount", "CloseDate", "IsClosed", "Account.Name"]))
def test_groups_add_up_to_the_whole(deals: Records, field: str) -> None:
    if field == "Amount":
        field = "StageName"
    soql = f"SELECT {field}, COUNT(Id) n FROM Opportunity GROUP BY {field}"
    groups = deals.query(soql, user_id=deals.admin_id)
    assert sum(group["n"] for group in groups) == 60


_WORDS = (
    "SELECT FROM WHERE AND OR NOT IN LIKE ( ) , = != < 'x' 5 TODAY null Id Name Opportunity Account.Name Foo COUNT "
    "COUNT() GROUP BY HAVING ORDER LIMIT 1 OFFSET USD5 2026-01-01 INCLUDES FIELDS(ALL) \\ ' \" ; ."
)


@lawful
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "Name", "=", "'\\u00'"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "LIMIT", "9" * 30])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "CloseDate", "=", "LAST_N_YEARS:999999999999"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "Amount", "IN", "(1e999, -1e999)"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "Name", "=", "'\\ud83d'"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "CreatedDate", ">", "0001-01-01T00:00:00+10:00"])
@example(words=["SELECT", "COUNT(COUNT(Id))", "FROM", "Opportunity"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "WHERE", "COUNT(Id)", ">", "1"])
@example(words=["SELECT", "Id", "FROM", "Opportunity", "ORDER", "BY", "COUNT(Id)"])
@given(
    words=st.lists(st.sampled_from(_WORDS.split()), max_size=14).map(
        lambda words: ["SELECT", "Id", "FROM", "Opportunity", *words]
    )
)
def test_whatever_is_asked_is_answered_or_refused(deals: Records, words: list[str]) -> None:
    assert status(deals, " ".join(words)) in (200, 400)


@pytest.mark.parametrize(
    "where",
    [
        "(" * 5000 + "Amount = 1" + ")" * 5000,
        "NOT " * 5000 + "Amount = 1",
        " OR ".join(["Amount = 1"] * 5000),
        f"Amount IN ({', '.join(['1'] * 10_000)})",
        f"Name = '{'x' * 90_000}'",
        f"Name LIKE '{'%x' * 40_000}'",
    ],
    ids=["parentheses", "not", "or", "in", "text", "pattern"],
)
def test_a_monstrous_query_is_answered_or_refused(deals: Records, where: str) -> None:
    assert status(deals, f"SELECT Id FROM Opportunity WHERE {where}") in (200, 400)


def test_a_query_has_100000_characters_at_most(deals: Records) -> None:
    assert status(deals, f"SELECT Id FROM Opportunity WHERE Name = '{'x' * 100_000}'") == 400


def status(records: Records, soql: str) -> int:
    """200 for an answer, or the status of the refusal; nothing else may be raised."""
    try:
        records.answer(soql, user_id=records.admin_id)
    except ApiError as refused:
        return refused.status
    return 200
