"""What a caller may write, and how the platform refuses the rest."""

from pathlib import Path
from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.ids import to18
from localorg.records import Records
from localorg.tests.records.conftest import Org


def test_a_record_gets_a_valid_id_with_its_objects_prefix(org: Org) -> None:
    record_id = org.insert("Account", Name="Clinic")
    assert to18(record_id[:15], "001") == record_id


def test_ids_are_never_given_twice(org: Org) -> None:
    ids = {org.insert("Account", Name="Clinic") for _ in range(100)}
    assert len({one.lower() for one in ids}) == 100


def test_who_and_when_are_kept(org: Org) -> None:
    account = org.get("Account", org.insert("Account", Name="Clinic"))
    assert account["CreatedDate"] == "2026-05-01T07:25:37.000+0000"
    assert (account["CreatedById"], account["LastModifiedById"], account["OwnerId"]) == (org.user,) * 3


def test_an_update_moves_the_modification_times_only(org: Org) -> None:
    account = org.insert("Account", Name="Clinic")
    org.clock.forward(hours=1)
    org.update("Account", account, Phone="123")
    row = org.get("Account", account)
    assert row["CreatedDate"] == "2026-05-01T07:25:37.000+0000"
    assert row["LastModifiedDate"] == row["SystemModstamp"] == "2026-05-01T08:25:37.000+0000"


def test_names_of_objects_and_fields_do_not_mind_their_case(org: Org) -> None:
    account = org.insert("aCCount", nAME="Clinic")
    assert org.get("ACCOUNT", account)["Name"] == "Clinic"


def test_an_id_of_15_characters_is_as_good(org: Org) -> None:
    account = org.insert("Account", Name="Clinic")
    deal = org.deal(AccountId=account[:15])
    assert org.get("Opportunity", deal[:15])["AccountId"] == account


def test_text_is_trimmed_and_blank_text_is_null(org: Org) -> None:
    account = org.get("Account", org.insert("Account", Name="  Clinic ", Phone="  "))
    assert (account["Name"], account["Phone"]) == ("Clinic", None)


