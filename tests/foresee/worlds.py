"""A service over a database of its own that can be copied: one past, and two ways on from it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Card, Deal, Event, EventKind, Received, Source
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.learn import SPACING
from coach.library.past import StoredHistory
from coach.pipeline import Pipeline, receive
from coach.ports import OfferedLibrary
from coach.queue.tables.records import card
from tests.fixtures.make import FakeClock
from tests.pipeline.world import MONDAY, ORG_ID, Bell, FakeOrg, over_notes

LIMITS = Limits(deal_cards=2, daily_cards=5, weekly_minutes=Decimal(1))

STYLE = Style.DEAL

Playbooks = dict[str, str]
"""Texts of playbooks by name."""


def context_of(playbooks: Playbooks, limits: Limits = LIMITS) -> EvaluationContext:
    """What the service would decide with."""
    library = load_texts(playbooks, check_text=check_template)
    return EvaluationContext(library, compile_rules(library), limits, (notes_in(STYLE),))


@dataclass
class Service:
    """The real pipeline over SQLite; the org is in memory and the clock is moved by hand."""

    path: Path
    org: FakeOrg
    clock: FakeClock
    playbooks: Playbooks
    limits: Limits = LIMITS
    engine: Engine = field(init=False)
    pipeline: Pipeline = field(init=False)
    store: SqlStore = field(init=False)
    _events: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.engine = open_engine(f"sqlite:///{self.path}")
        in_doubt = timedelta(minutes=10)
        self.store = SqlStore(self.engine, ORG_ID, worker="w", timezone=UTC, in_doubt_after=in_doubt, clock=self.clock)
        self.pipeline = Pipeline(
            self.store,
            self.org,
            self.store,
            lambda: context_of(self.playbooks, self.limits),
            Bell(),
            lambda: self.clock.now,
            over_notes(self.store, self.org, lambda: self.clock.now),
        )

    def happen(self, ids: list[str]) -> None:
        """Something happened to these deals at the same moment, and all that follows is done."""
        events = [
            Event(ORG_ID, Source.JSON, f"{self.path.name}-{next(self._events)}", EventKind.CHANGED, each)
            for each in ids
        ]
        receive(self.store, Bell(), Received(tuple(events)))
        self.work()

    def publish(self, playbooks: Playbooks) -> None:
        """These playbooks come into force, and the service decides on its deals again, as it does after an edit."""
        self.playbooks = playbooks
        library = context_of(playbooks).library.hash
        self.store.libraries.publish(OfferedLibrary(library, "", playbooks, "host:/playbooks"))
        self.pipeline.sweep()
        self.work()

    def work(self) -> None:
        """Coach and write until nothing is due."""
        while self.pipeline.coach() or self.pipeline.write():
            pass

    def notes(self) -> dict[str, str]:
        """The notes on records, by their markers."""
        return {"".join(note.markers): note.title + note.body for note in self.org.notes.values()}

    def history(self) -> StoredHistory:
        return StoredHistory(self.engine, ORG_ID, UTC, SPACING, self.clock)

    def open_cards(self) -> dict[str, Card]:
        """The cards on records now, by key."""
        with self.engine.connect() as connection:
            ids = list(connection.execute(sa.select(card.c.opportunity_id).distinct()).scalars())
        remembered = self.history().remembered(ids)
        return {
            each.key: each
            for known in remembered.values()
            for each in known.standing
            if any(past.key == each.key and past.state == "open" for past in known.past)
        }

    @contextmanager
    def copy(self, name: str) -> Iterator["Service"]:
        """The same past, to go on from in another way."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()
        path = self.path.with_name(name)
        shutil.copy(self.path, path)
        org = FakeOrg(deals=dict(self.org.deals), notes=dict(self.org.notes), _numbers=count(1_000_000))
        service = Service(path, org, self.clock, self.playbooks, self.limits)
        try:
            yield service
        finally:
            service.engine.dispose()


def refreshed(service: Service) -> None:
    """The deals as the org gives them now."""
    service.org.put(*(replace(one, read_at=service.clock.now) for one in service.org.deals.values()))


def empty_database(folder: Path) -> Path:
    """A database of the present shape, to be copied for each example."""
    path = folder / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


def service_on(empty: Path, name: str, deals: list[Deal], playbooks: Playbooks, limits: Limits = LIMITS) -> Service:
    """A service that has seen nothing yet."""
    path = empty.with_name(name)
    shutil.copy(empty, path)
    org = FakeOrg()
    org.put(*deals)
    service = Service(path, org, FakeClock(MONDAY), playbooks, limits)
    service.publish(playbooks)
    return service
