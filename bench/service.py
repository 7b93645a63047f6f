"""Helpers: a log of a million decisions, the service on it without sign-in, and a timer for functions in turns."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import psycopg
from flask.testing import FlaskClient

from coach.app import App, build
from coach.app.migrate import migrate
from coach.app.pages import Pages
from coach.config.settings import Settings
from coach.web.guard import Gate
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeGate
from tests.fixtures.make import ORG
from tests.postgres import fresh_database

ROUNDS = 9
MANAGER = "005000000001001AAA"
SKILLS = {"Negotiating": frozenset({"playbook-5", "playbook-30", "playbook-40"})}
_FILL = (Path(__file__).parent / "log.sql").read_text(encoding="utf-8")


def rep(number: int) -> str:
    """The id of a made-up rep; there are 400."""
    return f"005{number:012}AAA"


def manager_of(reps: range) -> Viewer:
    """A manager who may see these reps."""
    return Viewer(MANAGER, "Max", Role.MANAGER, frozenset(map(rep, reps)))


ADMIN = Viewer(MANAGER, "Max", Role.ADMIN)


@dataclass(frozen=True)
class _OpenPages(Pages):
    """The pages as they are wired, except for sign-in and for the skills of the made-up playbooks."""

    viewer: Viewer

    def gate(self) -> Gate:
        return FakeGate(self.viewer)

    def _skills(self) -> dict[str, frozenset[str]]:
        return SKILLS


@dataclass(frozen=True)
class _Open(App):
    """The service as it is wired, but with :class:`_OpenPages`."""

    viewer: Viewer

    def pages(self) -> Pages:
        usual = super().pages()
        return _OpenPages(**{each.name: getattr(usual, each.name) for each in fields(Pages)}, viewer=self.viewer)


@contextmanager
def opened(url: str, viewer: Viewer) -> Iterator[tuple[App, FlaskClient]]:
    """The service, and a test client signed in as this viewer."""
    settings = Settings(
        salesforce_url="https://example.my.salesforce.com",
        salesforce_org_id=ORG,
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        database_url=url,
        log_level="error",
    )
    app = build(settings, serving=False)
    parts = (app.settings, app.store, app.registry, app.celery, app.context, app.pipeline)
    open_to_all = _Open(*parts, viewer)
    try:
        yield open_to_all, open_to_all.web().test_client()
    finally:
        app.store.close()


@contextmanager
def log_of(server: str, rows: int) -> Iterator[str]:
    """The URL of a new database with ``rows`` decisions, which is dropped at the end."""
    url, drop = fresh_database(server)
    try:
        began = time.monotonic()
        migrate(url)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in _FILL.replace(":rows", str(rows)).split(";\n"):
                connection.execute(statement)
            connection.execute("VACUUM ANALYZE")
        print(f"{rows:,} decisions, filled in {time.monotonic() - began:.0f} s; medians of {ROUNDS}, in ms")
        yield url
    finally:
        drop()


def by_hand(url: str) -> psycopg.Connection[Any]:
    """A connection that plans each statement for its values, as for a page that is requested once."""
    connection = psycopg.connect(url, autocommit=True)
    connection.prepare_threshold = None
    return connection


def got(browser: FlaskClient, address: str) -> None:
    """Request a page, which must exist."""
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address}: {answer.text}"


def in_turns(*ways: Callable[[], object], rounds: int = ROUNDS) -> Sequence[float]:
    """The median time of each function in milliseconds, after one warm-up call of each."""
    for way in ways:
        way()
    times = [[_milliseconds(way) for way in ways] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def _milliseconds(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return (time.perf_counter() - began) * 1_000
