"""Every fact that has a field in an org is read from there."""

from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import pytest
import responses

from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.model import Deal
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, PRODUCT_FACTS, Fact
from tests.salesforce.fakes import answer, build_org, replies, signs_in
from tests.salesforce.paper import FIELDS, PaperOrg

DEAL = "006xx0000000001AAA"
SENT: Mapping[Kind, tuple[object, object]] = {
    Kind.TEXT: ("Something else", "Something else"),
    Kind.STAGE: ("Something else", "Something else"),
    Kind.NUMBER: (7, Decimal(7)),
    Kind.MONEY: (7.5, Decimal("7.5")),
    Kind.DATE: ("2031-02-03", date(2031, 2, 3)),
    Kind.BOOLEAN: (True, True),
}
"""What the org sends, and what the deal then holds."""


def put(row: dict[str, Any], path: str, value: object) -> None:
    *way, last = path.split(".")
    for step in way:
        row = row.setdefault(step, {})
    row[last] = value


def read(mocked: responses.RequestsMock, fact: Fact, name: str, answers: str) -> Deal:
    """The deal of an org whose row has something else in the place of the fact."""
    paper = PaperOrg({name: dict(fields) for name, fields in FIELDS.items()})
    paper.rows = {"Opportunity": [answer("opportunity")], "OpportunityLineItem": [answer("line_item")]}
    row = answer(answers)
    put(row, fact.path, SENT[fact.kind][0])
    paper.rows[name] = [row]
    signs_in(mocked)
    replies(mocked, paper)
    return build_org().read_deals([DEAL], frozenset()).deals[DEAL]


OF_DEAL = [fact for fact in DEAL_FACTS.values() if fact.path and not fact.computed]
OF_ITEM = [fact for fact in PRODUCT_FACTS.values() if fact.path and not fact.computed]


@pytest.mark.parametrize("fact", OF_DEAL, ids=lambda fact: fact.name)
def test_a_fact_of_the_deal_is_read_from_its_path(mocked: responses.RequestsMock, fact: Fact) -> None:
    deal = read(mocked, fact, "Opportunity", "opportunity")

    assert DEAL_READERS[fact.name](View(deal, deal.read_at, UTC)) == SENT[fact.kind][1], fact.path


@pytest.mark.parametrize("fact", OF_ITEM, ids=lambda fact: fact.name)
def test_a_fact_of_a_line_item_is_read_from_its_path(mocked: responses.RequestsMock, fact: Fact) -> None:
    deal = read(mocked, fact, "OpportunityLineItem", "line_item")

    assert PRODUCT_READERS[fact.name](View(deal, deal.read_at, UTC, deal.products[0])) == SENT[fact.kind][1], fact.path
