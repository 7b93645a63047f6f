"""Deliveries over notes: what is kept of each from one attempt to the next."""

from dataclasses import replace

import pytest

from coach.app.store import SqlStore
from coach.channels.notes import NotesChannel
from coach.channels.notes.channel import MOST_IMPRINTS, REMOVED, note_work
from coach.engine.model import DeliveryWork, Outcome
from coach.engine.notes import forms, imprint, marker
from coach.ports import DeliveryPlace, Found, Sighting, Whereabouts
from tests.fixtures.make import said
from tests.pipeline.world import MONDAY, FakeNote, FakeOrg, opportunity_id, over_notes

DEAL = opportunity_id(1)
WORK = DeliveryWork("card-1", "note", DEAL, DEAL, "Hold the price", said("Trade, never give."))
NEWER = replace(WORK, body=said("b"))
FIRST, SECOND = imprint(WORK.title, WORK.body), imprint(NEWER.title, NEWER.body)


@pytest.fixture
def org() -> FakeOrg:
    return FakeOrg()


@pytest.fixture
def notes(store: SqlStore, org: FakeOrg) -> NotesChannel:
    return over_notes(store, org, lambda: MONDAY)[0]


def announced(notes: NotesChannel, work: DeliveryWork) -> DeliveryWork:
    return replace(work, details=notes.about_to_send(work))


def test_a_note_is_handed_on_in_every_form_with_all_that_is_kept_of_it() -> None:
    kept = {"link_id": "06Aa", "imprints": [FIRST], "version": 3, "shared": True}
    made = note_work(replace(WORK, remote_id="069a", details=kept))
    assert (made.opportunity_id, made.forms, made.note_id, made.link_id) == (DEAL, forms(WORK.body), "069a", "06Aa")
    assert (made.imprints, made.version, made.shared) == ((FIRST,), 3, True)


def test_a_note_that_is_not_there_hangs_by_no_link() -> None:
    assert note_work(replace(WORK, details={"link_id": "06Aa"})).link_id is None


def test_all_that_may_stand_of_ours_is_remembered_until_one_of_them_does(notes: NotesChannel, org: FakeOrg) -> None:
    underway = announced(notes, replace(announced(notes, WORK), body=NEWER.body))
    assert underway.details["imprints"] == [FIRST, SECOND]
    assert announced(notes, underway).details["imprints"] == [FIRST, SECOND]
    org.lose_answers = True
    (lost,) = notes.deliver([underway])
    assert (lost.outcome, lost.details) == (Outcome.IN_DOUBT, {})
    org.lose_answers = False
    (written,) = notes.deliver([underway])
    assert written.details == {"link_id": f"link-{written.remote_id}", "imprints": [SECOND]}


def test_of_many_attempts_without_an_answer_the_last_are_remembered(notes: NotesChannel) -> None:
    work = WORK
    for number in range(MOST_IMPRINTS + 3):
        work = announced(notes, replace(work, body=said(str(number))))
    assert len(work.details["imprints"]) == MOST_IMPRINTS
    assert work.details["imprints"][-1] == imprint(work.title, work.body)


def test_what_is_found_hangs_by_the_link_that_was_found(notes: NotesChannel) -> None:
    marked = replace(WORK, body=(*WORK.body, *said(f"coach-{marker(WORK.key)}")))
    (receipt,) = notes.deliver([marked])
    found = Found(receipt.remote_id or "", {"link_id": f"link-{receipt.remote_id}"})
    assert notes.find([marked, replace(WORK, key="card-2")]) == {"card-1": found}


def test_a_look_says_what_became_of_a_note_and_closes_it_to_outsiders(notes: NotesChannel, org: FakeOrg) -> None:
    (receipt,) = notes.deliver([WORK])
    link = f"link-{receipt.remote_id}"
    org.seen_outside.add(link)
    places = {"card-1": DeliveryPlace(DEAL, receipt.remote_id or ""), "card-2": DeliveryPlace(DEAL, "069gone")}

    assert notes.look_at(places) == {
        "card-1": Sighting(Whereabouts.THERE, {"link_id": link}),
        "card-2": Sighting(Whereabouts.LOST),
    }
    assert not org.seen_outside


def test_a_note_off_its_record_hangs_by_no_link_and_one_in_the_recycle_bin_is_said(
    notes: NotesChannel, org: FakeOrg
) -> None:
    org.notes["069a"] = FakeNote(DEAL, "a", "", linked=False)
    org.recycle_bin.add("069b")
    seen = notes.look_at({"a": DeliveryPlace(DEAL, "069a"), "b": DeliveryPlace(DEAL, "069b")})
    assert seen["a"] == Sighting(Whereabouts.UNLINKED, {"link_id": None})
    assert seen["b"] == Sighting(Whereabouts.REMOVED, {}, REMOVED)


def test_notes_are_taken_off_their_records(notes: NotesChannel, org: FakeOrg) -> None:
    (receipt,) = notes.deliver([WORK])
    assert notes.withdraw([replace(WORK, remote_id=receipt.remote_id), NEWER]) == {}
    assert org.notes == {}
