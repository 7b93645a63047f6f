"""What a library asks of a deal: what is beside the deals is watched by it."""

import pytest

from coach.engine.model import FieldSelection
from coach.engine.playbook import load_texts
from coach.engine.playbook.asking import asked_of

PLAYBOOK = """
title: T
status: {status}
when:
{when}
cards:
  - name: one
    title: {title}
    tip: Read this.
"""


def asked(when: str = "  stage: {is: Prospecting}", title: str = "Hello", status: str = "live") -> FieldSelection:
    return asked_of(load_texts({"one": PLAYBOOK.format(when=when, title=title, status=status)}))


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("  account_industry: {is: Retail}", {"account_industry"}),
        (
            "  any:\n    - owner_role: {is: East}\n    - not: {contact_roles: {below: 2}}",
            {"owner_role", "contact_roles"},
        ),
        ("  product: {family: {is: Software}, total: {above: 5}}", {"product.family", "product.total"}),
        ("  every_product: {name: {is: Pump}}", {"product.name"}),
    ],
)
def test_facts_are_those_that_conditions_name(when: str, facts: set[str]) -> None:
    assert asked(when).facts == facts


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ('"{{ deal.account.industry }}"', {"stage", "account_industry"}),
        ('"{{ deal.owner.first_name }}"', {"stage", "owner_first_name"}),
        ('"{{ deal.manager.name }}"', {"stage", "manager_name"}),
        ('"{{ deal.product.family }}"', {"stage", "product.family"}),
        ('"{{ deal.fields.Score__c }}"', {"stage"}),
    ],
)
def test_facts_that_only_a_text_prints_count(title: str, facts: set[str]) -> None:
    assert asked(title=title).facts == facts


def test_further_fields_are_told_by_their_names() -> None:
    assert asked("  fields: {Competitor__c: {is: Acme}}").fields == {"Competitor__c"}


def test_an_amount_in_a_currency_of_the_author_s_asks_for_rates() -> None:
    assert not asked("  amount: {above: 5}").converts
    assert asked("  amount: {above: 5, currency: EUR}").converts


def test_a_retired_playbook_asks_for_nothing() -> None:
    assert asked("  account_industry: {is: Retail}", status="retired") == FieldSelection()


def test_cards_in_several_languages_ask_for_what_the_owner_reads_in() -> None:
    text = PLAYBOOK.format(when="  stage: {is: Prospecting}", title="Hello", status="live")
    library = load_texts({"one": f"{text}    locales:\n      de: {{title: Hallo}}\n"})
    assert "owner_language" in asked_of(library).facts
