"""How facts are written for a rep to read."""

from datetime import UTC, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coach.engine.cards import Unrenderable
from coach.engine.cards.facts import facts_of
from coach.engine.cards.placeholders import insert
from coach.engine.cards.templates import fill
from coach.engine.languages import figures_in
from tests.engine.cards.examples import a_deal

WRITTEN = {
    "{{ deal.amount | money }}": "62,000 USD",
    "{{ deal.fields.Budget__c | money }}": "1,234.50 USD",
    "{{ deal.amount }}": "62,000",
    "{{ deal.fields.Budget__c | number }}": "1,234.5",
    "{{ deal.fields.Budget__c | number(2) }}": "1,234.50",
    "{{ deal.fields.Budget__c | round }}": "1,235",
    "{{ deal.discount | percent }}": "25%",
    "{{ deal.close_date }} = {{ deal.close_date | date }}": "12 December 2026 = 12 December 2026",
    "{{ deal.products.names | join(' and ') }}": "Service and Laser",
    "{{ deal.products.families | length }}": "2",
    "{{ deal.product.name | upper }} {{ deal.product.code | lower }}": "LASER l-9",
    "{{ deal.account.industry | lower | title }}": "Biotechnology",
    "{{ deal.owner.first_name }}, {{ deal.owner.last_name }}": "Ana, Bell",
    "{{ deal.manager.name }}, {{ deal.owner.role }}": "Max van Dyk, EMEA",
    "{{ deal.lead_source | default('an unknown source') }}": "an unknown source",
    "{{ deal.fields.Empty__c | default('–') }}{{ deal.fields.Other__c | default('–') }}": "––",
    "{{ deal.days_in_stage }}, {{ deal.days_to_close }}, {{ deal.age_days }}": "9, 19, 90",
    "{{ deal.pushes }} {{ deal.contact_roles }} {{ deal.product_count }}": "2 1 2",
    "{{ deal.probability | percent }}": "80%",
    "{% if deal.won %}won{% elif deal.closed %}lost{% else %}open{% endif %}": "open",
    "{{ deal.lead_source or 'none' }}": "none",
}


def written(text: str, language: str = "en", zone: tzinfo = UTC, **changes: Any) -> str:
    values: list[str] = []
    return insert(fill(text, facts_of(a_deal(**changes), zone), figures_in(language), values), values)


@pytest.mark.parametrize(
    ("language", "call"), [("en-US", "2:30\u202fPM"), ("en-GB", "14:30"), ("de-DE", "14:30"), ("fr-CA", "14 h 30")]
)
def test_a_time_of_day_is_written_as_the_region_writes_it(language: str, call: str) -> None:
    text = "{{ deal.fields.Call_At__c }}{% if deal.fields.Call_At__c == '14:30' %}!{% endif %}"

    assert written(text, language, fields={"Call_At__c": time(14, 30)}) == f"{call}!"


def test_a_moment_is_told_by_its_day_in_the_services_zone() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert written("{{ deal.fields.Demo__c }}", zone=ZoneInfo("Europe/Paris"), fields={"Demo__c": late}) == (
        "1 December 2026"
    )


def test_a_list_ends_as_the_language_ends_it_unless_the_text_says_what_stands_between() -> None:
    assert written("{{ deal.products.names|join }}", "de-DE") == "Service und Laser"
    assert written("{{ deal.products.names|join(' / ') }}", "de-DE") == "Service / Laser"


@pytest.mark.parametrize("text", WRITTEN)
def test_a_fact_is_written_for_people(text: str) -> None:
    assert written(text) == WRITTEN[text]


def test_an_amount_without_a_currency_is_a_plain_number() -> None:
    assert written("{{ deal.amount | money }}", currency=None) == "62,000"


def test_a_deal_without_products_has_none_to_name() -> None:
    assert written("{{ deal.products.names | length }}", products=()) == "0"
    with pytest.raises(Unrenderable, match=r"deal\.product\.name is empty on this deal"):
        written("{{ deal.product.name }}", products=())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ deal.fields.Segment__c | money }}", "a number is needed here"),
        ("{{ deal.fields.Budget__c | upper }}", "text is needed here"),
        ("{{ deal.fields.Segment__c | date }}", "a date is needed here"),
        ("{{ deal.fields.Segment__c | join }}", "a list is needed here"),
        ("{{ deal.fields.Flag__c }}", "a yes or no belongs in {% if %}"),
        ("{{ deal.amount | round(9) }}", "more than 6 places"),
    ],
)
def test_a_field_of_another_kind_than_the_filter_needs_is_told(text: str, sentence: str) -> None:
    with pytest.raises(Unrenderable, match=sentence):
        written(text)
