"""What an org says of itself in rows: fields, the caller's permissions, what is sent out."""

from tests.localorg.conftest import Caller
from tests.localorg.setup.test_switches import asked, switch


def test_a_field_says_whether_its_history_is_kept(caller: Caller) -> None:
    ask = (
        "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Opportunity' "
        "AND IsFieldHistoryTracked = true"
    )
    assert "NextStep" in {row["QualifiedApiName"] for row in caller.query(ask)}
    switch(caller, field_history=["Amount"])
    assert [row["QualifiedApiName"] for row in caller.query(ask)] == ["Amount"]


def test_everybody_reads_what_they_themselves_may(caller: Caller, integration: Caller) -> None:
    ask = "SELECT PermissionsViewSetup, PermissionsModifyAllData FROM UserPermissionAccess"
    assert [row["PermissionsModifyAllData"] for row in caller.query(ask)] == [True]
    (row,) = integration.query(ask)
    assert (row["PermissionsViewSetup"], row["PermissionsModifyAllData"]) == (True, False)


def test_outbound_messages_are_known_to_the_tooling_api_alone(caller: Caller, integration: Caller) -> None:
    caller.control("PUT", "/outbound/messages/Coach", {"endpoint": "https://coach.example/hooks"})
    ask = (
        "SELECT Name, EndpointUrl FROM WorkflowOutboundMessage WHERE EntityDefinition.QualifiedApiName = 'Opportunity'"
    )
    (row,) = integration.get("/tooling/query", q=ask)["records"]
    assert (row["Name"], row["EndpointUrl"]) == ("Coach", "https://coach.example/hooks")
    assert asked(integration, ask)[1] == "INVALID_TYPE"


def test_triggers_and_rules_can_be_told(caller: Caller, integration: Caller) -> None:
    caller.create("ApexTrigger", Name="NoLinks", TableEnumOrId="ContentDocumentLink")
    assert integration.query("SELECT Name FROM ApexTrigger WHERE Status = 'Active'")[0]["Name"] == "NoLinks"
    assert integration.get("/tooling/query", q="SELECT ValidationName FROM ValidationRule")["records"] == []


def test_the_org_says_how_deals_are_shared(caller: Caller) -> None:
    ask = "SELECT DefaultOpportunityAccess, OrganizationType FROM Organization"
    assert caller.query(ask)[0]["DefaultOpportunityAccess"] == "Edit"
    switch(caller, record_visibility="owned")
    assert caller.query(ask)[0]["DefaultOpportunityAccess"] == "None"
    assert caller.query(ask)[0]["OrganizationType"] == "Enterprise Edition"


def test_a_site_is_a_network(caller: Caller, integration: Caller) -> None:
    assert asked(integration, "SELECT Name FROM Network")[1] == "INVALID_TYPE"
    switch(caller, experience_site=True)
    assert integration.query("SELECT Status FROM Network")[0]["Status"] == "Live"


def test_it_can_be_asked_what_somebody_may_do_with_a_record(caller: Caller) -> None:
    user = caller.query("SELECT Id FROM User WHERE Username = 'integration@coach.local'")[0]["Id"]
    deal = caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"]
    ask = (
        "SELECT HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess "
        f"WHERE UserId = '{user}' AND RecordId = '{deal}'"
    )
    (row,) = caller.query(ask)
    assert (row["HasReadAccess"], row["HasEditAccess"], row["MaxAccessLevel"]) == (True, False, "Read")
    switch(caller, record_visibility=[deal])
    assert caller.query(ask)[0]["MaxAccessLevel"] == "None"
