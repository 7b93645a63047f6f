"""Fields of every type, made while the org runs."""

from typing import Any

import pytest

from localorg.app import EXTENSION, create_app
from localorg.settings import LocalOrgSettings
from localorg.tests.conftest import Caller
from localorg.tests.test_switches import a_deal, asked

VALUES: dict[str, tuple[Any, Any]] = {
    "boolean": (True, True),
    "currency": (12.5, 12.5),
    "date": ("2027-03-01", "2027-03-01"),
    "datetime": ("2027-03-01T10:00:00Z", "2027-03-01T10:00:00.000+0000"),
    "double": (3.25, 3.25),
    "email": ("a@example.com", "a@example.com"),
    "encryptedstring": ("secret", "secret"),
    "int": (7, 7),
    "multipicklist": ("Cloud Security;Cloud", "Cloud;Cloud Security"),
    "percent": (12.5, 12.5),
    "phone": ("1", "1"),
    "picklist": ("Cloud", "Cloud"),
    "richtext": ("<p>x</p>", "<p>x</p>"),
    "string": ("x", "x"),
    "textarea": ("a\nb", "a\nb"),
    "time": ("10:30:00Z", "10:30:00.000Z"),
    "url": ("https://example.com", "https://example.com"),
}


def make(caller: Caller, **definition: Any) -> dict[str, Any]:
    """A new field on the opportunity, as describe shows it."""
    body = {"object": "Opportunity", **definition}
    answer = caller.http.post("/localorg/fields", json=body)
    assert answer.status_code == 201, answer.text
    described: dict[str, Any] = caller.get(f"/sobjects/{body['object']}/describe")
    return next(one for one in described["fields"] if one["name"] == body["name"])


@pytest.mark.parametrize("kind", VALUES)
def test_a_field_of_each_type_can_be_made_written_and_read(caller: Caller, integration: Caller, kind: str) -> None:
    values = ["Cloud", "Cloud Security"] if "picklist" in kind else []
    field = make(caller, name="Made__c", type=kind, values=values)
    assert (field["type"], field["custom"]) == ("textarea" if kind == "richtext" else kind, True)
    deal, (given, read) = a_deal(caller), VALUES[kind]
    assert caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Made__c": given}).status_code == 204
    assert integration.query(f"SELECT Made__c FROM Opportunity WHERE Id = '{deal}'")[0]["Made__c"] == read


def test_a_rich_text_says_what_it_is(caller: Caller) -> None:
    field = make(caller, name="Made__c", type="richtext")
    assert (field["extraTypeInfo"], field["htmlFormatted"]) == ("richtextarea", True)


def test_a_geolocation_is_read_whole_and_written_in_parts(caller: Caller) -> None:
    assert make(caller, name="Site__c", type="location")["type"] == "location"
    deal = a_deal(caller)
    parts = {"Site__Latitude__s": 52.5, "Site__Longitude__s": 13.4}
    assert caller.call("PATCH", f"/sobjects/Opportunity/{deal}", parts).status_code == 204
    assert caller.get(f"/sobjects/Opportunity/{deal}", fields="Site__c")["Site__c"] == {
        "latitude": 52.5,
        "longitude": 13.4,
    }


def test_an_address_is_read_whole(caller: Caller) -> None:
    account = caller.create("Account", Name="A", BillingCity="Berlin")
    address = caller.query(f"SELECT BillingAddress FROM Account WHERE Id = '{account}'")[0]["BillingAddress"]
    assert (address["city"], address["street"]) == ("Berlin", None)


def test_values_are_asked_for_by_api_name_and_shown_by_label(caller: Caller) -> None:
    values = [{"value": "CLD", "label": "Cloud"}, {"value": "OLD", "label": "Old", "active": False}]
    field = make(caller, name="Made__c", type="picklist", values=values, restricted=True)
    assert [(one["value"], one["label"], one["active"]) for one in field["picklistValues"]] == [
        ("CLD", "Cloud", True),
        ("OLD", "Old", False),
    ]
    deal = a_deal(caller)
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Made__c": "CLD"})
    row = caller.query(f"SELECT Made__c, toLabel(Made__c) shown FROM Opportunity WHERE Id = '{deal}'")[0]
    assert (row["Made__c"], row["shown"]) == ("CLD", "Cloud")


def test_multiple_choices_have_operators_of_their_own(caller: Caller) -> None:
    make(caller, name="Made__c", type="multipicklist", values=["Cloud", "Cloud Security", "Data"])
    deal = a_deal(caller)
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Made__c": "Cloud Security;Data"})
    ask = "SELECT Id FROM Opportunity WHERE Made__c"
    assert caller.query(f"{ask} INCLUDES ('Cloud')") == []
    assert len(caller.query(f"{ask} INCLUDES ('Cloud','Data;Cloud Security')")) == 1
    assert deal not in {row["Id"] for row in caller.query(f"{ask} EXCLUDES ('Data')")}
    status, code, words = asked(caller, f"{ask} LIKE '%Cloud%'")
    assert (status, code, "invalid operator on multipicklist field" in words) == (400, "INVALID_FIELD", True)


