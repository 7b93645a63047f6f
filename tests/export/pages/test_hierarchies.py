"""Random hierarchies, everybody in turn: exports, the API and the feed hold what they may see, and nothing else."""

import json
from collections.abc import Iterator
from datetime import UTC

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from sqlalchemy.engine import Engine

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.model import Person, Reason, User
from coach.web.viewer import Role, Viewer
from tests.export.pages.world import World
from tests.fixtures.make import ORG, FakeClock, deal, evaluated, hold_back
from tests.fixtures.store import clear
from tests.people.pages.test_may_see import Managers, organisations


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path_factory.mktemp('hierarchies') / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


def _world(engine: Engine, managers: Managers) -> World:
    """Everybody owns one deal, on which one card was held back."""
    clear(engine)
    clock = FakeClock()
    world = World(SqlStore(engine, ORG, worker="web", timezone=UTC, clock=clock), clock)
    world.store.identity.keep_users(
        [User(user, user, f"{user}@example.com", manager_id=manager) for user, manager in managers.items()]
    )
    for number, user in enumerate(managers):
        world.decide(evaluated(deal(number, Person(user, user)), [hold_back(Reason.COOLDOWN)]))
    return world


def _reps(client: FlaskClient) -> dict[str, list[str]]:
    """Whose rows each way out holds."""
    page, feed = (json.loads(client.get(f"/api/v1/{name}").text) for name in ("decisions", "feed"))
    lines = [json.loads(line) for line in client.get("/log/export.jsonl").text.splitlines()]
    table = [line.split(",")[2] for line in client.get("/log/export.csv").text.splitlines()[1:]]
    groups = json.loads(client.get("/api/v1/aggregates?by=rep").text)["rows"]
    ways = {
        "page": [row["rep_id"] for row in page["decisions"]],
        "lines": [line["rep_id"] for line in lines],
        "table": table,
        "feed": [event["rep_id"] for event in feed["events"]],
        "figures": [group["group"] for group in groups],
    }
    return {name: sorted(reps) for name, reps in ways.items()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(organisations())
def test_everybody_is_given_themselves_and_who_is_below_them(engine: Engine, managers: Managers) -> None:
    world = _world(engine, managers)
    everything = json.loads(world.client(_viewer(world, Role.ADMIN, "")).get("/api/v1/decisions").text)
    decisions = {row["rep_id"]: row["id"] for row in everything["decisions"]}

    for user in managers:
        viewer = _viewer(world, Role.MANAGER, user)
        client, mine = world.client(viewer), sorted(rep for rep in managers if viewer.may_see(rep))
        assert _reps(client) == dict.fromkeys(("page", "lines", "table", "feed", "figures"), mine)
        for rep, decision in decisions.items():
            assert (client.get(f"/api/v1/decisions/{decision}").status_code == 200) is (rep in mine)


def _viewer(world: World, role: Role, user: str) -> Viewer:
    return Viewer(user, user, role, world.store.identity.place(user).below)
