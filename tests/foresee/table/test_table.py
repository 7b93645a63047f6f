"""Deals as CSV."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from coach.engine.model import Account, Deal, StageChange
from coach.errors import Rejected
from coach.foresee.form import SOME_ORG
from coach.foresee.table import read_table, write_table
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import ANA, deal

SCORED = book("{fields: {Score__c: {at_least: 5}, Go__c: {after: 2026-01-01}, Flag__c: true}}")
WORDED = book("{fields: {Words__c: {is: x}, Rare__c: {is: x}}}")
LIBRARY = context(one=SCORED, two=WORDED).library
LOST = frozenset({"product", "contact_roles", "Rare__c"})


def past(number: int = 1, name: str = "A deal") -> list[Deal]:
    """A deal after each of two changes, as an org's history tells it."""
    first, second = NOW - timedelta(days=20), NOW - timedelta(days=5)
    fields = {"Score__c": Decimal("7.5"), "Go__c": date(2026, 12, 1), "Flag__c": True, "Words__c": "2026-12-01"}
    history = (StageChange("Prospecting", first), StageChange("Negotiation/Review", second))
    now = deal(
        number,
        org_id=SOME_ORG,
        name=name,
        history=history,
        created_at=first,
        modified_at=second,
        read_at=second,
        pushes=1,
        unreadable=LOST,
        fields=fields,
        account=Account("001", "Mercy", "Healthcare"),
    )
    before = replace(now, stage="Prospecting", modified_at=first, read_at=first, history=history[:1], amount=None)
    return [before, now]


def written(deals: list[Deal]) -> str:
    file = io.StringIO()
    write_table(file, deals)
    return file.getvalue()


def read(text: str) -> list[Deal]:
    return read_table(io.StringIO(text), "history.csv", LIBRARY, UTC)


def refused(text: str) -> str:
    with pytest.raises(Rejected) as refusal:
        read(text)
    return str(refusal.value)


def test_what_is_written_is_read_the_same_in_the_order_of_time() -> None:
    deals = [*past(2), *past(1)]

    again = read(written(deals))

    assert [(each.id[-4], each.stage) for each in again] == [
        ("1", "Prospecting"),
        ("2", "Prospecting"),
        ("1", "Negotiation/Review"),
        ("2", "Negotiation/Review"),
    ]
    assert again[2] == past(1)[1]


def test_what_no_history_holds_has_no_column_and_stays_unknown() -> None:
    columns = next(csv.reader(io.StringIO(written(past()))))

    assert "contact_roles" not in columns
    assert read(written(past()))[0].unreadable == LOST


def test_an_empty_cell_is_empty_on_the_record() -> None:
    assert read(written(past()))[0].amount is None


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1", "'quoted", "Deal, with “comma”\nand line"])
def test_no_cell_is_a_formula_and_every_name_survives(name: str) -> None:
    text = written(past(name=name))

    assert {row["name"][0] for row in csv.DictReader(io.StringIO(text))} <= {"'", "D"}
    assert read(text)[0].name == name


def test_a_hand_made_table_needs_four_columns() -> None:
    (one,) = read("id,read_at,name,stage\n006000000000001AAA,2026-06-01,A deal,Prospecting\n")

    assert one.owner == replace(ANA, id="rep A Rep", name="A Rep", title=None)
    assert {"amount", "next_step", "contact_roles", "product", "Score__c"} <= one.unreadable


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,name\n", "history.csv: there is no column “read_at”. Needed are: id, read_at, name, stage."),
        ("id,read_at,name,stage,ownr.name\n", "there is no column “ownr.name”. Did you mean “owner.name”?"),
        ("id,read_at,name,stage\n006,2026-06-01,A\n", "history.csv:2: this row has not as many cells as"),
        ("id,read_at,name,stage\nx,2026-06-01,A,B\n", "history.csv:2: id is not a Salesforce id"),
        ("id,read_at,name,stage,won\n006000000000001AAA,2026-06-01,A,B,maybe\n", "history.csv:2: won takes true or"),
        ("id,read_at,name,stage,Score__c\n006000000000001AAA,2026-06-01,A,B,x\n", "history.csv:2: Score__c takes a"),
        ('id,read_at,name,stage\n"open', "history.csv:1: this is not CSV"),
    ],
)
def test_each_mistake_has_its_sentence(text: str, sentence: str) -> None:
    assert sentence in refused(text)
