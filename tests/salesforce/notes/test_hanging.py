"""Links: how notes hang on records."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from coach.model import Outcome
from coach.salesforce.org import SalesforceOrg
from tests.salesforce.fakes import (
    answer,
    note_work,
)
from tests.salesforce.notes.fakes import PaperNotes
from tests.salesforce.notes.work import only, refuses, works


@pytest.mark.parametrize(
    ("name", "share"),
    [("sharing_type_refused", ("V", "AllUsers")), ("visibility_refused", ("I", "InternalUsers"))],
)
def test_a_refused_way_to_share_gives_way_to_another_and_is_remembered(
    paper: PaperNotes, org: SalesforceOrg, name: str, share: tuple[str, str]
) -> None:
    def refuse(kind: str, fields: Mapping[str, Any]) -> Any:
        refused = kind == "ContentDocumentLink" and (fields["ShareType"], fields["Visibility"]) == ("I", "AllUsers")
        return answer(name) if refused else None

    paper.refuse = refuse
    assert only(org.write_notes(works(1))).outcome is Outcome.WRITTEN
    assert paper.shares() == [share]
    paper.calls.clear()
    org.write_notes([note_work(1)])
    assert len(paper.calls) == 1


def test_a_link_that_is_there_already_is_success_and_has_its_id(paper: PaperNotes, org: SalesforceOrg) -> None:
    before = only(org.write_notes(works(1)))
    work = replace(note_work(0), note_id=before.note_id)
    receipt = only(org.write_notes([work]))
    assert (receipt.outcome, receipt.note_id, receipt.link_id) == (Outcome.WRITTEN, before.note_id, before.link_id)
    assert len(paper.links) == 1


@pytest.mark.parametrize("code", ["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"])
def test_a_record_that_is_gone_is_told_with_the_note_that_hangs_nowhere(
    paper: PaperNotes, org: SalesforceOrg, code: str
) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, [{"errorCode": code, "message": "x"}])
    receipt = only(org.write_notes(works(1)))
    assert receipt.outcome is Outcome.RECORD_GONE
    assert receipt.note_id in paper.notes


def test_a_record_that_we_may_not_touch_is_for_an_admin(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, answer("cross_reference_access"))
    receipt = only(org.write_notes(works(1)))
    assert (receipt.outcome, receipt.code) == (Outcome.REFUSED, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")
