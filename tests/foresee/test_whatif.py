"""A deal with some facts set otherwise."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from coach.app.parts import load_library
from coach.engine.matching import compile_rules
from coach.engine.model import Deal
from coach.engine.playbook import Library
from coach.errors import Rejected
from coach.foresee.files import with_fields
from coach.foresee.samples import sample, sample_names
from coach.foresee.whatif import value_of, with_facts, written
from coach.foresee.whatif.write import WRITERS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(Path("playbooks"))


@pytest.fixture
def deal() -> Deal:
    return sample("negotiating-a-discount", NOW, UTC)


def changed(deal: Deal, library: Library, **facts: str) -> Deal:
    return with_facts(deal, facts, library, NOW, UTC)


def test_a_stage_is_come_into_from_the_one_before(deal: Deal, library: Library) -> None:
    after = changed(deal, library, stage="Perception Analysis", days_in_stage="12")

    assert [each.stage for each in after.history][-1] == "Perception Analysis"
    assert after.history[-1].at == NOW - timedelta(days=12)
    assert deal.stage == "Negotiation/Review"


@pytest.mark.parametrize("name", sorted(WRITERS.keys() - {"stage", "account_name", "days_to_close"}))
def test_what_a_deal_holds_changes_nothing_when_it_is_written_again(name: str, deal: Deal, library: Library) -> None:
    own = written(value_of(name, deal, NOW, UTC))

    after = with_facts(deal, {name: own}, library, NOW, UTC)

    assert value_of(name, after, NOW, UTC) == value_of(name, deal, NOW, UTC)


def test_facts_of_the_first_product_and_further_fields_are_set(deal: Deal, library: Library) -> None:
    facts = {"product.discount": "31.5", "fields.Paper_Process__c": "", "fields.Economic_Buyer_Identified__c": "no"}

    after = with_facts(deal, facts, library, NOW, UTC)

    assert after.products[0].discount == Decimal("31.5")
    assert after.fields["Paper_Process__c"] is None
    assert after.fields["Economic_Buyer_Identified__c"] is False


def test_every_mistake_is_told(deal: Deal, library: Library) -> None:
    facts = {"amount": "NaN", "close_date": "soon", "stge": "x", "product_count": "3", "stage": ""}

    with pytest.raises(Rejected) as refusal:
        with_facts(deal, facts, library, NOW, UTC)

    said = str(refusal.value)
    assert "amount takes a number, such as 620000 or 12.5, and not “NaN”." in said
    assert "close_date takes a date, such as 2027-03-31, and not “soon”." in said
    assert "There is no fact “stge”. Did you mean “stage”?" in said
    assert "“product_count” cannot be set: it follows from other facts." in said
    assert "stage cannot be empty." in said


def test_each_playbook_that_comes_with_coach_applies_to_a_sample(library: Library) -> None:
    rulebook = compile_rules(library, UTC)

    deals = [with_fields(sample(each, NOW, UTC), library.custom_fields) for each in sample_names()]

    assert library.playbooks.keys() == {name for each in deals for name in rulebook.find(each, NOW).applies}
