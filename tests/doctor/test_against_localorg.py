"""An org with one thing wrong: the doctor names it, and is silent about it once it is mended as its sentence says.

All of it happens over HTTP and the command line, as it would to somebody who sets Coach up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from localorg.apps.clients import ADMIN_USERNAME, INTEGRATION_USERNAME
from tests.doctor.desk import PLAYBOOK, Desk

Step = Callable[[Desk], object]
TOKEN = "Zq81nMw0pLx7Rt5vKd3yBc9s"
HERE = "https://coach.acme.com"
DOOR = {"COACH_OUTBOUND_TOKENS": TOKEN, "COACH_PUBLIC_URL": HERE}
ENDPOINT = f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}"
FLOW = ("flow.client_credentials",)
FOLLOWS = PLAYBOOK + "adherence: {within_days: 7, seen: {next_step: {changed: true}}}\n"

BY_PROFILE = PLAYBOOK.replace("  closed: false", "  owner_profile: {is: Standard User}")


@dataclass(frozen=True)
class State:
    """``wrong`` and ``right`` are what somebody does in the org or the folder, the settings what the operator sets."""

    wrong: Step = lambda _: None
    right: Step = lambda _: None
    with_wrong: Mapping[str, str] = field(default_factory=dict)
    with_right: Mapping[str, str] = field(default_factory=dict)


def switched(wrong: dict[str, Any], right: dict[str, Any], **settings: str) -> State:
    """Setup as it is wrong, and as the sentence says."""
    return State(lambda desk: desk.set_up(**wrong), lambda desk: desk.set_up(**right), settings, settings)


def set_to(name: str, wrong: str, right: str | None = None) -> State:
    """One setting, wrong and right; None leaves it as it was."""
    return State(with_wrong={name: wrong}, with_right={} if right is None else {name: right})


def sends_to(wrong: str | None, right: str) -> State:
    """Where the outbound message goes; None for no message."""
    return State(
        lambda desk: desk.message(wrong) if wrong else desk.no_message(), lambda desk: desk.message(right), DOOR, DOOR
    )


def written(wrong: str, right: str = PLAYBOOK) -> State:
    """What stands in the folder."""
    return State(lambda desk: desk.playbook("big-deals", wrong), lambda desk: desk.playbook("big-deals", right))


def both(one: Step, other: Step) -> Step:
    """One after the other."""

    def steps(desk: Desk) -> None:
        one(desk)
        other(desk)

    return steps


def rights(**system: bool) -> dict[str, Any]:
    """System permissions of the permission set."""
    return {"user_rights": system}


STATES: Mapping[str, State] = {
    # signing in
    "settings": set_to("COACH_SALESFORCE_URL", "https://login.salesforce.com"),
    "other-org": set_to("COACH_SALESFORCE_ORG_ID", "00D000000000001"),
    "app-unknown": set_to("COACH_SALESFORCE_CONSUMER_SECRET", "not-the-secret"),
    "address-moved": switched({"my_domain_moved": "https://new.my.salesforce.com"}, {"my_domain_moved": ""}),
    "org-not-reached": switched({"maintenance": True}, {"maintenance": False}),
    "run-as-missing": State(lambda desk: desk.user(IsActive=False), lambda desk: desk.user(IsActive=True)),
    "app-not-approved": State(Desk.app_policies, lambda desk: desk.app_policies(INTEGRATION_USERNAME, "Coach")),
    "scope-missing": State(
        lambda desk: desk.app_settings("scope.openid", *FLOW), lambda desk: desk.app_settings("scope.api", *FLOW)
    ),
    "flow-off": State(
        lambda desk: desk.app_settings("scope.api", "flow.web_server"),
        lambda desk: desk.app_settings("scope.api", *FLOW),
    ),
    "wrong-user": State(
        lambda desk: desk.app_policies(ADMIN_USERNAME, permitted="self"),
        lambda desk: desk.app_policies(INTEGRATION_USERNAME, "Coach"),
    ),
    "api-off": switched({"api_disabled": True}, {"api_disabled": False}),
    "api-version": switched({"api_versions": [31, 66]}, {"api_versions": [31, 67]}),
    "api-version-newer": switched({"api_versions": [31, 68]}, {"api_versions": [31, 67]}),
    # access
    "permission-set-licence": switched({"permission_set_licence": False}, {"permission_set_licence": True}),
    "licence": switched({"licence": "Salesforce"}, {"licence": "Salesforce Integration"}),
    "opportunity-hidden": switched(
        {"object_rights": {"Opportunity": "none"}}, {"object_rights": {"Opportunity": "view_all"}}
    ),
    "objects-hidden": switched({"object_rights": {"Product2": "none"}}, {"object_rights": {"Product2": "read"}}),
    "fields-hidden": switched(
        {"field_rights": {"Opportunity.Amount": "hidden"}}, {"field_rights": {"Opportunity.Amount": "read"}}
    ),
    "view-all": switched(
        {"object_rights": {"Opportunity": "read"}, "record_visibility": "owned"},
        {"object_rights": {"Opportunity": "view_all"}},
    ),
    "no-deal-seen": switched(
        {"object_rights": {"Opportunity": "read"}, "record_visibility": "owned"}, {"record_visibility": "all"}
    ),
    "users-hidden": switched(rights(ViewRoles=False), rights(ViewRoles=True)),
    "setup-hidden": switched(rights(ViewSetup=False), rights(ViewSetup=True)),
    "too-many-rights": switched(rights(ModifyAllData=True), rights(ModifyAllData=False)),
    # notes
    "notes-off": switched({"notes_enabled": False}, {"notes_enabled": True}),
    "chatter-off": switched({"chatter_enabled": False}, {"chatter_enabled": True}),
    "crm-content-off": switched({"crm_content_enabled": False}, {"crm_content_enabled": True}),
    "internal-only-refused": State(
        both(
            lambda desk: desk.set_up(experience_site=True, internal_users_refused=True),
            Desk.write_test,
        ),
        both(lambda desk: desk.set_up(internal_users_refused=False), Desk.write_test),
    ),
    "triggers-on-notes": State(
        lambda desk: desk.trigger("Active"),
        Desk.write_test,
    ),
    "notes-not-on-layout": switched({"note_layout": "classic"}, {"note_layout": "notes"}),
    # events
    "no-door": State(with_right=DOOR),
    "user-sends-events": switched(rights(EnableNotifications=True), rights(EnableNotifications=False)),
    "no-outbound-message": sends_to(None, f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}"),
    "no-flow": State(
        lambda desk: desk.message(ENDPOINT, active=False), lambda desk: desk.message(ENDPOINT, active=True), DOOR, DOOR
    ),
    "outbound-address": sends_to(f"{HERE}/hooks/outbound", f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}"),
    "outbound-not-secure": sends_to(
        f"http://coach.acme.com/hooks/salesforce/outbound-messages/{TOKEN}",
        f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}",
    ),
    "reps-send-no-events": State(
        both(lambda desk: desk.message(f"{HERE}/x"), lambda desk: desk.set_up(outbound_messages_allowed=False)),
        lambda desk: desk.set_up(outbound_messages_allowed=True),
    ),
    # deals
    "agent-changes-deals": switched({"pipeline_agent": "auto"}, {"pipeline_agent": "suggest"}),
    "profiles-hidden": State(
        both(lambda desk: desk.playbook("big-deals", BY_PROFILE), lambda desk: desk.set_up(profile_filtering=True)),
        lambda desk: desk.set_up(user_rights={"ViewAllProfiles": True}),
    ),
    "currency-unknown": State(
        lambda desk: desk.playbook("big-deals", PLAYBOOK.replace("1000", "1000, currency: USD")),
        with_wrong={"COACH_SALESFORCE_CURRENCY": ""},
        with_right={"COACH_SALESFORCE_CURRENCY": "USD"},
    ),
    "currency-other": set_to("COACH_SALESFORCE_CURRENCY", "EUR", "USD"),
    "history-not-tracked": State(
        both(lambda desk: desk.playbook("big-deals", FOLLOWS), lambda desk: desk.set_up(field_history=["Amount"])),
        lambda desk: desk.set_up(field_history=["Amount", "NextStep"]),
    ),
    # limits
    "api-calls": switched({"api_calls_left": 0}, {"api_calls_left": 90_000}),
    "note-versions": switched({"publication_limit": 1}, {"publication_limit": None}),
    # the service
    "database-old": State(lambda desk: desk.forget_database(), lambda desk: desk.migrate()),
    "database-foreign": State(Desk.of_another_version, both(Desk.forget_database, Desk.migrate)),
    "weak-secret": set_to("COACH_BEARER_TOKENS", "b" * 24, TOKEN),
    "broker-away": set_to("CLOUDAMQP_URL", "redis://127.0.0.1:1/0"),
    "playbooks-broken": written(PLAYBOOK + "colour: red\n"),
    "no-playbook-live": written(PLAYBOOK.replace("live", "draft")),
    "playbooks-and-org": written(PLAYBOOK.replace("  closed: false", "  stage: {is: Propsal}")),
    "no-pages": State(with_right={"COACH_PUBLIC_URL": HERE, "COACH_SECRET_KEY": "0123456789abcdef" * 3}),
}
"""Finding → what brings it about, and what mends it as the sentence says."""


@pytest.mark.parametrize("name", sorted(STATES))
def test_what_is_wrong_is_named_and_silent_once_it_is_mended(desk: Desk, name: str) -> None:
    state = STATES[name]

    state.wrong(desk)
    first = desk.findings(**state.with_wrong)
    state.right(desk)
    again = desk.findings(**state.with_right)

    assert name in first
    assert name not in again


def test_a_user_without_its_permission_set_is_one_finding_and_not_a_wall(desk: Desk) -> None:
    desk.take_rights()
    without = desk.findings()
    desk.give_rights()

    assert set(without) - set(desk.findings()) == {"permission-set-licence"}


def test_every_field_that_is_missing_is_told_at_once_and_by_one_finding(desk: Desk) -> None:
    names = [f"Opportunity.{name}" for name in ("Amount", "NextStep", "Competitor__c", "Metrics__c", "LeadSource")]
    asks = "  next_step: {empty: false}\n  lead_source: {empty: false}\n"
    own = "  fields:\n    Competitor__c: {empty: false}\n    Metrics__c: {empty: false}\n"
    desk.playbook("big-deals", PLAYBOOK.replace("  closed: false\n", asks + own))
    desk.set_up(field_rights=dict.fromkeys(names, "hidden"))

    findings = desk.findings()

    assert all(f"{name} (big-deals)" in findings["fields-hidden"] for name in names)
    assert "playbooks-and-org" not in findings


def test_a_setting_that_is_only_used_to_sign_in_is_told_as_a_setting(desk: Desk) -> None:
    by_key = {"COACH_SALESFORCE_PRIVATE_KEY": "nonsense", "COACH_SALESFORCE_USERNAME": "coach@acme.com"}
    found = desk.findings(COACH_SALESFORCE_CONSUMER_SECRET="", **by_key)

    assert found.keys() == {"settings"}
    assert "COACH_SALESFORCE_PRIVATE_KEY is neither a PEM key nor a readable file" in found["settings"]


def test_looking_makes_no_database(desk: Desk) -> None:
    desk.forget_database()

    findings = desk.findings()

    assert "database-old" in findings
    assert "playbooks-broken" not in findings
    assert not (desk.folder / "var" / "coach.db").exists()


def test_a_new_org_that_is_set_up_as_the_page_asks_leaves_nothing_that_must_be_done(desk: Desk) -> None:
    desk.message(f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}")
    told = desk.told(**DOOR)

    assert {one["id"]: one["severity"] for one in told["findings"]} == {
        "no-event-yet": "warning",
        "no-pages": "hint",
        "no-worker": "warning",
    }
    assert told["status"] == 0
    assert set(told["not_looked_at"]) <= {
        "data-storage",
        "file-storage",
        "events-stopped",
        "no-reconcile",
        "write-test-failed",
    }


def test_notes_that_outsiders_can_read_are_counted_until_the_service_has_closed_them(desk: Desk) -> None:
    desk.run("doctor", "--canary", "--deal", desk.a_deal())
    desk.set_up(experience_site=True)

    findings = desk.findings()

    assert findings["outsiders-read"].startswith("1 note can be read by partners")
    assert "site" in findings


def test_looking_changes_nothing_and_takes_few_calls(desk: Desk) -> None:
    before = desk.org.query("SELECT COUNT(Id) n FROM ContentDocument")
    desk.org.forget_calls()
    desk.told()

    assert desk.org.calls() <= 9
    assert desk.org.query("SELECT COUNT(Id) n FROM ContentDocument") == before


def test_check_answers_as_it_did(desk: Desk) -> None:
    assert desk.run("check", "--json").stdout == desk.run("doctor", "--json").stdout
    assert "\n  check " not in desk.run("--help").stdout
