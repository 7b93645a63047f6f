"""The pipeline over the real store on SQLite, with an org in memory and a clock moved by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Event, EventKind, Received, Source
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.pipeline import Pipeline, receive
from tests.fixtures.make import FakeClock
from tests.pipeline.world import MONDAY, ORG_ID, Bell, FakeOrg, opportunity_id, over_notes

TRADE = """
title: Trade, do not give
status: live
priority: 70
when:
  stage: {is: Negotiation/Review}
cards:
  - name: if-then
    title: Every concession begins with “if”
    tip: Ask for something back on {{ deal.name }}.
"""
PROSPECT = """
title: Why now
status: live
when:
  stage: {is: Prospecting}
cards:
  - name: one-line
    title: Write down why now
    tip: One line.
"""


@dataclass
class World:
    """Everything a test of the pipeline touches."""

    pipeline: Pipeline
    store: SqlStore
    org: FakeOrg
    bell: Bell
    clock: FakeClock
    playbooks: dict[str, str]
    limits: Limits
    _events: Iterator[int]
    locale: str | None = None
    style: Style = Style.CARD
    link: Callable[[str, str], str] | None = None

    def context(self) -> EvaluationContext:
        library = load_texts(self.playbooks, check_text=check_template)
        return EvaluationContext(
            library,
            compile_rules(library),
            self.limits,
            (notes_in(self.style),),
            self.link,
            self.locale,
            wanted_over=self.style,
        )

    def happen(self, *numbers: int, kind: EventKind = EventKind.CHANGED) -> None:
        """Something happened to these deals."""
        self.receive(
            *(
                Event(ORG_ID, Source.JSON, f"event-{next(self._events)}", kind, opportunity_id(number))
                for number in numbers
            )
        )

    def receive(self, *events: Event) -> None:
        receive(self.store, self.bell, Received(events))

    def work(self) -> None:
        """Coach and write until nothing is due."""
        while self.pipeline.coach() or self.pipeline.write():
            pass

    def delivery_states(self) -> dict[str, int]:
        """How many notes are in each state that any is in."""
        return {state: count for state, count in self.store.figures().deliveries.items() if count}

    def now(self) -> datetime:
        return self.clock.now


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    clock = FakeClock(MONDAY)
    store = SqlStore(engine, ORG_ID, worker="w", timezone=UTC, in_doubt_after=timedelta(minutes=10), clock=clock)
    org, bell = FakeOrg(), Bell()
    limits = Limits(weekly_minutes=Decimal(0))
    world = World(None, store, org, bell, clock, {"trade": TRADE, "prospect": PROSPECT}, limits, count(1))  # type: ignore[arg-type]  # completed below: the pipeline asks the world for its context
    world.pipeline = Pipeline(store, org, store, world.context, bell, world.now, over_notes(store, org, world.now))
    org.clock = world.now
    yield world
    engine.dispose()
