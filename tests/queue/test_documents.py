import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.cards.markdown import block
from coach.engine.model import Account, Block
from coach.queue.documents import blocks_document, blocks_from, deal_document, deal_from, trace_document, trace_from
from tests.fixtures.make import deal, trace

FIELDS = {
    "Text__c": "words",
    "Flag__c": True,
    "Number__c": Decimal("1.50"),
    "Day__c": date(2026, 11, 23),
    "Time__c": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    "Empty__c": None,
}


def test_a_deal_comes_back_as_it_was() -> None:
    read = replace(
        deal(),
        account=Account("001000000000001AAA", "Contoso", "Biotech"),
        fields=FIELDS,
        rates={"USD": Decimal("1.0837")},
        unreadable=frozenset({"next_step", "pushes"}),
    )
    assert deal_from(json.loads(json.dumps(deal_document(read)))) == read


@pytest.mark.parametrize("name", list(FIELDS))
def test_a_custom_field_keeps_its_type(name: str) -> None:
    kept = deal_from(json.loads(json.dumps(deal_document(replace(deal(), fields=FIELDS))))).fields[name]
    assert (type(kept), kept) == (type(FIELDS[name]), FIELDS[name])


@given(name=st.text(st.characters()))
def test_any_text_that_a_stranger_can_type_is_kept(name: str) -> None:
    assert deal_from(json.loads(json.dumps(deal_document(replace(deal(), name=name))))).name == name


def test_half_an_emoji_does_not_stop_a_deal_from_being_kept() -> None:
    assert deal_document(replace(deal(), name="cut \ud83d", fields={"A__c": "cut \ud83d"}))


def test_a_trace_comes_back_with_all_its_parts() -> None:
    assert trace_from(json.loads(json.dumps(trace_document(trace())))) == trace()


def test_no_trace_is_no_document() -> None:
    assert trace_document(None) is None
    assert trace_from(None) is None


def test_blocks_come_back_in_their_order() -> None:
    blocks = (Block("tip", "Tip", block("*a*\n\nb")), Block("checklist", "Check", block("- [b](https://b.example)")))
    assert blocks_from(json.loads(json.dumps(blocks_document(blocks)))) == blocks
