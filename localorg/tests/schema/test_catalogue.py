"""The objects of an org: whole, consistent, and without what its features leave out."""

import pytest

from localorg.errors import ApiError
from localorg.schema import OBJECTS, Features, Field, FieldType, ObjectType, Schema
from localorg.schema.permissions import SETUP_ONLY

BARE = Schema(Features(products=False, multi_currency=False, notes=False, field_history=False))
EVERY_FIELD = [(one, field) for one in OBJECTS.values() for field in one.fields.values()]


@pytest.mark.parametrize("one", OBJECTS.values(), ids=lambda one: one.name)
def test_every_object_has_what_the_platform_keeps(one: ObjectType) -> None:
    assert {"Id", "SystemModstamp"} <= one.fields.keys()
    assert len(one.key_prefix) == 3
    assert (
        one.name == "ContentDocumentLink"
        or one.name.endswith("History")
        or one.name_field
        or one.name in SETUP_ONLY
        or one.name
        in (
            "OpportunityContactRole",
            "CurrencyType",
            "DatedConversionRate",
            "FeedItem",
            "UserLogin",
            "UserPermissionAccess",
            "UserRecordAccess",
        )
    )


def test_prefixes_tell_objects_apart_but_for_notes_and_documents() -> None:
    prefixes = [one.key_prefix for one in OBJECTS.values()]
    assert len(prefixes) - len(set(prefixes)) == 1
    found = Schema(Features()).of_id("069Kx0000004C92IAE")
    assert found is OBJECTS["ContentDocument"] or (found and found.name) == "ContentDocument"


@pytest.mark.parametrize(("one", "field"), EVERY_FIELD, ids=lambda part: part.name)
def test_a_reference_leads_to_objects_that_exist(one: ObjectType, field: Field) -> None:
    assert bool(field.reference_to) is (field.type is FieldType.REFERENCE)
    assert set(field.reference_to) <= OBJECTS.keys()


def test_the_opportunity_has_its_ten_stages() -> None:
    stages = [choice.value for choice in OBJECTS["Opportunity"].fields["StageName"].picklist]
    assert stages[0] == "Prospecting"
    assert stages[-2:] == ["Closed Won", "Closed Lost"]
    assert len(stages) == 10


@pytest.mark.parametrize(
    "name",
    [
        "OpportunityLineItem",
        "Product2",
        "CurrencyType",
        "ContentNote",
        "OpportunityFieldHistory",
        "OpportunityTeamMember",
    ],
)
def test_what_is_switched_off_is_absent(name: str) -> None:
    assert BARE.find(name) is None
    with pytest.raises(ApiError, match="NOT_FOUND: The requested resource does not exist"):
        BARE.at_path(name)


def test_fields_that_need_what_is_switched_off_are_absent_too() -> None:
    deal = BARE.named("Opportunity")
    assert not {"CurrencyIsoCode", "Pricebook2Id", "HasOpportunityLineItem"} & deal.fields.keys()
    assert "opportunitylineitems" not in deal.children


def test_files_exist_without_notes() -> None:
    assert BARE.find("contentversion") is not None


def test_history_of_stages_cannot_be_switched_off() -> None:
    assert BARE.find("OpportunityHistory") is not None


def test_team_members_exist_where_teams_sell() -> None:
    assert Schema(Features(team_selling=True)).find("OpportunityTeamMember") is not None
