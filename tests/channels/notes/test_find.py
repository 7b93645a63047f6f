import hashlib
from dataclasses import replace
from typing import Any

import pytest
import responses

from coach.channels.notes.nouns import FoundNote
from coach.engine.notes import living_key, marker
from coach.engine.notes.marker import token
from coach.errors import TryAgain
from coach.ids import to18
from coach.salesforce.query import LONGEST
from tests.salesforce.fakes import DATA, USER_ID, answer, build_org, note_work, numbered_id, replies, signs_in
from tests.salesforce.paper import PaperOrg

KEY = "card-1"
BODY = f"<p>Ask for the budget.</p><p>Coach keeps this note up to date ({token(KEY)}).</p>"
WORK = note_work(1, BODY, "Ask.")
NOTE, OLDER, THIRD = (numbered_id("069", number) for number in (1, 2, 3))
LINK, OLDER_LINK = numbered_id("06A", 1), numbered_id("06A", 2)
SOMEBODY = numbered_id("005", 77)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def md5(body: str) -> str:
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()


def version(note: str) -> str:
    return "068" + note[3:]


def reads(mocked: responses.RequestsMock, note: str, body: str) -> None:
    """The content of a note, for whoever reads it."""
    mocked.add(responses.GET, f"{DATA}/sobjects/ContentVersion/{to18(version(note)[:15])}/VersionData", body=body)


def link_row(link: str, note: str, created: str, **more: Any) -> dict[str, Any]:
    latest = {"Checksum": md5(more.pop("body", BODY))}
    document = {
        "Title": more.pop("title", WORK.title),
        "FileType": more.pop("type", "SNOTE"),
        "CreatedDate": created,
        "CreatedById": more.pop("by", USER_ID),
        "LatestPublishedVersionId": version(note)[:15],
        "LatestPublishedVersion": latest,
    }
    own = {"Id": link, "ContentDocumentId": note, "LinkedEntityId": WORK.opportunity_id, "ContentDocument": document}
    return {**own, **more}


def loose(paper: PaperOrg, note: str, created: str, title: str = WORK.title, body: str = BODY) -> None:
    """A note of ours that hangs nowhere."""
    here = {"Id": note, "Title": title, "CreatedDate": created}
    paper.rows["ContentNote"] = [*paper.rows.get("ContentNote", ()), here]
    latest = {"Checksum": md5(body), "VersionNumber": "1", "CreatedById": USER_ID, "LastModifiedById": USER_ID}
    row = {"Id": note, "IsDeleted": False, "Title": title, "LatestPublishedVersionId": version(note)[:15]}
    document = row | {"LatestPublishedVersion": latest}
    paper.rows["ContentDocument"] = [*paper.rows.get("ContentDocument", ()), document]


