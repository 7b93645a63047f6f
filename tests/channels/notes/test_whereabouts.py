"""Looking at notes that were written: what people removed is told from what was lost."""

from typing import Any

import pytest
import responses

from coach.channels.notes.nouns import NotePlace, NoteSighting
from coach.ports import Whereabouts
from tests.salesforce.fakes import build_org, numbered_id, replies, signs_in
from tests.salesforce.paper import PaperOrg

NOTE, LINK, DEAL, OWNER = (numbered_id(prefix, 1) for prefix in ("069", "06A", "006", "005"))
PLACE = NotePlace(DEAL, NOTE)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    paper.rows["Opportunity"] = [{"Id": DEAL}]
    paper.rows["ContentDocument"] = [{"Id": NOTE, "IsDeleted": False}]
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def link(**more: Any) -> dict[str, Any]:
    own = {"Id": LINK, "ContentDocumentId": NOTE, "LinkedEntityId": DEAL, "IsDeleted": False}
    return {**own, "Visibility": "InternalUsers", **more}


def look() -> NoteSighting:
    return build_org().notes.look_at_notes({"card-1": PLACE})["card-1"]


def test_a_note_on_its_record_is_there_and_says_who_may_see_it(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link(Id=numbered_id("06A", 2), LinkedEntityId=OWNER), link()]
    assert look() == NoteSighting(Whereabouts.THERE, LINK, outsiders=False)
    paper.rows["ContentDocumentLink"] = [link(Visibility="AllUsers")]
    assert look() == NoteSighting(Whereabouts.THERE, LINK, outsiders=True)


@pytest.mark.parametrize(
    ("documents", "links", "where"),
    [
        ([], [], Whereabouts.LOST),
        ([{"Id": NOTE, "IsDeleted": True}], [link(IsDeleted=True)], Whereabouts.REMOVED),
        ([{"Id": NOTE, "IsDeleted": False}], [link(IsDeleted=True)], Whereabouts.REMOVED),
        ([{"Id": NOTE, "IsDeleted": False}], [link(LinkedEntityId=OWNER)], Whereabouts.UNLINKED),
    ],
)
def test_what_lies_in_the_recycle_bin_was_removed_and_what_is_nowhere_was_lost(
    paper: PaperOrg, documents: list[Any], links: list[Any], where: Whereabouts
) -> None:
    paper.rows["ContentDocument"], paper.rows["ContentDocumentLink"] = documents, links
    assert look().where is where
    paper.rows["Opportunity"] = []
    assert look().where is Whereabouts.NOT_TOLD


def test_a_link_that_was_made_again_counts_not_the_one_that_was_deleted(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link(IsDeleted=True), link(Id=numbered_id("06A", 2))]
    assert look() == NoteSighting(Whereabouts.THERE, numbered_id("06A", 2))


def test_a_thousand_notes_that_are_well_cost_one_call(paper: PaperOrg) -> None:
    notes = [numbered_id("069", number) for number in range(1_000)]
    paper.rows["ContentDocument"] = [{"Id": note, "IsDeleted": False} for note in notes]
    paper.rows["ContentDocumentLink"] = [link(ContentDocumentId=note) for note in notes]
    seen = build_org().notes.look_at_notes({note: NotePlace(DEAL, note) for note in notes})
    assert {sighting.where for sighting in seen.values()} == {Whereabouts.THERE}
    assert len(paper.calls) == 1


def test_links_are_asked_for_as_the_platform_allows(paper: PaperOrg) -> None:
    look()
    assert paper.query_of("ContentDocumentLink").endswith(f"WHERE ContentDocumentId IN ('{NOTE}')")
