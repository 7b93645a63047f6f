"""The log's pages over a real store; who looks is set by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Deal, RepLoad, User
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.errors import TryAgain
from coach.library.pages import Deals
from coach.library.pages.deals import DealSource
from coach.log.pages import LogPages
from coach.ports import Remembered
from coach.web.services import Services
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeCoach, FakeGate
from tests.fixtures.make import ALICE, BOB, NOON, ORG, FakeClock

MAX = "005000000000009AAA"
EVE = "005000000000008AAA"
ALICES_MANAGER = Viewer(MAX, "Max", Role.MANAGER, frozenset({ALICE.id}))
ALICE_HERSELF = Viewer(ALICE.id, "Alice", Role.REP)
PEOPLE = (
    User(EVE, "Eve", "eve@example.com"),
    User(MAX, "Max", "max@example.com", manager_id=EVE),
    User(ALICE.id, "Alice", "alice@example.com", manager_id=MAX),
    User(BOB.id, "Bob", "bob@example.com", manager_id=EVE),
)
PLAYBOOKS = {
    "discount": """
title: Hold the price
status: live
skill: Negotiating
when:
  stage: {is: Negotiation}
  amount: {at_least: 1000, currency: EUR}
cards:
  - name: hold-the-price
    title: Hold the price
    tip: Trade, never give.
""",
    "opening": """
title: Open well
status: live
skill: Opening
when:
  stage: {is: Prospecting}
cards:
  - name: first
    title: Open well
    tip: Ask.
""",
}


@dataclass
class Around:
    """What the pages are given, and what they did with it."""

    gate: FakeGate = field(default_factory=lambda: FakeGate(ALICES_MANAGER))
    deals: dict[str, Deal] = field(default_factory=dict)
    looked: list[tuple[str, frozenset[str] | None, str]] = field(default_factory=list)
    playbooks: Mapping[str, str] | None = field(default_factory=lambda: PLAYBOOKS)

    def context(self) -> EvaluationContext:
        if self.playbooks is None:
            raise TryAgain("No valid playbooks yet.")
        library = load_texts(self.playbooks)
        return EvaluationContext(library, compile_rules(library), Limits(), (notes_in(Style.CARD),))

    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def titles(self) -> dict[str, str]:
        playbooks = load_texts(self.playbooks or {}).playbooks
        return {name: playbooks[name].title for name in playbooks}

    def skills(self) -> dict[str, frozenset[str]]:
        playbooks = load_texts(self.playbooks or {}).playbooks
        return {playbook.skill: frozenset({name}) for name, playbook in playbooks.items() if playbook.skill}

    def remembered(self, ids: Sequence[str]) -> Mapping[str, Remembered]:
        return {each: Remembered() for each in ids}

    def look(self, viewer: Viewer, reps: frozenset[str] | None, page: str) -> None:
        self.looked.append((viewer.name, reps, page))


@pytest.fixture
def context() -> Around:
    return Around()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    store = SqlStore(engine, ORG, worker="web", timezone=UTC, clock=FakeClock())
    store.identity.keep_users(PEOPLE)
    return store


def no_org() -> DealSource:
    raise AssertionError("Salesforce is not asked for the log")


@pytest.fixture
def web(context: Around, store: SqlStore) -> Flask:
    deals = Deals(no_org, context.deals.get, context.remembered, lambda _: RepLoad())
    services = Services(clock=lambda: NOON, zone=UTC, looked=context.look, titles=context.titles, skills=context.skills)
    pages = LogPages(
        services=services,
        logbook=store.logbook,
        deals=deals,
        context=context.context,
        labels=lambda: context.labels,
    )
    return create_web(replace(FakeCoach().deps(), gate=context.gate, log=pages))


@pytest.fixture
def client(web: Flask) -> FlaskClient:
    return web.test_client()
