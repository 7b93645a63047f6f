"""Who changed what, and what acts under a user's name: an org on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import responses

from coach.engine.model import Edit, Editor, Edits, Nature
from coach.errors import TryAgain
from tests.salesforce.fakes import build_org, replies, signs_in
from tests.salesforce.paper import FIELDS, PaperOrg, Row

DEAL = "006xx0000000001AAA"
ANNA = "005xx0000000001AAA"
MORNING, NOON = "2026-05-01T08:00:00.000+0000", "2026-05-01T12:00:00.000+0000"
AT_NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BY_ANNA = Editor(ANNA, Nature.PERSON)
FIGURES = {"StageName": "picklist", "Amount": "currency", "CloseDate": "date", "Probability": "percent"}


def a_user(**more: Any) -> Row:
    """Anna's row, in each of the questions about her."""
    profile = {"UserLicense": {"Name": "Salesforce"}, "PermissionsApiUserOnly": False}
    return {"Id": ANNA, "Username": "anna@example.com", "UserType": "Standard", "Profile": profile} | more


def of_deal(**values: Any) -> Row:
    return {"OpportunityId": DEAL, "CreatedById": ANNA, "CreatedDate": NOON, **values}


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    history = FIELDS["OpportunityHistory"] | FIGURES | {"ForecastCategory": "picklist"}
    paper = PaperOrg(FIELDS | {"OpportunityHistory": history})
    paper.rows["User"] = [a_user()]
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def edits(**settings: Any) -> Edits:
    return build_org(**settings).edits([DEAL], frozenset({"Competitor__c", "VAC_Date__c"}))[DEAL]


def test_a_figure_was_changed_where_a_row_differs_from_the_one_before(paper: PaperOrg) -> None:
    before = of_deal(StageName="Prospecting", Amount=100, CloseDate="2026-06-30", CreatedDate=MORNING)
    paper.rows["OpportunityHistory"] = [before, {**before, "Amount": 150.5, "CreatedDate": NOON}]

    found = edits().edits

    assert [edit.fact for edit in found] == ["stage", "amount", "close_date", "amount"]
    assert found[-1] == Edit("amount", AT_NOON, BY_ANNA, Decimal("150.5"))
    assert found[2].value == date(2026, 6, 30)


def test_a_tracked_field_was_changed_where_it_has_a_row(paper: PaperOrg) -> None:
    paper.rows["OpportunityFieldHistory"] = [
        of_deal(Field="created", NewValue=None),
        of_deal(Field="NextStep", NewValue="Call Noor"),
        of_deal(Field="VAC_Date__c", NewValue="2026-06-30"),
        of_deal(Field="Unasked__c", NewValue="x"),
        of_deal(Field="Owner", NewValue=ANNA),
    ]

    assert edits().edits == (
        Edit("next_step", AT_NOON, BY_ANNA, "Call Noor"),
        Edit("fields.VAC_Date__c", AT_NOON, BY_ANNA, date(2026, 6, 30)),
        Edit("owner", AT_NOON, BY_ANNA, None, has_value=False),
    )


def test_of_long_text_the_history_does_not_tell_to_what_it_was_changed(paper: PaperOrg) -> None:
    paper.objects["Opportunity"] = FIELDS["Opportunity"] | {"Competitor__c": "multipicklist"}
    paper.rows["OpportunityFieldHistory"] = [of_deal(Field="Competitor__c", NewValue=None)]

    assert edits().edits == (Edit("fields.Competitor__c", AT_NOON, BY_ANNA, None, has_value=False),)


def test_beside_the_deal_it_is_told_who_brought_in_contacts_and_changed_line_items(paper: PaperOrg) -> None:
    paper.rows["OpportunityContactRole"] = [of_deal(), of_deal()]
    paper.rows["OpportunityLineItem"] = [{"Id": "00kxx0000000001AAA", "OpportunityId": DEAL, "LastModifiedById": ANNA}]

    found = edits()

    assert found.contact_roles == (BY_ANNA, BY_ANNA)
    assert found.products == {"00kxx0000000001AAA": BY_ANNA}


