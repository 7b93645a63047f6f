"""A table tells what is empty from what is not known, for every fact that is declared."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.matching.facts import HIDDEN, View
from coach.engine.matching.operands import Operand, reader
from coach.engine.model import Account, Deal, StageChange, Unknown
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, Fact, held_by
from coach.engine.playbook.operators import Side
from coach.foresee.form import SOME_ORG
from coach.foresee.table import read_table, write_table
from coach.foresee.table.columns import FACTS, NEEDED
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import ANA, deal, opportunity_id

LIBRARY = context(one=book("{fields: {Score__c: {at_least: 5}, Account.Segment__c: {is: x}}}")).library
SOMETHING: Mapping[Kind, object] = {
    Kind.TEXT: "Something",
    Kind.STAGE: "Negotiation/Review",
    Kind.NUMBER: Decimal(7),
    Kind.MONEY: Decimal("7.5"),
    Kind.DATE: date(2027, 3, 31),
    Kind.BOOLEAN: True,
}
HIDEABLE = (
    *(fact.name for fact in DEAL_FACTS.values() if not fact.always),
    *("product", "stage_history", "owner.started_on", "Score__c", "Account.Segment__c"),
)
CREATED = NOW - timedelta(days=30)
NOT_IN_A_TABLE = frozenset({"product_count"})
FALSE_WITHOUT_A_COLUMN = frozenset({"closed", "won"})


def filled(record: str) -> dict[str, Any]:
    """Every fact that a record holds, with something in it."""
    return {name: 7 if fact.whole else SOMETHING[fact.kind] for name, fact in held_by(record).items()}


FULL = deal(
    **filled("") | {"won": False},
    org_id=SOME_ORG,
    owner=replace(ANA, **filled("owner"), started_on=date(2020, 2, 3)),
    account=Account(id="001", **filled("account")),
    created_at=CREATED,
    history=(StageChange("Negotiation/Review", CREATED),),
    fields={"Score__c": Decimal("7.5"), "Account.Segment__c": "Something"},
)


def lacking(names: Iterable[str], number: int) -> Deal:
    """The deal of which so much is not known."""
    return replace(FULL, id=opportunity_id(number), read_at=NOW + timedelta(hours=number), unreadable=frozenset(names))


def seen(one: Deal, fact: str) -> object:
    """What conditions see."""
    aspect = Operand(fact, Side.AS_IT_IS, Kind.TEXT)
    return reader(aspect)(View(one, one.read_at, UTC))


def told(one: Deal) -> dict[str, object]:
    return {fact: seen(one, fact) for fact in (*DEAL_FACTS, "fields.Score__c", "fields.Account.Segment__c")}


def table(deals: Iterable[Deal]) -> str:
    file = io.StringIO()
    write_table(file, deals)
    return file.getvalue()


def read(text: str) -> list[Deal]:
    return read_table(io.StringIO(text), "history.csv", LIBRARY, UTC)


def without(column: str, text: str) -> str:
    """The table as somebody made it who has no such column."""
    rows = list(csv.DictReader(io.StringIO(text)))
    file = io.StringIO()
    writer = csv.DictWriter(
        file, [name for name in rows[0] if name not in (column, "unreadable")], extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def test_every_fact_of_the_deal_that_is_tried_is_known() -> None:
    assert [fact for fact, value in told(FULL).items() if value is None or isinstance(value, Unknown)] == []


@given(st.lists(st.frozensets(st.sampled_from(HIDEABLE), max_size=6), min_size=1, max_size=3))
def test_what_is_not_known_of_a_deal_is_not_known_of_its_row_and_the_rest_is_the_same(
    hidden: list[frozenset[str]],
) -> None:
    deals = [lacking(names, number) for number, names in enumerate(hidden)]

    for before, after in zip(deals, read(table(deals)), strict=True):
        lost = {fact for fact, value in told(deals[0]).items() if value is HIDDEN} | NOT_IN_A_TABLE
        assert {fact: seen(after, fact) for fact in told(before) if fact not in lost} == {
            fact: value for fact, value in told(before).items() if fact not in lost
        }
        assert [
            fact for fact, value in told(before).items() if value is HIDDEN and seen(after, fact) is not HIDDEN
        ] == []


@pytest.mark.parametrize("fact", DEAL_FACTS.values(), ids=lambda fact: fact.name)
def test_what_the_org_hides_is_unknown_and_not_empty(fact: Fact) -> None:
    known, hidden = read(table([lacking((), 1), lacking({fact.name}, 2)]))

    assert seen(hidden, fact.name) is HIDDEN
    assert seen(known, fact.name) == (HIDDEN if fact.name in NOT_IN_A_TABLE else seen(lacking((), 1), fact.name))


@pytest.mark.parametrize("column", [column for column in FACTS if column not in NEEDED])
def test_a_fact_without_a_column_is_unknown_and_all_others_stay(column: str) -> None:
    (one,) = read(without(column, table([FULL])))
    missing = FACTS[column].name
    lost = {name for name, fact in DEAL_FACTS.items() if missing in (name, *fact.needs)} | NOT_IN_A_TABLE

    expected = {fact: HIDDEN if fact in lost else seen(FULL, fact) for fact in DEAL_FACTS}
    assert {fact: seen(one, fact) for fact in DEAL_FACTS} == expected | dict.fromkeys(
        FALSE_WITHOUT_A_COLUMN & {missing}, False
    )


@pytest.mark.parametrize(("column", "fact"), [("created_at", "age_days"), ("owner.started_on", "owner_tenure_days")])
def test_what_follows_from_a_column_that_is_missing_is_unknown(column: str, fact: str) -> None:
    (one,) = read(without(column, table([FULL])))

    assert seen(one, fact) is HIDDEN


def test_an_account_without_a_name_has_an_industry() -> None:
    (one,) = read("id,read_at,name,stage,account.industry\n006000000000001AAA,2026-06-01,A deal,Won,Energy\n")

    assert seen(one, "account_industry") == "Energy"
    assert seen(one, "account_name") is HIDDEN


def test_a_field_that_cannot_be_told_of_one_deal_is_unknown_there() -> None:
    masked = replace(FULL, fields={**FULL.fields, "Score__c": Unknown("it is masked")})

    assert seen(read(table([masked]))[0], "fields.Score__c") is HIDDEN
