"""One note a deal, never doubled, and nothing lost that a person wrote: whatever answers are lost, and whatever kind of
notes is wanted from one day to the next.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.deciding import Limits
from coach.engine.model import DeliveryState
from coach.engine.notes import Style, living_key, marker
from coach.errors import TryAgain
from coach.pipeline import Pipeline
from coach.ports import OfferedLibrary
from tests.fixtures.make import FakeClock
from tests.pipeline.conftest import PROSPECT, TRADE, World
from tests.pipeline.world import MONDAY, ORG_ID, Bell, FakeNote, FakeOrg, deal, opportunity_id, over_notes

DEALS = (1, 2)
STAGES = ("Negotiation/Review", "Prospecting", "Qualification", "Closed Won")
ASK = TRADE.replace("Every concession begins with “if”", "Ask for the term").replace("if-then", "ask")

STEPS = st.one_of(
    st.tuples(st.just("stage"), st.sampled_from(DEALS), st.sampled_from(STAGES)),
    st.tuples(st.just("style"), st.sampled_from(Style)),
    st.tuples(st.just("lose"), st.booleans()),
    st.tuples(st.just("down"), st.booleans()),
    st.tuples(st.just("person writes"), st.integers(0, 5)),
    st.tuples(st.just("pass"), st.sampled_from([1, 12, 30 * 60])),
    st.tuples(st.just("restore")),
)


class Life:
    """A service that things happen to, over a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'coach.db'}"
        self.folder = folder
        migrate(self.url)
        self.engine = open_engine(self.url)
        clock = FakeClock(MONDAY)
        store = SqlStore(self.engine, ORG_ID, worker="w", timezone=UTC, clock=clock)
        org, bell, books = FakeOrg(), Bell(), {"trade": TRADE, "ask": ASK, "prospect": PROSPECT}
        limits = Limits(weekly_minutes=Decimal(0), deal_daily_cards=0)
        self.world = World(None, store, org, bell, clock, books, limits, count(1), style=Style.DEAL)  # type: ignore[arg-type]  # completed below
        self.world.pipeline = Pipeline(
            store, org, store, self.world.context, bell, self.world.now, over_notes(store, org, self.world.now)
        )
        org.clock = self.world.now
        org.put(*map(deal, DEALS))
        store.libraries.publish(OfferedLibrary(self.world.context().library.hash, "", books, "host:/playbooks"))
        self.written: set[str] = set()
        self.world.happen(*DEALS)
        self.work()
        self.copy = self.keep()

    def keep(self) -> Path:
        copy = self.folder / "copy.db"
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.folder / "coach.db")) as database:
            database.execute("VACUUM INTO ?", (str(copy),))
        return copy

    def restore(self) -> None:
        """The database is put back as it was at first; processes start anew."""
        self.engine.dispose()
        for file in self.folder.glob("coach.db*"):
            file.unlink()
        shutil.copy(self.copy, self.folder / "coach.db")
        self.engine = open_engine(self.url)
        world = self.world
        world.store = SqlStore(self.engine, ORG_ID, worker="w", timezone=UTC, clock=world.clock)
        channels = over_notes(world.store, world.org, world.now)
        world.pipeline = Pipeline(world.store, world.org, world.store, world.context, world.bell, world.now, channels)
        world.happen(*DEALS)

    def work(self) -> None:
        """A few rounds, for an org that loses answers is never done with."""
        self.world.pipeline.sweep()
        for _ in range(6):
            if not self.world.pipeline.coach() and not self.world.pipeline.write():
                break

    def do(self, what: str, *how: object) -> None:
        world, org = self.world, self.world.org
        match what, how:
            case "stage", (int(number), str(stage)):
                org.put(deal(number, stage=stage))
                world.happen(number)
            case "style", (Style() as style,):
                world.style = style
            case "lose", (bool(lose),):
                org.lose_answers = lose
            case "down", (bool(down),):
                org.down = TryAgain("Salesforce is down.", timedelta(seconds=30)) if down else None
            case "person writes", (int(place),) if org.notes:
                note_id = sorted(org.notes)[place % len(org.notes)]
                org.notes[note_id].shared = True
                self.written.add(note_id)
            case "pass", (int(minutes),):
                world.clock.advance(minutes=minutes)
            case "restore", ():
                self.restore()
        self.work()

    def settle(self) -> None:
        """All is well again, and time passes."""
        self.world.org.lose_answers, self.world.org.down = False, None
        for _ in range(8):
            self.world.clock.advance(minutes=20)
            self.work()

    def notes_of(self, number: int) -> list[FakeNote]:
        return [each for each in self.world.org.notes.values() if each.opportunity_id == opportunity_id(number)]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return (tmp_path_factory.mktemp("life") for _ in count())


@given(steps=st.lists(STEPS, max_size=12), style=st.sampled_from(Style))
@settings(max_examples=60)
def test_each_deal_has_each_note_once_and_what_people_wrote_stays(
    folders: Iterator[Path], steps: list[tuple[object, ...]], style: Style
) -> None:
    life = Life(next(folders))
    try:
        for what, *how in steps:
            life.do(str(what), *how)
        life.world.style = style
        life.settle()

        assert life.written <= life.world.org.notes.keys()
        for number in DEALS:
            notes = life.notes_of(number)
            markers = [each for note in notes for each in note.markers]
            assert len(markers) == len(set(markers)) == len(notes), [note.title for note in notes]
            ours = [note for note in notes if not note.shared]
            living = marker(living_key(opportunity_id(number)))
            assert all((living in note.markers) is (style is Style.DEAL) for note in ours), [
                note.title for note in ours
            ]
        assert not life.world.delivery_states().keys() & {
            DeliveryState.IN_DOUBT,
            DeliveryState.SENDING,
            DeliveryState.WAITING,
        }
    finally:
        life.engine.dispose()
