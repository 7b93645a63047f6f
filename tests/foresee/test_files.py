"""Deals as JSON: what is read, what is refused with which words, and that nothing is lost on the way out and in."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from coach.engine.model import Deal, StageChange
from coach.errors import Rejected
from coach.foresee.files import deal_document, deal_line, read_deal, read_line, with_fields
from tests.engine.matching import worlds

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ID = "006000000000001AAA"


def read(**document: object) -> Deal:
    return read_deal(json.dumps({"name": "A deal", "stage": "Proposal", **document}), "deal.json", NOW, UTC)


def refused(**document: object) -> str:
    with pytest.raises(Rejected) as refusal:
        read(**document)
    return str(refusal.value)


def test_a_name_and_a_stage_are_enough() -> None:
    deal = read()

    assert (deal.name, deal.stage, deal.closed, deal.amount, deal.products) == ("A deal", "Proposal", False, None, ())
    assert deal.history == (StageChange("Proposal", NOW),)
    assert deal.read_at == deal.created_at == NOW


def test_a_deal_was_created_when_it_came_into_its_first_stage() -> None:
    deal = read(history=[{"stage": "Lead", "at": "9 days ago"}, {"stage": "Proposal", "at": "2 days ago"}])

    assert deal.created_at == NOW - timedelta(days=9)


def test_money_keeps_every_digit() -> None:
    text = '{"name": "A", "stage": "B", "amount": 12345678901234567.10}'

    assert read_deal(text, "x", NOW, UTC).amount == Decimal("12345678901234567.10")


def test_further_fields_keep_their_kinds() -> None:
    fields = {"A": "text", "B": 1.5, "C": True, "D": "2027-03-31", "E": {"text": "2027-03-31"}, "F": None}

    assert read(fields=fields).fields == {
        "A": "text",
        "B": Decimal("1.5"),
        "C": True,
        "D": date(2027, 3, 31),
        "E": "2027-03-31",
        "F": None,
    }


def test_a_field_that_the_library_asks_for_and_the_file_leaves_out_is_empty_unless_it_is_unreadable() -> None:
    deal = with_fields(read(unreadable=["Hidden__c"]), {"Asked__c", "Hidden__c"})

    assert deal.fields == {"Asked__c": None}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"amont": 3}, "deal.json: there is no key “amont”. Did you mean “amount”?"),
        ({"stage": 3}, "deal.json: stage takes text."),
        ({"amount": "much"}, "deal.json: amount takes a number, such as 620000 or 12.5."),
        ({"amount": "NaN"}, "deal.json: amount takes a number, such as 620000 or 12.5."),
        ({"amount": "1e999999999"}, "deal.json: amount takes a number, such as 620000 or 12.5."),
        ({"products": [{"name": "A", "quantity": "-Infinity"}]}, "quantity takes a number, such as 620000 or 12.5."),
        ({"fields": {"A": 10**500}}, "deal.json: fields.A takes a number, such as 620000 or 12.5."),
        ({"closed": "no"}, "deal.json: closed takes true or false."),
        ({"close_date": "soon"}, "deal.json: close_date takes a date such as 2027-03-31"),
        (
            {"owner": {"name": "A", "language": "German"}},
            "deal.json: owner.language takes a language, such as de or pt-BR.",
        ),
        ({"amount": "620,000"}, "deal.json: amount takes a number, such as 620000 or 12.5."),
        ({"currency": "usd"}, "deal.json: currency takes a currency's ISO code, such as USD."),
        ({"products": [{"discount": 3}]}, "deal.json: products[0].name is missing."),
        ({"products": [{"name": "A", "prize": 3}]}, "deal.json: products[0] there is no key “prize”."),
        ({"owner": {"name": "A", "rôle": "B"}}, "Did you mean “role”?"),
        ({"pushes": -1}, "deal.json: pushes must not be below zero."),
        (
            {"fields": {"A": [1]}},
            (
                "deal.json: fields.A takes text, a number, true or false, a list of chosen values,"
                " or an object that names its type."
            ),
        ),
        ({"won": True}, "a won deal is closed, too: add closed: true."),
        (
            {"history": [{"stage": "Lead", "at": "today"}]},
            "the last stage in history is “Lead”, the deal's “Proposal”.",
        ),
        ({"id": "123"}, "deal.json: id is not a Salesforce id"),
    ],
)
def test_each_mistake_has_its_sentence(document: dict[str, object], sentence: str) -> None:
    assert sentence in refused(**document)


def test_all_mistakes_are_told_at_once() -> None:
    assert len(refused(stage=3, amount="x", nope=1).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"name": ', "deal.json:1:10: this is not JSON"),
        ('{\n"name" 3}', "deal.json:2:8: this is not JSON"),
        ("[]", "deal.json: takes an object."),
        ('{"amount": NaN}', "deal.json: this is not JSON that holds a deal."),
        ("[" * 100_000, "deal.json: this is not JSON that holds a deal."),
    ],
)
def test_what_is_not_json_is_told_where(text: str, sentence: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_deal(text, "deal.json", NOW, UTC)

    assert sentence in str(refusal.value)


def test_a_line_among_many_needs_an_id() -> None:
    with pytest.raises(Rejected, match="deals.jsonl:3: id is missing"):
        read_line('{"name": "A", "stage": "B"}', "deals.jsonl:3", NOW, UTC)


@given(deal=worlds.deals())
def test_a_deal_that_is_written_and_read_again_is_the_same(deal: Deal) -> None:
    history = (*deal.history, StageChange(deal.stage, NOW))
    deal = replace(deal, id=ID, org_id="00D", won=deal.won and deal.closed, history=history)

    assert read_line(deal_line(deal), "x", NOW, UTC) == deal


def test_what_is_empty_is_left_out() -> None:
    assert deal_document(read()).keys() == {
        "name",
        "stage",
        "id",
        "org_id",
        "created_at",
        "modified_at",
        "read_at",
        "owner",
        "history",
    }