def test_a_note_that_reads_as_it_was_sent_is_told_without_reading_it(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", title="Their title")]
    assert build_org().notes.find_notes([WORK]) == {WORK.key: FoundNote(NOTE, LINK)}
    assert len(paper.calls) == 1


def test_one_that_somebody_wrote_into_is_read(paper: PaperOrg, mocked: responses.RequestsMock) -> None:
    written = f"{BODY}<p>MINE</p>"
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", title="Their title", body=written)]
    reads(mocked, NOTE, written)
    assert build_org().notes.find_notes([WORK]) == {WORK.key: FoundNote(NOTE, LINK)}


def test_the_marker_of_another_card_is_not_it(paper: PaperOrg, mocked: responses.RequestsMock) -> None:
    other = f"<p>Coach keeps this note up to date ({token('card-2')}).</p>"
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", body=other)]
    reads(mocked, NOTE, other)
    assert build_org().notes.find_notes([WORK]) == {}


def test_what_the_store_knows_of_is_another_and_costs_nothing_to_tell(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", body="<p>another</p>")]
    assert build_org().notes.find_notes([replace(WORK, known=frozenset({NOTE}))]) == {}


def test_what_somebody_else_made_is_never_ours_whatever_they_copied_into_it(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", by=SOMEBODY)]
    assert build_org().notes.find_notes([WORK]) == {}


def test_a_note_of_an_earlier_version_is_told_by_the_marker_in_its_title(paper: PaperOrg) -> None:
    title = f"Retired · Hold the price · {marker(KEY)} (mine)"
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", title=title, body="<p>old</p>")]
    assert build_org().notes.find_notes([WORK]) == {WORK.key: FoundNote(NOTE, LINK)}


def test_a_deals_one_note_that_lost_its_marker_is_told_by_its_title(
    paper: PaperOrg, mocked: responses.RequestsMock
) -> None:
    living = replace(WORK, key=living_key(to18(WORK.opportunity_id)))
    stripped = "<p>Ask for the budget.</p><p>Say so here</p>"
    title = "Coach: 2 for this deal: Ask for the budget"
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-02", title=title, body=stripped)]
    reads(mocked, NOTE, stripped)
    assert build_org().notes.find_notes([living]) == {living.key: FoundNote(NOTE, LINK)}
    assert build_org().notes.find_notes([WORK]) == {}


def test_a_note_that_hangs_nowhere_is_found_without_a_link(paper: PaperOrg) -> None:
    loose(paper, NOTE, "2026-11-02")
    assert build_org().notes.find_notes([WORK]) == {WORK.key: FoundNote(NOTE, None)}


def test_a_note_of_the_same_title_that_hangs_on_another_deal_is_left_alone(paper: PaperOrg) -> None:
    loose(paper, NOTE, "2026-11-02", body="<p>theirs</p>")
    elsewhere = link_row(LINK, NOTE, "2026-11-02", LinkedEntityId=numbered_id("006", 2))
    paper.rows["ContentDocumentLink"] = [elsewhere]
    assert build_org().notes.find_notes([WORK]) == {}


def test_of_loose_notes_with_one_title_each_is_its_own_cards(paper: PaperOrg, mocked: responses.RequestsMock) -> None:
    other = f"<p>Another deal ({token('card-2')})</p>"
    loose(paper, NOTE, "2026-11-01", body=other)
    loose(paper, OLDER, "2026-11-02")
    reads(mocked, NOTE, other)
    two = replace(note_work(2, "<p>changed meanwhile</p>", "x"), title=WORK.title)
    assert build_org().notes.find_notes([WORK, two]) == {
        WORK.key: FoundNote(OLDER, None),
        "card-2": FoundNote(NOTE, None),
    }


def test_the_oldest_wins_and_a_linked_one_before_a_loose_one(paper: PaperOrg) -> None:
    paper.rows["ContentDocumentLink"] = [link_row(LINK, NOTE, "2026-11-03"), link_row(OLDER_LINK, OLDER, "2026-11-02")]
    loose(paper, THIRD, "2026-11-01")
    assert build_org().notes.find_notes([WORK]) == {WORK.key: FoundNote(OLDER, OLDER_LINK)}


@pytest.mark.parametrize(
    "row",
    [
        link_row(LINK, NOTE, "2026-11-02", LinkedEntityId=numbered_id("006", 2)),
        link_row(LINK, NOTE, "2026-11-02", type="PDF"),
    ],
)
def test_another_record_or_kind_of_file_is_not_it(paper: PaperOrg, row: dict[str, Any]) -> None:
    paper.rows["ContentDocumentLink"] = [row]
    assert build_org().notes.find_notes([WORK]) == {}


def test_only_our_own_loose_notes_are_looked_at(paper: PaperOrg) -> None:
    build_org().notes.find_notes([WORK])
    assert f"CreatedById IN ('{USER_ID}')" in paper.query_of("ContentNote")


def test_links_are_asked_for_as_the_platform_allows(paper: PaperOrg) -> None:
    build_org().notes.find_notes([WORK])
    assert paper.query_of("ContentDocumentLink").endswith(f"WHERE LinkedEntityId IN ('{WORK.opportunity_id}')")


def test_a_title_cannot_end_its_quotes(paper: PaperOrg) -> None:
    build_org().notes.find_notes([replace(WORK, title="it's ' OR Id != '")])
    assert "('it\\'s \\' OR Id != \\'')" in paper.query_of("ContentNote")


def test_hundreds_are_looked_for_in_a_few_calls_with_short_addresses(
    paper: PaperOrg, mocked: responses.RequestsMock
) -> None:
    work = [replace(note_work(number), title=f"Coach: {'long title ' * 10}[{number}]") for number in range(400)]
    build_org().notes.find_notes(work)
    assert len(paper.calls) <= 4
    assert sum(query.count("[") for query in paper.queries) == len(work)
    assert sum(query.count("'006") for query in paper.queries) == len(work)
    bodies = [str(call.request.body) for call in mocked.calls if call.request.url == f"{DATA}/composite"]
    assert all(len(part) < LONGEST * 1.1 for body in bodies for part in body.split('"url": ')[1:])


def test_nothing_to_find_costs_nothing(paper: PaperOrg) -> None:
    assert build_org().notes.find_notes([]) == {}
    assert not paper.calls


def test_a_refused_look_up_is_an_error_of_ours(paper: PaperOrg) -> None:
    paper.refusals["ContentNote"] = answer("unavailable")
    with pytest.raises(TryAgain):
        build_org().notes.find_notes([WORK])
