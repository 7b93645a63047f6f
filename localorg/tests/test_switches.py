"""Every switch changes what the org answers; one that nobody reads would be a promise that is not kept."""

import ast
import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import localorg
from localorg.setup import Page, Switches
from localorg.tests.conftest import Caller

PACKAGE = Path(localorg.__file__).parent
NOTE = {"Title": "Card", "Content": base64.b64encode(b"<p>Ask.</p>").decode()}
Effect = Callable[[Caller, Caller], None]
_EFFECTS: dict[str, Effect] = {}


def effect(check: Effect) -> Effect:
    """The test of the switch that the function is named after: with the administrator, and the integration user."""
    _EFFECTS[check.__name__] = check
    return check


def test_every_switch_has_a_test_and_every_test_a_switch() -> None:
    assert set(_EFFECTS) == set(Switches.model_fields)


@pytest.mark.parametrize("name", sorted(Switches.model_fields))
def test_every_switch_is_read(name: str) -> None:
    assert name in set(_read())


def _read() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        if path.name != "switches.py":
            nodes = list(ast.walk(ast.parse(path.read_text())))
            yield from (node.attr for node in nodes if isinstance(node, ast.Attribute))


@pytest.mark.parametrize("name", sorted(Switches.model_fields))
def test_each_does_what_it_says(name: str, caller: Caller, integration: Caller) -> None:
    _EFFECTS[name](caller, integration)


def test_all_are_explained_with_their_page(caller: Caller) -> None:
    told = {one["name"]: one for one in caller.control("GET", "/switches")}
    assert told["chatter_enabled"]["page"] == Page.CHATTER
    assert told["chatter_enabled"]["default"] is False
    assert all(one["meaning"] for one in told.values())


def test_what_is_not_known_is_refused_and_nothing_is_changed(caller: Caller) -> None:
    answer = caller.http.patch("/localorg/setup", json={"notes_enabled": False, "colour": "blue"})
    assert (answer.status_code, "colour" in answer.get_json()["error"]) == (400, True)
    assert caller.control("GET", "/setup")["notes_enabled"] is True


def test_a_reset_brings_the_defaults_back(caller: Caller) -> None:
    before = caller.control("GET", "/setup")
    caller.control("PATCH", "/setup", {"notes_enabled": False, "object_rights": {"Opportunity": "none"}})
    caller.control("PATCH", "/setup", {"permission_set_licence": False, "licence": "Salesforce"})
    assert caller.control("DELETE", "/setup") == before


# ---------------------------------------------------------------- one effect each


def switch(caller: Caller, **switches: object) -> None:
    """Set switches, which must be taken."""
    answer = caller.http.patch("/localorg/setup", json=switches)
    assert answer.status_code == 200, answer.text


def refusal(caller: Caller, method: str, path: str, body: object = None, **arguments: str) -> tuple[int, str, str]:
    """Status, code and words of a refused call."""
    answer = caller.call(method, path, body, {}, **arguments)
    error = answer.get_json()[0]
    return answer.status_code, error["errorCode"], error["message"]


def asked(caller: Caller, soql: str) -> tuple[int, str, str]:
    return refusal(caller, "GET", "/query", q=soql)