NOT_WRITABLE = (
    "Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it "
    "is read/write for your profile or permission set."
)
OR_MISSING = "or request may be missing a required field"
REFUSED_INSERTS: list[tuple[dict[str, Any], str, str, list[str]]] = [
    ({}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", ["Name"]),
    ({"Name": "x", "Foo": 1}, "INVALID_FIELD", "No such column 'Foo' on sobject of type Account", []),
    (
        {"Name": "x" * 256},
        "STRING_TOO_LONG",
        f"Account Name: data value too large: {'x' * 256} (max length=255)",
        ["Name"],
    ),
    (
        {"Name": "x", "CreatedDate": "2020-01-01T00:00:00Z"},
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        NOT_WRITABLE,
        ["CreatedDate"],
    ),
    (
        {"Name": "x", "ParentId": "nonsense"},
        "MALFORMED_ID",
        "Parent Account ID: id value of incorrect type: nonsense",
        ["ParentId"],
    ),
    (
        {"Name": "x", "ParentId": "006Kx0000004C92"},
        "FIELD_INTEGRITY_EXCEPTION",
        "Parent Account ID: id value of incorrect type: 006Kx0000004C92IAE",
        ["ParentId"],
    ),
    (
        {"Name": "x", "ParentId": "001Kx0000004C92"},
        "INVALID_CROSS_REFERENCE_KEY",
        "Parent Account ID: invalid cross reference id",
        ["ParentId"],
    ),
    (
        {"Name": "x", "CurrencyIsoCode": "XXX"},
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Currency ISO Code: bad value for restricted picklist field: XXX",
        ["CurrencyIsoCode"],
    ),
    (
        {"Name": "x", "AnnualRevenue": "many"},
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of currency from VALUE_STRING value many {OR_MISSING}",
        [],
    ),
    (
        {"Name": 5},
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 {OR_MISSING}",
        [],
    ),
    (
        {"Name": "x", "Id": "001Kx0000004C92"},
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "cannot specify Id in an insert call",
        ["Id"],
    ),
]


@pytest.mark.parametrize(("values", "code", "message", "fields"), REFUSED_INSERTS)
def test_a_bad_record_is_refused_in_the_platforms_words(
    org: Org, values: dict[str, Any], code: str, message: str, fields: list[str]
) -> None:
    with pytest.raises(ApiError) as refused:
        org.insert("Account", **values)
    error = refused.value
    assert (error.status, error.code, error.message, error.fields) == (400, code, message, fields)


def test_a_refused_record_leaves_nothing_behind(org: Org) -> None:
    with pytest.raises(ApiError):
        org.insert("Account", Name="x", Foo=1)
    assert org.query("SELECT Id FROM Account") == []


def test_an_unrestricted_picklist_takes_any_value(org: Org) -> None:
    account = org.insert("Account", Name="Clinic", Industry="Veterinary", Type="prospect")
    row = org.get("Account", account)
    assert (row["Industry"], row["Type"]) == ("Veterinary", "Prospect")


def test_a_required_field_cannot_be_emptied(org: Org) -> None:
    account = org.insert("Account", Name="Clinic")
    with pytest.raises(ApiError, match=r"Required fields are missing: \[Name\]"):
        org.update("Account", account, Name=None)


def test_objects_of_the_platform_cannot_be_created(org: Org) -> None:
    with pytest.raises(ApiError, match="entity type cannot be inserted: Opportunity Stage"):
        org.insert("OpportunityStage", MasterLabel="Dreaming")


def test_an_object_that_does_not_exist_is_refused(org: Org) -> None:
    with pytest.raises(ApiError, match="INVALID_TYPE: sObject type 'Unicorn' is not supported"):
        org.insert("Unicorn", Name="x")


@pytest.mark.parametrize("write", ["update", "delete"])
def test_a_record_that_never_was_cannot_be_changed(org: Org, write: str) -> None:
    with pytest.raises(ApiError, match="INVALID_CROSS_REFERENCE_KEY: invalid cross reference id") as refused:
        getattr(org, write)("Account", "001Kx0000004C92")
    assert refused.value.status == 404


def test_the_platform_itself_may_set_what_clients_may_not(org: Org) -> None:
    values = {"Name": "Clinic", "CreatedDate": "2020-01-01T10:00:00+02:00"}
    account = org.records.insert("Account", values, user_id=org.user, as_platform=True)
    assert org.get("Account", account)["CreatedDate"] == "2020-01-01T08:00:00.000+0000"


def test_a_unique_value_is_unique_whatever_its_case(org: Org) -> None:
    first = org.insert("Account", Name="A", External_Key__c="key-1")
    with pytest.raises(ApiError, match="DUPLICATE_VALUE: duplicate value found: External_Key__c") as refused:
        org.insert("Account", Name="B", External_Key__c="KEY-1")
    assert first[:15] in refused.value.message


def test_upsert_creates_once_and_then_changes(org: Org) -> None:
    def upsert(name: str) -> tuple[str, bool]:
        return org.records.upsert("Account", "external_key__c", "k", {"Name": name}, user_id=org.user)

    first, created = upsert("A")
    assert created
    assert upsert("B") == (first, False)
    assert org.get("Account", first)["Name"] == "B"


def test_a_parent_may_be_named_by_its_external_id(org: Org) -> None:
    account = org.insert("Account", Name="A", External_Key__c="k")
    deal = org.deal(Account={"External_Key__c": "K"})
    assert org.get("Opportunity", deal)["AccountId"] == account


def test_nobody_manages_themselves(org: Org) -> None:
    with pytest.raises(ApiError, match="CIRCULAR_DEPENDENCY"):
        org.update("User", org.user, ManagerId=org.user)


def test_an_org_outlives_the_process(org: Org, tmp_path: Path) -> None:
    account = org.insert("Account", Name="Clinic")
    again = Records(tmp_path / "org.db")
    assert (again.organization_id, again.admin_id) == (org.records.organization_id, org.user)
    assert again.fetch("Account", account)["Name"] == "Clinic"
    again.close()
