"""A mark of what can be read tells what playbooks depend on, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pytest

from coach.engine.inventory import Schema
from coach.engine.model import FieldSelection
from coach.salesforce.readable import readable
from coach.salesforce.schema import fields_of
from tests.salesforce.paper import FIELDS, described, schema_of, without

ASKED = FieldSelection(frozenset({"type", "product.family"}), frozenset({"Competitor__c", "Account.Industry"}))


def with_more(owner: str, field: str, **more: Any) -> Schema:
    """The org on paper, of one field of which describe says something else."""
    fields = [described(owner, name, kind) | (more if name == field else {}) for name, kind in FIELDS[owner].items()]
    return Schema({**schema_of(FIELDS).objects, owner: fields_of({"fields": fields})})


def relabelled(label: str) -> Mapping[str, Any]:
    return {"picklistValues": [{"value": "New", "label": label}]}


@pytest.mark.parametrize(
    "other",
    [
        schema_of(without(FIELDS, "Opportunity.Competitor__c")),
        schema_of(without(FIELDS, "Account")),
        schema_of(without(FIELDS, "Product2.Family")),
        schema_of(without(FIELDS, "OpportunityContactRole")),
        with_more("Opportunity", "Competitor__c", type="double"),
        with_more("Opportunity", "Type", **relabelled("Brand new")),
        with_more("Opportunity", "StageName", **relabelled("Just begun")),
        with_more("Product2", "Family", **relabelled("Renamed")),
    ],
)
def test_it_differs_once_something_can_be_read_otherwise(other: Schema) -> None:
    assert readable(other, ASKED) != readable(schema_of(FIELDS), ASKED)


@pytest.mark.parametrize(
    "other",
    [
        schema_of(FIELDS),
        schema_of(without(FIELDS, "Opportunity.VAC_Date__c")),
        with_more("Opportunity", "LeadSource", **relabelled("Renamed")),
    ],
)
def test_it_is_the_same_where_nothing_that_is_asked_for_differs(other: Schema) -> None:
    assert readable(other, ASKED) == readable(schema_of(FIELDS), ASKED)


def test_an_org_without_opportunities_has_a_mark_of_its_own() -> None:
    assert readable(Schema({}), ASKED) == "no opportunities"