def a_deal(caller: Caller) -> str:
    return str(caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"])


def linked(caller: Caller, deal: str, **values: str) -> tuple[int, str, str]:
    """What linking a new note to the deal is answered with: the id where it went well."""
    note = caller.create("ContentNote", **NOTE)
    body = {"ContentDocumentId": note, "LinkedEntityId": deal, "ShareType": "V", **values}
    answer = caller.call("POST", "/sobjects/ContentDocumentLink", body)
    if answer.status_code == 201:
        return 201, answer.get_json()["id"], ""
    return answer.status_code, answer.get_json()[0]["errorCode"], answer.get_json()[0]["message"]


def shown(caller: Caller, deal: str) -> str:
    return caller.http.get(f"/lightning/r/Opportunity/{deal}/view").text


@effect
def notes_enabled(caller: Caller, integration: Caller) -> None:
    switch(caller, notes_enabled=False)
    expected = (404, "NOT_FOUND", "The requested resource does not exist")
    assert refusal(integration, "POST", "/sobjects/ContentNote", NOTE) == expected
    assert refusal(integration, "GET", "/sobjects/ContentNote/describe") == expected
    status, code, words = asked(caller, "SELECT Id FROM ContentNote")
    assert (status, code, "sObject type 'ContentNote' is not supported" in words) == (400, "INVALID_TYPE", True)
    assert "ContentNote" not in {one["name"] for one in integration.get("/sobjects")["sobjects"]}
    records = [{"attributes": {"type": "ContentNote"}, **NOTE}]
    (result,) = integration.call("POST", "/composite/sobjects", {"records": records}).get_json()
    assert result["errors"][0]["statusCode"] == "INVALID_TYPE"


@effect
def chatter_enabled(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    assert linked(integration, deal)[0] == 201
    assert "Card" not in shown(caller, deal)
    switch(caller, chatter_enabled=True)
    assert "Card" in shown(caller, deal)


@effect
def note_layout(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    assert linked(integration, deal)[0] == 201
    switch(caller, chatter_enabled=True, note_layout="classic")
    page = shown(caller, deal)
    assert ("Notes &amp; Attachments" in page, "Card" in page) == (True, False)
    switch(caller, note_layout="none")
    assert "Notes &amp; Attachments" not in shown(caller, deal)


@effect
def crm_content_enabled(caller: Caller, integration: Caller) -> None:
    switch(caller, crm_content_enabled=False)
    deal = a_deal(caller)
    inferred, viewer = (linked(integration, deal, ShareType=kind) for kind in "IV")
    assert inferred == (403, "INSUFFICIENT_ACCESS_OR_READONLY", "Invalid sharing type I")
    assert viewer[:2] == (403, "INSUFFICIENT_ACCESS_OR_READONLY")
    assert viewer[2].startswith("You do not have the level of access necessary")


@effect
def share_types_refused(caller: Caller, integration: Caller) -> None:
    switch(caller, share_types_refused=["I"])
    deal = a_deal(caller)
    assert linked(integration, deal, ShareType="I")[2] == "Invalid sharing type I"
    assert linked(integration, deal, ShareType="V")[0] == 201


def as_partner(caller: Caller, deal: str) -> str:
    """The deal's page, as somebody outside the org sees it."""
    (partner,) = caller.query("SELECT Id, UserType FROM User WHERE Username = 'partner@coach.local'")
    assert partner["UserType"] == "PowerPartner"
    caller.http.set_cookie("localorg_acting_as", partner["Id"])
    return shown(caller, deal)


@effect
def experience_site(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    words = "Visibility InternalUsers is not permitted for this linked record."
    assert linked(integration, deal, Visibility="InternalUsers") == (400, "FIELD_INTEGRITY_EXCEPTION", words)
    switch(caller, experience_site=True, chatter_enabled=True)
    status, link, _ = linked(integration, deal)
    seen = f"SELECT Visibility FROM ContentDocumentLink WHERE LinkedEntityId = '{deal}'"
    assert (status, caller.query(seen)[0]["Visibility"]) == (201, "InternalUsers")
    for visibility in ("AllUsers", "InternalUsers"):
        path = f"/sobjects/ContentDocumentLink/{link}"
        assert integration.call("PATCH", path, {"Visibility": visibility}).status_code == 204
        assert caller.query(seen)[0]["Visibility"] == visibility
        assert ("Card" in as_partner(caller, deal)) is (visibility == "AllUsers")


@effect
def internal_users_refused(caller: Caller, integration: Caller) -> None:
    switch(caller, experience_site=True, internal_users_refused=True)
    assert linked(integration, a_deal(caller), Visibility="InternalUsers")[1] == "FIELD_INTEGRITY_EXCEPTION"


@effect
def object_rights(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    switch(caller, object_rights={"Opportunity": "read"})
    assert integration.query("SELECT Id FROM Opportunity LIMIT 1")
    denied = refusal(integration, "PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "x"})
    assert denied == (403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
    body = {"Name": "N", "StageName": "Prospecting", "CloseDate": "2027-01-01"}
    denied = refusal(integration, "POST", "/sobjects/Opportunity", body)
    assert denied == (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: Opportunity")
    switch(caller, object_rights={"Opportunity": "none"})
    assert refusal(integration, "GET", "/sobjects/Opportunity/describe")[:2] == (404, "NOT_FOUND")
    assert asked(integration, "SELECT Id FROM Opportunity")[:2] == (400, "INVALID_TYPE")
    assert asked(integration, "SELECT Id FROM OpportunityLineItem")[:2] == (400, "INVALID_TYPE")
    assert caller.query("SELECT Id FROM Opportunity LIMIT 1")
    switch(caller, object_rights={"ContentNote": "none"})
    assert refusal(integration, "POST", "/sobjects/ContentNote", NOTE)[:2] == (404, "NOT_FOUND")


@effect
def field_rights(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    switch(caller, object_rights={"Opportunity": "edit"}, field_rights={"Opportunity.Amount": "hidden"})
    status, code, words = asked(integration, "SELECT Id, Amount FROM Opportunity LIMIT 1")
    assert (status, code, "No such column 'Amount' on entity 'Opportunity'" in words) == (400, "INVALID_FIELD", True)
    fields = {one["name"]: one for one in integration.get("/sobjects/Opportunity/describe")["fields"]}
    assert ("Amount" in fields, fields["NextStep"]["updateable"]) == (False, False)
    status, code, words = refusal(integration, "PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "x"})
    assert (status, code) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert words.startswith("Unable to create/update fields: NextStep.")
    assert "Amount" not in integration.get(f"/sobjects/Opportunity/{deal}")
    switch(caller, field_rights={"Opportunity.NextStep": "edit"})
    assert integration.call("PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "x"}).status_code == 204
    assert caller.control("GET", "/setup")["field_rights"]["Opportunity.Amount"] == "hidden"


@effect
def record_visibility(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    switch(caller, object_rights={"Opportunity": "edit"}, field_rights={"Opportunity.NextStep": "edit"})
    switch(caller, record_visibility=[deal])
    one = f"SELECT Id FROM Opportunity WHERE Id = '{deal}'"
    assert (integration.query(one), len(caller.query(one))) == ([], 1)
    assert refusal(integration, "GET", f"/sobjects/Opportunity/{deal}")[:2] == (404, "NOT_FOUND")
    denied = refusal(integration, "PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "x"})
    assert denied[1:] == (
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "insufficient access rights on cross-reference id",
    )
    assert linked(integration, deal)[1] == "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"
    switch(caller, record_visibility="owned", object_rights={"Opportunity": "read"})
    assert integration.query("SELECT Id FROM Opportunity") == []
    switch(caller, object_rights={"Opportunity": "view_all"})
    assert integration.query("SELECT Id FROM Opportunity")


@effect
def api_disabled(caller: Caller, integration: Caller) -> None:
    switch(caller, api_disabled=True)
    words = "API is not enabled for this Organization or Partner"
    assert refusal(caller, "GET", "/limits") == (403, "API_DISABLED_FOR_ORG", words)


@effect
def api_versions(caller: Caller, integration: Caller) -> None:
    switch(caller, api_versions=[50, 66])
    assert refusal(caller, "GET", "/limits")[:2] == (404, "NOT_FOUND")
    offered = caller.http.get("/services/data").get_json()
    assert (offered[0]["version"], offered[-1]["version"]) == ("50.0", "66.0")
    headers = {"Authorization": f"Bearer {caller.token}"}
    assert caller.http.get("/services/data/v66.0/limits", headers=headers).status_code == 200
    assert caller.http.get("/services/data/v49.0/limits", headers=headers).status_code == 410


@effect
def my_domain_moved(caller: Caller, integration: Caller) -> None:
    switch(caller, my_domain_moved="https://renamed.my.salesforce.com")
    answer = caller.call("GET", "/limits", None, {}, x="1")
    assert (answer.status_code, answer.mimetype) == (302, "text/html")
    assert answer.location == "https://renamed.my.salesforce.com/services/data/v67.0/limits?x=1"
    assert caller.http.post("/services/oauth2/token").status_code == 302
    assert caller.http.get("/services/oauth2/authorize").status_code == 302


@effect
def maintenance(caller: Caller, integration: Caller) -> None:
    switch(caller, maintenance=True)
    assert refusal(caller, "GET", "/limits")[:2] == (503, "SERVER_UNAVAILABLE")
    assert caller.http.post("/services/oauth2/token").status_code == 503
    assert caller.control("GET", "/calls")["by_status"] == {"503": 1}


@effect
def refuse_writes(caller: Caller, integration: Caller) -> None:
    style = {"code": "CANNOT_EXECUTE_FLOW_TRIGGER", "message": "We can't save this record.", "status": 400}
    switch(caller, refuse_writes=style)
    assert refusal(integration, "POST", "/sobjects/ContentNote", NOTE) == (400, style["code"], style["message"])
    records = [{"attributes": {"type": "ContentNote"}, **NOTE}]
    (result,) = integration.call("POST", "/composite/sobjects", {"records": records}).get_json()
    assert result["errors"] == [{"statusCode": style["code"], "message": style["message"], "fields": []}]
    assert integration.query("SELECT Id FROM Opportunity LIMIT 1")
    switch(caller, refuse_writes={**style, "status": 503, "whole_call": True, "objects": ["ContentNote"]})
    assert integration.call("POST", "/composite/sobjects", {"records": records}).status_code == 503
    assert caller.create("Account", Name="Allowed")


@effect
def refusal_words(caller: Caller, integration: Caller) -> None:
    bad = {"Title": "T", "Content": base64.b64encode(b"<table>").decode()}
    assert "contains HTML tags" in refusal(integration, "POST", "/sobjects/ContentNote", bad)[2]
    switch(caller, refusal_words="general")
    assert refusal(integration, "POST", "/sobjects/ContentNote", bad)[2] == "Note could not be saved."


@effect
def publication_limit(caller: Caller, integration: Caller) -> None:
    switch(caller, publication_limit=2)
    assert integration.get("/limits")["ContentPublicationLimit"]["Remaining"] == 2
    records = [{"attributes": {"type": "ContentNote"}, **NOTE}] * 3
    expected = (500, "UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded")
    assert refusal(integration, "POST", "/composite/sobjects", {"records": records}) == expected
    note = integration.create("ContentNote", **NOTE)
    integration.create("ContentNote", **NOTE)
    assert refusal(integration, "POST", "/sobjects/ContentNote", NOTE) == expected
    assert integration.call("PATCH", f"/sobjects/ContentNote/{note}", {"Title": "Retired"}).status_code == 204
    assert integration.get("/limits")["ContentPublicationLimit"]["Remaining"] == 0
    switch(caller, publication_limit=None)
    assert integration.create("ContentNote", **NOTE)


@effect
def api_calls_left(caller: Caller, integration: Caller) -> None:
    switch(caller, api_calls_left=1)
    assert integration.call("GET", "/limits").status_code == 200
    words = "TotalRequests Limit exceeded."
    assert refusal(integration, "GET", "/limits") == (403, "REQUEST_LIMIT_EXCEEDED", words)


@effect
def storage_left(caller: Caller, integration: Caller) -> None:
    switch(caller, storage_left=0)
    assert refusal(integration, "POST", "/sobjects/ContentNote", NOTE)[1] == "STORAGE_LIMIT_EXCEEDED"
    assert caller.get("/limits")["FileStorageMB"]["Remaining"] == 0


@effect
def licence(caller: Caller, integration: Caller) -> None:
    mine = "SELECT Profile.Name, Profile.UserLicense.Name FROM User WHERE Username = 'integration@coach.local'"
    assert integration.query(mine)[0]["Profile"]["UserLicense"]["Name"] == "Salesforce Integration"
    switch(caller, licence="Salesforce")
    profile = integration.query(mine)[0]["Profile"]
    assert (profile["Name"], profile["UserLicense"]["Name"]) == ("Minimum Access - Salesforce", "Salesforce")
    assert integration.query("SELECT Id FROM Opportunity LIMIT 1")


@effect
def permission_set_licence(caller: Caller, integration: Caller) -> None:
    switch(caller, permission_set_licence=False)
    assert asked(integration, "SELECT Id FROM Opportunity")[1] == "INVALID_TYPE"
    user = caller.query("SELECT Id FROM User WHERE Username = 'integration@coach.local'")[0]["Id"]
    coach = caller.query("SELECT Id FROM PermissionSet WHERE Name = 'Coach'")[0]["Id"]
    assignment = {"PermissionSetId": coach, "AssigneeId": user}
    status, code, words = refusal(caller, "POST", "/sobjects/PermissionSetAssignment", assignment)
    assert (status, code) == (400, "FIELD_INTEGRITY_EXCEPTION")
    assert "The user license doesn't allow the permission: Read " in words
    (seat,) = caller.query("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'")
    caller.create("PermissionSetLicenseAssign", PermissionSetLicenseId=seat["Id"], AssigneeId=user)
    caller.create("PermissionSetAssignment", **assignment)
    assert integration.query("SELECT Id FROM Opportunity LIMIT 1")
    assert caller.control("GET", "/setup")["permission_set_licence"] is True


@effect
def user_rights(caller: Caller, integration: Caller) -> None:
    assert integration.query("SELECT Id FROM PermissionSetAssignment LIMIT 1")
    assert asked(integration, "SELECT Id FROM UserLogin")[1] == "INVALID_TYPE"
    switch(caller, user_rights={"ViewSetup": False, "ViewRoles": False, "ManageUsers": True})
    for absent in ("PermissionSetAssignment", "ObjectPermissions", "UserRole"):
        assert asked(integration, f"SELECT Id FROM {absent}")[1] == "INVALID_TYPE"
    assert integration.call("GET", "/limits").status_code == 403
    assert integration.query("SELECT Id FROM UserLogin LIMIT 1")
    assert caller.control("GET", "/setup")["user_rights"]["ViewSetup"] is False


@effect
def outbound_messages_allowed(caller: Caller, integration: Caller) -> None:
    records = caller.local_org.org.records
    caller.control("PATCH", "/outbound", {"paused": True})
    caller.control("PUT", "/outbound/messages/Deals", {"endpoint": "http://127.0.0.1:9/"})
    deal = records.query("SELECT Id, OwnerId, Owner.Username FROM Opportunity LIMIT 1", user_id=records.admin_id)[0]

    def told(user_id: str) -> int:
        before: int = caller.control("GET", "/outbound")["counts"]["pending"]
        records.update("Opportunity", deal["Id"], {}, user_id=user_id)
        after: int = caller.control("GET", "/outbound")["counts"]["pending"]
        return after - before

    integration_user = records.select("User", Username="integration@coach.local")[0]["Id"]
    assert (told(deal["OwnerId"]), told(str(integration_user))) == (1, 0)
    switch(caller, outbound_messages_allowed=False)
    assert told(deal["OwnerId"]) == 0
    switch(caller, outbound_messages_allowed=[deal["Owner"]["Username"]])
    assert told(deal["OwnerId"]) == 1
    assert caller.control("GET", "/setup")["outbound_messages_allowed"] == [deal["Owner"]["Username"]]


@effect
def field_history(caller: Caller, integration: Caller) -> None:
    deal = a_deal(caller)
    kept = f"SELECT Field FROM OpportunityFieldHistory WHERE OpportunityId = '{deal}' AND Field = 'NextStep'"
    before = len(caller.query(kept))
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "one"})
    switch(caller, field_history=["Amount"])
    caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "two"})
    assert len(caller.query(kept)) == before + 1
    too_many = {"field_history": [f"Field{number}__c" for number in range(21)]}
    assert caller.http.patch("/localorg/setup", json=too_many).status_code == 400


@effect
def jwt_audience(caller: Caller, integration: Caller) -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    caller.control("PUT", "/clients/script", {"certificate": public})

    def signed_in(audience: str) -> int:
        claims = {"iss": "script", "sub": "admin@coach.local", "aud": audience, "exp": time.time() + 60}
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": jwt.encode(claims, key, algorithm="RS256"),
        }
        return caller.http.post("/services/oauth2/token", data=form).status_code

    assert (signed_in("https://login.salesforce.com"), signed_in("http://localhost")) == (200, 200)
    switch(caller, jwt_audience=["login"])
    assert (signed_in("https://login.salesforce.com"), signed_in("http://localhost")) == (200, 400)


@effect
def userinfo_claims(caller: Caller, integration: Caller) -> None:
    def told() -> dict[str, object]:
        headers = {"Authorization": f"Bearer {caller.token}"}
        answer: dict[str, object] = caller.http.get("/services/oauth2/userinfo", headers=headers).get_json()
        return answer

    assert told()["name"] == "Robin Ashdown"
    switch(caller, userinfo_claims="by_scope")
    assert set(told()) == {"sub", "user_id", "organization_id"}


@effect
def dated_rates(caller: Caller, integration: Caller) -> None:
    ask = "SELECT IsoCode, ConversionRate, StartDate, NextStartDate FROM DatedConversionRate"
    assert asked(caller, ask)[1] == "INVALID_TYPE"
    switch(caller, dated_rates=True)
    for start, rate in (("2026-01-01", 0.9), ("2026-07-01", 0.8)):
        caller.create("DatedConversionRate", IsoCode="EUR", StartDate=start, ConversionRate=rate)
    rows = integration.query(f"{ask} WHERE IsoCode = 'EUR'")
    assert [(row["ConversionRate"], row["NextStartDate"]) for row in rows] == [(0.9, "2026-07-01"), (0.8, None)]
    for closes, shown_as in (("2026-03-01", 100.0), ("2026-08-01", 112.5)):
        deal = caller.create("Opportunity", Name="Dated", StageName="Prospecting", CloseDate=closes)
        caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"CurrencyIsoCode": "EUR", "Amount": 90})
        converted = f"SELECT convertCurrency(Amount) usd FROM Opportunity WHERE Id = '{deal}'"
        assert caller.query(converted)[0]["usd"] == shown_as


@effect
def profile_filtering(caller: Caller, integration: Caller) -> None:
    ask = "SELECT Owner.Profile.Name FROM Opportunity LIMIT 1"
    assert integration.query(ask)[0]["Owner"]["Profile"]["Name"] == "Standard User"
    switch(caller, profile_filtering=True)
    assert integration.query(ask)[0]["Owner"]["Profile"]["Name"] is None
    switch(caller, user_rights={"ViewAllProfiles": True})
    assert integration.query(ask)[0]["Owner"]["Profile"]["Name"] == "Standard User"


@effect
def pipeline_agent(caller: Caller, integration: Caller) -> None:
    change = {"opportunity": a_deal(caller), "values": {"NextStep": "Send the draft"}}
    assert caller.http.post("/localorg/agent", json=change).status_code == 409
    switch(caller, pipeline_agent="auto")
    assert caller.http.post("/localorg/agent", json=change).status_code == 200
    ask = f"SELECT LastModifiedBy.Name FROM Opportunity WHERE Id = '{change['opportunity']}'"
    assert caller.query(ask)[0]["LastModifiedBy"]["Name"] == "Pipeline Management Agent"
    held = (
        "SELECT Assignee.Name FROM PermissionSetAssignment "
        "WHERE PermissionSet.Name = 'PipelineManagementAgentAutonomousUser'"
    )
    assert [row["Assignee"]["Name"] for row in integration.query(held)] == ["Pipeline Management Agent"]
    switch(caller, pipeline_agent="suggest")
    assert integration.query(held) == []
