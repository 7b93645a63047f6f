"""Team pages over the real store, with made-up cards."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.people.tables import person
from coach.teams.pages import TeamPages
from coach.web.services import Services
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeCoach, FakeGate
from tests.fixtures.made_up import a_card, held_back, rep_id, somebody
from tests.fixtures.make import NOON, ORG

MAX = "005000000000900AAA"
TITLES = {"discount": "Hold the price"}


@dataclass
class Team:
    """Six reps, and browsers to look at their pages with. ``looked`` is who viewed whom, and on which page."""

    store: SqlStore
    engine: Engine
    http: FlaskClient
    gate: FakeGate
    looked: list[tuple[str, frozenset[str] | None, str]] = field(default_factory=list)

    def get(self, path: str, viewer: Viewer) -> str:
        """The page, where the viewer may see it."""
        self.gate.viewer = viewer
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def status(self, path: str, viewer: Viewer) -> int:
        self.gate.viewer = viewer
        return self.http.get(path).status_code


REPS = tuple(rep_id(number) for number in range(1, 7))
NAMES = ("Ana", "Bo", "Cy", "Dee", "Eve", "Flo")
ADMIN = Viewer("005000000000009AAA", "Ada", Role.ADMIN)
ENABLEMENT = Viewer("005000000000008AAA", "Noor", Role.ENABLEMENT)
MANAGER = Viewer(MAX, "Max", Role.MANAGER, below=frozenset(REPS[:2]))
REP = Viewer(REPS[0], "Ana", Role.REP)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    store = SqlStore(engine, ORG, worker="web", timezone=UTC)
    gate = FakeGate()
    made = Team(store, engine, FlaskClient(None), gate)
    services = Services(
        clock=lambda: NOON,
        zone=UTC,
        looked=lambda viewer, reps, page: made.looked.append((viewer.name, reps, page)),
        titles=lambda: TITLES,
    )
    pages = TeamPages(services=services, store=store.teams, logbook=store.logbook, budget=24)
    made.http = create_web(replace(FakeCoach().deps(), gate=gate, teams=pages)).test_client()
    yield made
    engine.dispose()


@pytest.fixture
def busy(team: Team) -> Team:
    """Every rep has a card that went all the way, and one that was held back."""
    for number, name in enumerate(NAMES, 1):
        owner = somebody(team.engine, number, name)
        far: dict[str, Any] = {
            "opened_at": NOON,
            "acknowledged_at": NOON,
            "done_at": NOON,
            "adherence": "seen",
            "aside": "done",
        }
        a_card(team.engine, owner, **far, aside_words="Done.")
        held_back(team.engine, owner, "cooldown")
    return team


def report_to(team: Team, manager: str, *reps: str) -> None:
    """These reps are a manager's people."""
    rows = [{"id": rep, "name": rep, "manager_id": manager} for rep in reps] + [{"id": manager, "name": "Max"}]
    users = [{"org_id": ORG, "username": "", "active": True, "granted": [], "manager_id": None} | row for row in rows]
    with team.engine.begin() as connection:
        connection.execute(sa.insert(person), users)
