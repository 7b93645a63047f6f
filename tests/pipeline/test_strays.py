"""Notes of ours in the org that the store does not know of: after an attempt that broke off, and in an older copy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.channels.notes import NotesChannel
from coach.channels.notes.strays import RESTORED, SeenByProcess
from coach.database.engine import open_engine
from coach.engine.model import DeliveryState
from coach.errors import TryAgain
from coach.pipeline import Pipeline
from tests.pipeline.conftest import World
from tests.pipeline.world import MONDAY, ORG_ID, FakeNote, deal, opportunity_id, over_notes

FIVE = range(1, 6)


class Copies:
    """Copies of the database as it was, and services over them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.engines: list[Engine] = []

    def keep(self) -> str:
        """A copy of the database as it is now."""
        copy = str(self.folder / "copy.db")
        with closing(sqlite3.connect(self.folder / "coach.db")) as database:
            database.execute("VACUUM INTO ?", (copy,))
        return copy

    def restore(self, copy: str, seen: SeenByProcess | None = None) -> Pipeline:
        """New processes over the copy."""
        engine = open_engine(f"sqlite:///{copy}")
        self.engines.append(engine)
        world = self.world
        store = SqlStore(engine, ORG_ID, worker="w2", timezone=UTC, clock=world.clock)
        world.store = store
        channels = over_notes(store, world.org, world.now, seen)
        world.pipeline = Pipeline(store, world.org, store, world.context, world.bell, world.now, channels)
        return world.pipeline


@pytest.fixture
def copies(world: World, tmp_path: Path) -> Iterator[Copies]:
    each = Copies(world, tmp_path)
    yield each
    for engine in each.engines:
        engine.dispose()


@pytest.mark.parametrize("coached_before", [True, False])
def test_a_restored_database_finds_the_notes_again_that_it_does_not_know_of(
    world: World, copies: Copies, coached_before: bool
) -> None:
    world.org.put(*map(deal, FIVE))
    world.happen(*FIVE)
    if coached_before:
        world.pipeline.coach()
    copy = copies.keep()
    world.work()
    before = dict(world.org.notes)
    assert len(before) == len(FIVE)

    world.clock.advance(hours=1)
    copies.restore(copy)
    world.work()

    assert world.org.notes.keys() == before.keys()
    assert world.delivery_states() == {DeliveryState.WRITTEN: len(FIVE)}
    assert world.store.recall(RESTORED) == world.now().isoformat()


def test_what_is_new_after_a_restore_is_written_and_what_comes_much_later_is_still_looked_for(
    world: World, copies: Copies
) -> None:
    world.org.put(*map(deal, FIVE))
    copy = copies.keep()
    world.happen(*FIVE)
    world.work()
    copies.restore(copy)
    world.org.put(deal(6))

    world.happen(6)
    world.work()
    world.clock.advance(days=100)
    world.happen(*FIVE)
    world.work()

    assert [len(world.org.titles(number)) for number in range(1, 7)] == [1] * 6


def test_a_database_that_is_put_back_under_a_working_process_is_noticed_too(world: World, copies: Copies) -> None:
    world.org.put(*map(deal, FIVE))
    copy = copies.keep()
    world.happen(*FIVE)
    world.work()
    (notes,) = world.pipeline.channels
    assert isinstance(notes, NotesChannel)
    world.pipeline = copies.restore(copy, SeenByProcess(looked=True, wrote=notes.seen.wrote))

    world.happen(*FIVE)
    world.work()

    assert [len(world.org.titles(number)) for number in FIVE] == [1] * 5


def test_a_worker_that_is_lost_before_it_sent_anything_hides_no_note_from_the_others(
    world: World, copies: Copies
) -> None:
    world.org.put(*map(deal, FIVE))
    world.happen(*FIVE)
    world.pipeline.coach()
    copy = copies.keep()
    world.work()
    pipeline = copies.restore(copy)
    assert len(world.store.claim_deliveries(10, timedelta(seconds=30))) == len(FIVE)  # and its worker is killed
    world.org.put(deal(6))
    world.happen(6)
    pipeline.coach()
    pipeline.write()  # this process looks into the org, once for all

    world.clock.advance(minutes=10)
    world.work()

    assert [len(world.org.titles(number)) for number in range(1, 7)] == [1] * 6


def test_nothing_is_created_while_the_org_cannot_tell_what_is_there(world: World, copies: Copies) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    copies.restore(copies.keep())
    world.org.down = TryAgain("Salesforce is down.", timedelta(seconds=30))
    world.pipeline.write()
    world.org.down = None
    assert world.delivery_states() == {DeliveryState.WAITING: 1}

    world.clock.advance(minutes=1)
    world.work()

    assert len(world.org.titles()) == 1
    assert world.store.recall(RESTORED) is None


def test_a_database_that_knows_all_notes_is_taken_for_what_it_is(world: World, copies: Copies) -> None:
    world.org.put(*map(deal, FIVE))
    world.happen(*FIVE)
    world.work()
    copies.restore(copies.keep())
    world.org.put(deal(6))
    world.happen(6)
    world.work()
    assert world.store.recall(RESTORED) is None


def break_off(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """A note is created and not linked, the answer is lost, and its title changes; it is not found on its record."""
    monkeypatch.setattr(world.org, "find_notes", lambda *_: {})
    world.org.put(deal(1))
    world.org.lose_answers = True
    world.happen(1)
    world.work()
    world.org.lose_answers = False
    ((note_id, note),) = world.org.notes.items()
    changed = f"{note.title} and somebody's words"
    world.org.notes[note_id] = FakeNote(note.opportunity_id, changed, note.body, False, MONDAY)
    return note_id


def test_a_loose_note_is_linked_within_the_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    note_id = break_off(world, monkeypatch)

    world.clock.advance(minutes=6)
    world.pipeline.sweep()
    world.work()

    assert list(world.org.notes) == [note_id]
    assert world.org.notes[note_id].linked
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1}


def test_one_beside_a_second_note_is_removed_within_the_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    note_id = break_off(world, monkeypatch)
    world.clock.advance(minutes=20)
    world.work()
    assert len(world.org.notes) == 2

    world.clock.advance(minutes=10)
    world.pipeline.sweep()

    assert note_id not in world.org.notes
    assert len(world.org.titles()) == 1


def test_a_note_that_is_being_written_is_left_to_its_worker(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    (claim,) = world.store.claim_deliveries(10, timedelta(minutes=30))
    world.org.notes["069000000000077AAA"] = FakeNote(opportunity_id(1), claim.work.title, "", False, MONDAY)

    world.clock.advance(minutes=10)
    world.pipeline.sweep()

    assert world.delivery_states() == {DeliveryState.SENDING: 1}
    assert not world.org.notes["069000000000077AAA"].linked


def test_a_loose_note_that_nobody_knows_of_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    break_off(world, monkeypatch)
    world.org.notes["069000000000077AAA"] = FakeNote(opportunity_id(9), "By hand · 0123456zz", "", False, MONDAY)
    world.clock.advance(minutes=10)
    world.pipeline.sweep()
    assert "069000000000077AAA" in world.org.notes
