"""Answers of an org → facts: what was refused is not known, and never taken for a "no"."""

from typing import Any

from coach.doctor import OrgFacts
from coach.doctor.facts import OrgLimit, OutboundMessage, Rights
from coach.salesforce.faults import Fault
from coach.salesforce.survey.answers import Look
from coach.salesforce.survey.facts import facts_in
from coach.salesforce.survey.layouts import layout_addresses

DATA = "/services/data/v67.0"
LAYOUT = f"{DATA}/sobjects/Opportunity/describe/layouts"


def told(answers: dict[str, Any] | None = None, **faults: Fault) -> OrgFacts:
    return facts_in(OrgFacts(), Look(answers or {}, {}, faults), None, frozenset(), notes=True)


def rows(*records: dict[str, Any]) -> dict[str, Any]:
    return {"totalSize": len(records), "done": True, "records": list(records)}


def described(*, create: bool = True) -> dict[str, Any]:
    return {"fields": [{"name": "Id"}], "createable": create, "updateable": create}


def test_where_nothing_was_answered_nothing_is_known() -> None:
    facts = told()

    known = {name for name in OrgFacts.__dataclass_fields__ if getattr(facts, name)}
    assert known == set()
    assert (facts.chatter, facts.view_all, facts.sites, facts.open_links, facts.limits) == (None,) * 5


def test_an_object_that_describe_does_not_know_is_absent_and_one_that_failed_is_not() -> None:
    facts = told(
        {"Opportunity": described(), "ContentDocumentLink": described(create=False)},
        ContentNote=Fault("NOT_FOUND", "The requested resource does not exist", 404),
        FeedItem=Fault("UNKNOWN_EXCEPTION", "", 500),
    )

    assert facts.objects == {"Opportunity": Rights(True, True), "ContentDocumentLink": Rights(False, False)}
    assert facts.absent == {"ContentNote"}
    assert facts.chatter is None


def test_the_org_says_itself_whether_chatter_is_on_where_it_may_be_asked() -> None:
    off = {"connect": {"features": {"chatter": False, "defaultCurrencyIsoCode": "EUR"}}, "FeedItem": described()}

    assert (told(off).chatter, told(off).currency) == (False, "EUR")
    assert told({"FeedItem": described()}).chatter is True
    assert told(FeedItem=Fault("NOT_FOUND", "", 404)).chatter is False


def test_a_layout_is_called_by_the_record_type_that_shows_it() -> None:
    notes, classic = {"name": "AttachedContentNotes"}, {"name": "NotesAndAttachments"}
    mappings = [{"layoutId": "00h1", "name": "Master"}, {"layoutId": "00h2", "name": "Partner"}]
    layouts = [{"id": "00h1", "relatedLists": [notes]}, {"id": "00h2", "relatedLists": [classic]}]

    facts = told({"layouts": {"layouts": layouts, "recordTypeMappings": mappings}})

    assert facts.layouts == {"of record type Master": True, "of record type Partner": False}


def test_layouts_that_are_only_named_are_asked_for_one_by_one_and_nowhere_else() -> None:
    mappings = [
        {"name": "A", "urls": {"layout": f"{LAYOUT}/0121"}},
        {"name": "A again", "urls": {"layout": f"{LAYOUT}/0121"}},
        {"name": "B", "available": False, "urls": {"layout": f"{LAYOUT}/0122"}},
        {"name": "C", "urls": {"layout": "https://elsewhere.example/layout"}},
    ]

    asked = list(layout_addresses({"layouts": None, "recordTypeMappings": mappings}, DATA))

    assert asked == ["sobjects/Opportunity/describe/layouts/0121"]


def test_who_may_send_outbound_messages_is_told_by_set_and_by_profile() -> None:
    sends, does_not = {"PermissionsEnableNotifications": True}, {"PermissionsEnableNotifications": False}
    assigned = rows({"AssigneeId": "005A", "PermissionSet": sends}, {"AssigneeId": "005B", "PermissionSet": does_not})
    people = rows({"Id": "005C", "ProfileId": "00e1", "Profile": {"Name": "Sales", **sends}})

    facts = told({"assigned": assigned, "people": people})

    assert facts.senders == frozenset({"005A", "005C"})
    assert told({"assigned": assigned}).senders is None


def test_an_agent_that_was_switched_off_changes_nothing() -> None:
    autonomous = {"Name": "PipelineManagementAgentAutonomousUser"}
    on = {"AssigneeId": "005A", "Assignee": {"Name": "Agent", "IsActive": True}, "PermissionSet": autonomous}
    off = {"AssigneeId": "005B", "Assignee": {"Name": "Old agent", "IsActive": False}, "PermissionSet": autonomous}

    assert told({"assigned": rows(on, off)}).agents == ("Agent",)


def test_a_profile_without_a_name_is_one_that_is_hidden() -> None:
    named = {"ProfileId": "00e1", "Profile": {"Name": "Sales"}}

    assert told({"people": rows(named)}).profiles_hidden is False
    assert told({"people": rows(named, {"ProfileId": "00e2", "Profile": None})}).profiles_hidden is True
    assert told({"people": rows()}).profiles_hidden is None


def test_links_to_people_are_not_links_to_deals() -> None:
    links = rows(
        {"LinkedEntityId": "006Kx0000004C92IAE", "Visibility": "AllUsers"},
        {"LinkedEntityId": "006Kx0000004C93IAE", "Visibility": "InternalUsers"},
        {"LinkedEntityId": "005Kx0000004C92IAE", "Visibility": "AllUsers"},
    )

    assert told({"links": links}).open_links == 1


def test_limits_and_messages_are_taken_as_they_stand() -> None:
    facts = told(
        {
            "limits": {"DailyApiRequests": {"Max": 15000, "Remaining": 14998}, "MassEmail": {"Max": 1, "Remaining": 1}},
            "outbound": rows({"Name": "Coach", "EndpointUrl": "https://coach.example/x"}),
        }
    )

    assert facts.limits == {"DailyApiRequests": OrgLimit(14998, 15000)}
    assert facts.outbound == (OutboundMessage("Coach", "https://coach.example/x"),)
