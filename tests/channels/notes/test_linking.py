"""Links: how notes hang on records."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.app.org import SalesforceOrg
from coach.engine.model import Outcome
from tests.channels.notes.fakes import PaperNotes
from tests.channels.notes.work import only, refuses, works
from tests.salesforce.fakes import DictMemory, Hands, answer, build_org, note_work


def refuse_sharing(paper: PaperNotes, *refused: str) -> None:
    """The org objects to these share types and visibilities, one at a time, the type first."""

    def refuse(kind: str, fields: Mapping[str, Any]) -> Any:
        if kind != "ContentDocumentLink":
            return None
        if fields["ShareType"] in refused:
            return answer("sharing_type_refused")
        return answer("visibility_refused") if fields["Visibility"] in refused else None

    paper.refuse = refuse


def test_a_note_is_for_the_orgs_own_people(paper: PaperNotes, org: SalesforceOrg) -> None:
    org.notes.write_notes(works(1))
    assert paper.shares() == [("I", "InternalUsers")]


@pytest.mark.parametrize(
    ("refused", "share"),
    [
        (["I"], ("V", "InternalUsers")),
        (["InternalUsers"], ("I", "AllUsers")),
        (["I", "InternalUsers"], ("V", "AllUsers")),
    ],
)
def test_a_refused_way_to_share_gives_way_to_another_and_is_remembered(
    paper: PaperNotes, org: SalesforceOrg, refused: list[str], share: tuple[str, str]
) -> None:
    refuse_sharing(paper, *refused)
    assert only(org.notes.write_notes(works(1))).outcome is Outcome.WRITTEN
    assert paper.shares() == [share]
    paper.calls.clear()
    org.notes.write_notes([note_work(1)])
    assert len(paper.calls) == 1


def test_where_no_way_to_share_works_an_admin_is_told_where_to_click(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuse_sharing(paper, "I", "V")
    receipt = only(org.notes.write_notes(works(1)))
    assert receipt.outcome is Outcome.REFUSED
    assert "Setup → Salesforce CRM Content" in receipt.sentence


def test_what_is_remembered_to_be_refused_is_tried_again_the_next_day(paper: PaperNotes, memory: DictMemory) -> None:
    hands = Hands()
    refuse_sharing(paper, "InternalUsers")
    build_org(memory, hands).notes.write_notes(works(1))
    refuse_sharing(paper)
    hands.pass_by(timedelta(days=1))
    build_org(memory, hands).notes.write_notes([note_work(1)])
    assert paper.shares() == [("I", "AllUsers"), ("I", "InternalUsers")]


def test_one_odd_record_does_not_open_the_notes_on_others(paper: PaperNotes, org: SalesforceOrg) -> None:
    odd = note_work(0).opportunity_id

    def refuse(kind: str, fields: Mapping[str, Any]) -> Any:
        limited = fields.get("LinkedEntityId") == odd and fields["Visibility"] == "InternalUsers"
        return answer("visibility_refused") if limited else None

    paper.refuse = refuse
    org.notes.write_notes(works(3))
    org.notes.write_notes([note_work(7)])
    assert paper.shares().count(("I", "InternalUsers")) == 3
    assert paper.shares().count(("I", "AllUsers")) == 1


def test_a_link_that_is_there_already_is_success_and_has_its_id(paper: PaperNotes, org: SalesforceOrg) -> None:
    before = only(org.notes.write_notes(works(1)))
    work = replace(note_work(0), note_id=before.note_id, version=before.version)
    receipt = only(org.notes.write_notes([work]))
    assert (receipt.outcome, receipt.note_id, receipt.link_id) == (Outcome.WRITTEN, before.note_id, before.link_id)
    assert len(paper.links) == 1


@pytest.mark.parametrize("code", ["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"])
def test_a_record_that_is_gone_is_told_with_the_note_that_hangs_nowhere(
    paper: PaperNotes, org: SalesforceOrg, code: str
) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, [{"errorCode": code, "message": "x"}])
    paper.gone = {note_work(0).opportunity_id}
    receipt = only(org.notes.write_notes(works(1)))
    assert receipt.outcome is Outcome.RECORD_GONE
    assert receipt.note_id in paper.notes


@pytest.mark.parametrize("code", ["NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"])
def test_a_record_that_a_query_still_lists_is_not_taken_for_gone(
    paper: PaperNotes, org: SalesforceOrg, code: str
) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, [{"errorCode": code, "message": "x"}])
    receipt = only(org.notes.write_notes(works(1)))
    assert (receipt.outcome, receipt.code) == (Outcome.TRY_AGAIN, "NOT_FOUND")
    assert receipt.note_id in paper.notes
    assert "an admin checks" in receipt.sentence


def test_a_record_that_we_may_not_touch_is_for_an_admin(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, answer("cross_reference_access"))
    receipt = only(org.notes.write_notes(works(1)))
    assert (receipt.outcome, receipt.code) == (Outcome.REFUSED, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")