@pytest.mark.parametrize(
    "kept", ["OpportunityFieldHistory", "OpportunityHistory", "OpportunityContactRole", "OpportunityLineItem"]
)
def test_a_history_that_is_kept_from_us_is_missing_and_the_rest_is_there(paper: PaperOrg, kept: str) -> None:
    paper.refusals[kept] = [{"errorCode": "INVALID_TYPE", "message": f"sObject type '{kept}' is not supported."}]
    paper.rows["OpportunityFieldHistory"] = [of_deal(Field="NextStep", NewValue="Call Noor")]
    paper.rows["OpportunityContactRole"] = [of_deal()]

    found = edits()

    assert (found.contact_roles is None) is (kept == "OpportunityContactRole")
    assert bool(found.edits) is (kept != "OpportunityFieldHistory")
    assert (found.products is None) is (kept == "OpportunityLineItem")


def test_a_history_that_cannot_be_read_for_a_moment_is_no_history_without_rows(paper: PaperOrg) -> None:
    paper.refusals["OpportunityFieldHistory"] = [{"errorCode": "SERVER_UNAVAILABLE", "message": "Not now."}]
    paper.status = 503

    with pytest.raises(TryAgain):
        edits()


def test_many_deals_cost_one_call_and_a_user_is_asked_about_once(paper: PaperOrg) -> None:
    paper.rows["OpportunityFieldHistory"] = [of_deal(Field="NextStep", NewValue="Call Noor")]
    org = build_org()
    org.edits([DEAL], frozenset())
    before = len(paper.calls)

    org.edits([DEAL, "006xx0000000002AAA"], frozenset())

    assert len(paper.calls) == before + 1


def nature(paper: PaperOrg, **settings: Any) -> Nature:
    paper.rows["OpportunityContactRole"] = [of_deal()]
    roles = edits(**settings).contact_roles
    assert roles
    return roles[0].nature


PROGRAM = {"UserLicense": {"Name": "Salesforce Integration"}}
ONLY_API = {"UserLicense": {"Name": "Salesforce"}, "PermissionsApiUserOnly": True}


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (a_user(), Nature.PERSON),
        (a_user(UserType="PowerPartner"), Nature.PERSON),
        (a_user(Profile=None), Nature.PERSON),
        (a_user(UserType="AutomatedProcess"), Nature.AUTOMATION),
        (a_user(UserType="CloudIntegrationUser"), Nature.AUTOMATION),
        (a_user(Profile=PROGRAM), Nature.AUTOMATION),
        (a_user(Profile=ONLY_API), Nature.AUTOMATION),
        (a_user(UserType="Guest"), Nature.NOT_KNOWN),
        (a_user(UserType=None), Nature.NOT_KNOWN),
    ],
)
def test_what_acts_under_a_users_name_is_told_by_type_licence_and_profile(
    paper: PaperOrg, user: Row, expected: Nature
) -> None:
    paper.rows["User"] = [user]

    assert nature(paper) is expected


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ({"Name": "Sales", "PermissionsApiUserOnly": False}, Nature.PERSON),
        ({"Name": "PipelineManagementAgentAutonomousUser", "PermissionsApiUserOnly": False}, Nature.AUTOMATION),
        ({"Name": "Programs", "PermissionsApiUserOnly": True}, Nature.AUTOMATION),
    ],
)
def test_what_acts_under_a_users_name_is_told_by_permission_sets(
    paper: PaperOrg, granted: Row, expected: Nature
) -> None:
    paper.rows["PermissionSetAssignment"] = [{"AssigneeId": ANNA, "PermissionSet": granted}]

    assert nature(paper) is expected


@pytest.mark.parametrize("named", [ANNA, ANNA[:15], "Anna@Example.com", "quote_to_cash"])
def test_an_operator_names_further_programs(paper: PaperOrg, named: str) -> None:
    set_ = {"Name": "Quote_To_Cash", "PermissionsApiUserOnly": False}
    paper.rows["PermissionSetAssignment"] = [{"AssigneeId": ANNA, "PermissionSet": set_}]

    assert nature(paper, automated_users=(named,)) is Nature.AUTOMATION


def test_where_permission_sets_are_kept_from_us_an_agent_could_be_anybody(paper: PaperOrg) -> None:
    refusal = [{"errorCode": "INVALID_TYPE", "message": "sObject type 'PermissionSetAssignment' is not supported."}]
    paper.refusals["PermissionSetAssignment"] = refusal

    assert nature(paper) is Nature.UNSURE


def test_a_user_whom_the_org_does_not_show_is_not_known(paper: PaperOrg) -> None:
    paper.rows["User"] = []

    assert nature(paper) is Nature.NOT_KNOWN