def test_a_formula_shows_another_records_value_and_touches_nothing(caller: Caller) -> None:
    field = make(caller, name="Segment__c", type="string", formula="Account.Industry")
    assert (field["calculated"], field["updateable"]) == (True, False)
    ask = "SELECT Id, AccountId, SystemModstamp, Segment__c FROM Opportunity WHERE AccountId != null LIMIT 1"
    before = caller.query(ask)[0]
    caller.call("PATCH", f"/sobjects/Account/{before['AccountId']}", {"Industry": "Energy"})
    after = caller.query(f"SELECT SystemModstamp, Segment__c FROM Opportunity WHERE Id = '{before['Id']}'")[0]
    assert (after["Segment__c"], after["SystemModstamp"]) == ("Energy", before["SystemModstamp"])
    assert caller.get(f"/sobjects/Opportunity/{before['Id']}")["Segment__c"] == "Energy"


def test_a_lookup_can_be_walked(caller: Caller) -> None:
    field = make(caller, name="Partner__c", type="reference", reference_to="Account")
    assert (field["relationshipName"], field["referenceTo"]) == ("Partner__r", ["Account"])
    deal, account = a_deal(caller), caller.create("Account", Name="Partner")
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Partner__c": account})
    row = caller.query(f"SELECT Partner__r.Name FROM Opportunity WHERE Id = '{deal}'")[0]
    assert row["Partner__r"]["Name"] == "Partner"


def test_a_stage_can_be_called_otherwise(caller: Caller) -> None:
    stages = caller.query("SELECT ApiName FROM OpportunityStage ORDER BY SortOrder")
    values = [{"value": one["ApiName"], "label": one["ApiName"].replace("Prospecting", "Discovery")} for one in stages]
    field = make(caller, name="StageName", values=values)
    assert field["picklistValues"][0] == {
        "active": True,
        "defaultValue": False,
        "label": "Discovery",
        "validFor": None,
        "value": "Prospecting",
    }
    row = caller.query("SELECT MasterLabel FROM OpportunityStage WHERE ApiName = 'Prospecting'")[0]
    assert row["MasterLabel"] == "Discovery"
    assert caller.query("SELECT Id FROM Opportunity WHERE StageName = 'Prospecting' LIMIT 1")
    deal = caller.query("SELECT Id FROM Opportunity WHERE StageName = 'Prospecting' LIMIT 1")[0]["Id"]
    page = caller.http.get(f"/lightning/r/Opportunity/{deal}/view").text
    assert 'title="Discovery" aria-current="step"' in page


def test_record_types_are_described(caller: Caller) -> None:
    kind = caller.create("RecordType", Name="New Logo", DeveloperName="New_Logo", SobjectType="Opportunity")
    infos = caller.get("/sobjects/Opportunity/describe")["recordTypeInfos"]
    assert [(one["developerName"], one["recordTypeId"], one["master"]) for one in infos] == [
        ("New_Logo", kind, False),
        ("Master", "012000000000000AAA", True),
    ]
    deal = a_deal(caller)
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"RecordTypeId": kind})
    found = caller.query("SELECT Id FROM Opportunity WHERE RecordType.DeveloperName = 'New_Logo'")
    assert [row["Id"] for row in found] == [deal]


def test_who_may_not_read_a_field_does_not_see_it(caller: Caller, integration: Caller) -> None:
    make(caller, name="Made__c", type="string", readable=False)
    assert asked(integration, "SELECT Made__c FROM Opportunity")[1] == "INVALID_FIELD"


def test_fields_are_there_again_when_the_org_is_opened_again(caller: Caller) -> None:
    make(caller, name="Made__c", type="string")
    settings: LocalOrgSettings = caller.local_org.settings
    again = create_app(settings)
    try:
        assert "Made__c" in again.extensions[EXTENSION].org.records.schema.objects["Opportunity"].fields
    finally:
        again.extensions[EXTENSION].close()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"object": "Nothing", "name": "A__c", "type": "string"}, "There is no object Nothing."),
        ({"object": "Account", "name": "Nothing"}, "Account has no standard field Nothing."),
        ({"object": "Account", "name": "A__c"}, "a custom field needs a type"),
        ({"object": "Account", "name": "A__c", "type": "reference"}, "reference_to goes with"),
        ({"object": "Account", "name": "Name", "type": "string"}, "only custom fields"),
        ({"object": "Account", "name": "A__c", "type": "blob"}, "type"),
    ],
)
def test_what_cannot_be_a_field_is_refused(caller: Caller, body: dict[str, str], words: str) -> None:
    answer = caller.http.post("/localorg/fields", json=body)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]


def test_a_field_can_be_taken_away(caller: Caller) -> None:
    make(caller, name="Made__c", type="string")
    assert caller.control("DELETE", "/fields/Opportunity/Made__c") == []
    assert asked(caller, "SELECT Made__c FROM Opportunity")[1] == "INVALID_FIELD"
