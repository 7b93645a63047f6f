"""Deciding: from a claimed event to committed decisions, cards and wanted notes, in one process.

It is compared to evaluating the same deals and keeping nothing, so the ratio says what the database costs. The org is
in memory and answers at once.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.figures import Figure
from bench.rules import NOW, ORG, deals, playbooks, rules
from bench.suites import Extent
from bench.turns import WAITING, seconds_in_turns
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.matching import compile_rules
from coach.engine.model import Deal, Event, EventKind, Received, RepLoad, Source
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.logs import set_up_logs
from coach.pipeline import Pipeline, receive
from tests.fixtures.make import FakeClock
from tests.pipeline.world import Bell, FakeOrg, over_notes
from tests.postgres import fresh_database

DEALS = 600
"""As many as a whole number of batches takes."""
PLAYBOOKS = 100
ROUNDS = 3


def figures(extent: Extent) -> Iterator[Figure]:
    """Each database that Coach keeps its decisions in."""
    set_up_logs("json", "error")
    with tempfile.TemporaryDirectory() as folder:
        yield _of("SQLite", f"sqlite:///{Path(folder, 'coach.db')}")
    if extent.postgres:
        url, drop = fresh_database(extent.postgres)
        try:
            yield _of("PostgreSQL", url)
        finally:
            drop()


def _of(name: str, url: str) -> Figure:
    some = list(deals(DEALS * (ROUNDS + 1)))
    context = _context()
    migrate(url)
    engine = open_engine(url)
    try:
        pipeline = _with_events(_store(engine), some, context)
        ahead = iter(some)
        ours, theirs = seconds_in_turns(
            lambda: _decide(pipeline),
            lambda: _evaluate(islice(ahead, DEALS), context),
            rounds=ROUNDS,
            clock=WAITING,
        )
    finally:
        engine.dispose()
    return Figure(f"decide, kept in {name}", "evaluating alone", DEALS, "deals", ours, theirs)


def _store(engine: sa.Engine) -> SqlStore:
    clock, doubt = FakeClock(NOW), timedelta(minutes=10)
    return SqlStore(engine, ORG, worker="w", timezone=UTC, in_doubt_after=doubt, clock=clock)


def _context() -> EvaluationContext:
    library = load_texts(playbooks(rules(PLAYBOOKS)), check_text=check_template)
    return EvaluationContext(
        library, compile_rules(library), Limits(weekly_minutes=Decimal(24)), (notes_in(Style.CARD),)
    )


def _with_events(store: SqlStore, some: Sequence[Deal], context: EvaluationContext) -> Pipeline:
    """The pipeline with an event for every deal, which is taken as the clock moves."""
    org, bell = FakeOrg(clock=lambda: NOW), Bell()
    org.put(*some)
    for each in some:
        receive(store, bell, Received((Event(ORG, Source.JSON, each.id, EventKind.CHANGED, each.id),)))
    return Pipeline(store, org, store, lambda: context, bell, lambda: NOW, over_notes(store, org, lambda: NOW))


def _decide(pipeline: Pipeline) -> None:
    taken = 0
    while taken < DEALS:
        found = pipeline.coach()
        assert found, f"{taken} of {DEALS} deals were taken"
        taken += found
    assert taken == DEALS, f"{taken} deals were taken, and {DEALS} are compared"


def _evaluate(some: Iterable[Deal], context: EvaluationContext) -> None:
    for deal in some:
        evaluate(deal, context, (), (), RepLoad(), NOW)
