"""Describe results have the keys and the meaning that clients read."""

from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.schema import Features, Schema, describe, describe_global

SCHEMA = Schema(Features())


def field(object_name: str, name: str) -> dict[str, Any]:
    fields = describe(SCHEMA, object_name)["fields"]
    return next(one for one in fields if one["name"] == name)


def test_an_object_says_what_it_is() -> None:
    shown = describe(SCHEMA, "opportunity", version="60.0")
    assert (shown["name"], shown["keyPrefix"], shown["labelPlural"]) == ("Opportunity", "006", "Opportunities")
    assert shown["urls"]["describe"] == "/services/data/v60.0/sobjects/Opportunity/describe"
    assert shown["recordTypeInfos"][0]["master"] is True


def test_children_are_listed_with_the_names_that_soql_walks() -> None:
    children = describe(SCHEMA, "Opportunity")["childRelationships"]
    found = {(child["childSObject"], child["field"]): child for child in children}
    assert found["OpportunityLineItem", "OpportunityId"]["relationshipName"] == "OpportunityLineItems"
    assert found["OpportunityLineItem", "OpportunityId"]["cascadeDelete"] is True
    assert found["ContentDocumentLink", "LinkedEntityId"]["relationshipName"] == "ContentDocumentLinks"


def test_a_picklist_lists_its_values() -> None:
    stage = field("Opportunity", "StageName")
    assert (stage["type"], stage["nillable"], stage["restrictedPicklist"]) == ("picklist", False, False)
    assert stage["picklistValues"][6] == {
        "active": True,
        "defaultValue": False,
        "label": "Proposal/Price Quote",
        "validFor": None,
        "value": "Proposal/Price Quote",
    }


def test_a_reference_says_where_it_leads() -> None:
    owner = field("Opportunity", "OwnerId")
    assert (owner["referenceTo"], owner["relationshipName"], owner["soapType"]) == (["User"], "Owner", "tns:ID")
    assert field("ContentDocumentLink", "LinkedEntityId")["polymorphicForeignKey"] is True


def test_a_currency_field_says_how_many_digits_it_keeps() -> None:
    amount = field("Opportunity", "Amount")
    assert (amount["precision"], amount["scale"], amount["soapType"]) == (18, 2, "xsd:double")


@pytest.mark.parametrize(
    ("name", "createable", "calculated", "custom"),
    [
        ("Amount", True, False, False),
        ("ExpectedRevenue", False, True, False),
        ("CreatedDate", False, False, False),
        ("Competitor__c", True, False, True),
    ],
)
def test_a_field_says_who_may_write_it(name: str, createable: bool, calculated: bool, custom: bool) -> None:
    shown = field("Opportunity", name)
    assert (shown["createable"], shown["calculated"], shown["custom"]) == (createable, calculated, custom)


def test_the_global_list_holds_every_object_in_short() -> None:
    shown = describe_global(SCHEMA)
    names = [one["name"] for one in shown["sobjects"]]
    assert (shown["encoding"], shown["maxBatchSize"]) == ("UTF-8", 200)
    assert names == sorted(SCHEMA.objects)
    assert "fields" not in shown["sobjects"][0]


def test_notes_cannot_be_upserted_but_queried() -> None:
    note = next(one for one in describe_global(SCHEMA)["sobjects"] if one["name"] == "ContentNote")
    assert (note["queryable"], note["createable"], note["keyPrefix"]) == (True, True, "069")


def test_an_object_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(ApiError) as refused:
        describe(SCHEMA, "Unicorn")
    assert (refused.value.status, refused.value.code) == (404, "NOT_FOUND")
