"""What an org says of itself in rows: fields, the caller's permissions, what is sent out."""

from collections.abc import Sequence

import pytest

from localorg.tests.conftest import Caller
from localorg.tests.test_switches import asked, switch


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
        "SELECT RecordId, HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess "
        f"WHERE UserId = '{user}' AND RecordId = '{deal}'"
    )
    (row,) = caller.query(ask)
    assert (row["HasReadAccess"], row["HasEditAccess"], row["MaxAccessLevel"]) == (True, False, "Read")
    switch(caller, record_visibility=[deal])
    assert caller.query(ask)[0]["MaxAccessLevel"] == "None"


ASK_ACCESS = (
    "SELECT RecordId FROM UserRecordAccess WHERE UserId = '{user}' AND RecordId IN ({deals}) AND HasReadAccess = true"
)


def person(caller: Caller, name: str) -> str:
    return str(caller.query(f"SELECT Id FROM User WHERE Username = '{name}@aldermere.example'")[0]["Id"])


def readable(caller: Caller, user: str, deals: Sequence[str]) -> set[str]:
    listed = ",".join(f"'{each}'" for each in deals)
    return {row["RecordId"] for row in caller.query(ASK_ACCESS.format(user=user, deals=listed))}


def test_where_deals_are_private_people_see_their_own_and_those_of_people_below_them(caller: Caller) -> None:
    alex, jonas, hana, priya = (person(caller, name) for name in ("alex", "jonas", "hana", "priya"))
    deals = [row["Id"] for row in caller.query(f"SELECT Id FROM Opportunity WHERE OwnerId = '{alex}' LIMIT 3")]
    assert all(readable(caller, each, deals) == set(deals) for each in (alex, jonas, hana, priya))

    switch(caller, record_visibility="owned")

    assert [readable(caller, each, deals) for each in (alex, jonas)] == [set(deals)] * 2
    assert [readable(caller, each, deals) for each in (hana, priya)] == [set()] * 2


def test_what_the_caller_may_not_read_it_learns_nothing_about(caller: Caller, integration: Caller) -> None:
    deals = [row["Id"] for row in caller.query("SELECT Id FROM Opportunity LIMIT 2")]
    hana = person(caller, "hana")
    switch(caller, record_visibility=[deals[0]])

    assert readable(integration, hana, deals) == {deals[1]}
    assert readable(caller, hana, deals) == set(deals)


@pytest.mark.parametrize(
    ("soql", "code", "says"),
    [
        ("SELECT RecordId FROM UserRecordAccess", "MALFORMED_QUERY", "a single UserId"),
        ("SELECT RecordId FROM UserRecordAccess WHERE UserId = '{user}'", "MALFORMED_QUERY", "by RecordId"),
        (
            "SELECT RecordId FROM UserRecordAccess WHERE UserId IN ('{user}') AND RecordId = '{deal}'",
            "MALFORMED_QUERY",
            "UserId",
        ),
        (
            "SELECT HasReadAccess FROM UserRecordAccess WHERE UserId = '{user}' AND RecordId = '{deal}'",
            "INVALID_FIELD",
            "must be",
        ),
        (
            (
                "SELECT RecordId, HasEditAccess FROM UserRecordAccess "
                "WHERE UserId = '{user}' AND RecordId = '{deal}' AND HasReadAccess = true"
            ),
            "INVALID_FIELD",
            "Can select only RecordId",
        ),
    ],
)
def test_access_can_only_be_asked_as_the_platform_lets_it_be(caller: Caller, soql: str, code: str, says: str) -> None:
    deal = caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"]

    answered = asked(caller, soql.format(user=person(caller, "hana"), deal=deal))

    assert answered[1] == code
    assert says in answered[2]


def test_access_to_more_than_200_records_is_too_much(caller: Caller) -> None:
    deals = ",".join(f"'006{number:012}AAA'" for number in range(201))
    assert asked(caller, ASK_ACCESS.format(user=person(caller, "hana"), deals=deals))[1] == "MALFORMED_QUERY"
