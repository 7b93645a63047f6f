from dataclasses import replace
from typing import Any

import pytest
import responses

from coach.errors import TryAgain
from coach.notes.title import note_title
from coach.ports import FoundNote
from coach.salesforce.query import LONGEST
from tests.salesforce.fakes import DATA, USER_ID, answer, build_org, note_work, numbered_id, replies, signs_in
from tests.salesforce.paper import PaperOrg

WORK = note_work(1)
NOTE, OLDER = numbered_id("069", 1), numbered_id("069", 2)
LINK, OLDER_LINK = numbered_id("06A", 1), numbered_id("06A", 2)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def link_row(link: str, note: str, created: str, **more: Any) -> dict[str, Any]:
    document = {"Title": more.pop("title", WORK.title), "FileType": more.pop("type", "SNOTE"), "CreatedDate": created}
    own = {"Id": link, "ContentDocumentId": note, "LinkedEntityId": WORK.opportunity_id, "ContentDocument": document}
    return {**own, **more}


def loose_row(note: str, created: str, title: str = WORK.title) -> dict[str, Any]:
    return {"Id": note, "Title": title, "CreatedDate": created}


def test_a_linked_note_is_found_with_its_link(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02")]
    assert build_org().find_notes([WORK]) == {WORK.key: FoundNote(NOTE, LINK)}


def test_a_note_that_hangs_nowhere_is_found_without(paper: PaperOrg) -> None:
    paper.rows["ContentNote"] = [loose_row(NOTE, "2026-11-02")]
    assert build_org().find_notes([WORK]) == {WORK.key: FoundNote(NOTE, None)}


def test_the_oldest_wins_and_a_linked_one_before_a_loose_one(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-03"), link_row(OLDER_LINK, OLDER, "2026-11-02")]
    paper.rows["ContentNote"] = [loose_row(numbered_id("069", 3), "2026-11-01")]
    assert build_org().find_notes([WORK]) == {WORK.key: FoundNote(OLDER, OLDER_LINK)}


def test_a_note_on_its_record_is_found_by_its_marker_whatever_its_title_says_by_now(paper: PaperOrg) -> None:
    sent, wanted = note_title("Hold the price", WORK.key), note_title("No longer applies: Hold the price", WORK.key)
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", title=sent)]
    assert build_org().find_notes([replace(WORK, title=wanted)]) == {WORK.key: FoundNote(NOTE, LINK)}


@pytest.mark.parametrize(
    "row",
    [
        link_row(LINK, NOTE, "2026-11-02", title=WORK.title.upper()),
        link_row(LINK, NOTE, "2026-11-02", LinkedEntityId=numbered_id("006", 2)),
        link_row(LINK, NOTE, "2026-11-02", type="PDF"),
    ],
)
def test_another_title_record_or_kind_of_file_is_not_it(paper: PaperOrg, row: dict[str, Any]) -> None:
    paper.rows["ContentDocumentLink"] = [row]
    assert build_org().find_notes([WORK]) == {}


def test_only_our_own_loose_notes_are_looked_at(paper: PaperOrg) -> None:
    build_org().find_notes([WORK])
    assert f"CreatedById IN ('{USER_ID}')" in paper.query_of("ContentNote")


def test_links_are_asked_for_as_the_platform_allows(paper: PaperOrg) -> None:
    build_org().find_notes([WORK])
    assert paper.query_of("ContentDocumentLink").endswith(f"WHERE LinkedEntityId IN ('{WORK.opportunity_id}')")


def test_a_title_cannot_end_its_quotes(paper: PaperOrg) -> None:
    build_org().find_notes([replace(WORK, title="it's ' OR Id != '")])
    assert "('it\\'s \\' OR Id != \\'')" in paper.query_of("ContentNote")


def test_hundreds_are_looked_for_in_a_few_calls_with_short_addresses(
    paper: PaperOrg, mocked: responses.RequestsMock
) -> None:
    work = [replace(note_work(number), title=f"Coach: {'long title ' * 10}[{number}]") for number in range(400)]
    build_org().find_notes(work)
    assert len(paper.calls) <= 4
    assert sum(query.count("[") for query in paper.queries) == len(work)
    assert sum(query.count("'006") for query in paper.queries) == len(work)
    bodies = [str(call.request.body) for call in mocked.calls if call.request.url == f"{DATA}/composite"]
    assert all(len(part) < LONGEST * 1.1 for body in bodies for part in body.split('"url": ')[1:])


def test_nothing_to_find_costs_nothing(paper: PaperOrg) -> None:
    assert build_org().find_notes([]) == {}
    assert not paper.calls


def test_a_refused_look_up_is_an_error_of_ours(paper: PaperOrg) -> None:
    paper.refusals["ContentNote"] = answer("unavailable")
    with pytest.raises(TryAgain):
        build_org().find_notes([WORK])
