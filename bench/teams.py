"""What team pages cost with a million decisions: to count anew, and to show what was counted within the last minute.

The page is the whole answer of the web process; medians over the same warm database, in milliseconds.
``python -m bench.teams URL [ROWS]`` from the project's folder; URL is a PostgreSQL server's, where a database is made
and dropped again.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
from flask.testing import FlaskClient

from coach.store import SqlStore, migrate, open_engine
from coach.web import create_web
from coach.web.identity import Role, Viewer
from coach.web.teams import TeamPages
from coach.web.teams.period import last_weeks
from tests.store.make import ORG, forms
from tests.system.service import fresh_database
from tests.web.fakes import FakeCoach, FakeGate

ROWS, ROUNDS = 1_000_000, 7
FILL = (Path(__file__).parent / "log.sql").read_text(encoding="utf-8")
MANAGER = "005000000001000AAA"
TEAM = frozenset(f"005{number:012}AAA" for number in range(8))
PEOPLE = {
    "a team of 8": Viewer(MANAGER, "Max", Role.MANAGER, TEAM),
    "all 400 reps": Viewer(MANAGER, "Max", Role.ADMIN),
    "all, as groups": Viewer(MANAGER, "Noor", Role.ENABLEMENT),
}


def main() -> None:
    """Fill a database, measure, drop it."""
    url, drop = fresh_database(sys.argv[1])
    try:
        _fill(url, int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
        _measure(url)
    finally:
        drop()


def _fill(url: str, rows: int) -> None:
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in FILL.replace(":rows", str(rows)).split(";\n"):
            connection.execute(statement)
        connection.execute("UPDATE card_progress SET skill = 'skill ' || length(playbook) || right(playbook, 1)")
        connection.execute("VACUUM ANALYZE")


def _measure(url: str) -> None:
    engine, now = open_engine(url), datetime.now(UTC)
    store = SqlStore(engine, ORG, worker="bench", forms=forms, timezone=UTC)
    for people, viewer in PEOPLE.items():
        print(f"\n{people:<28}{'counted':>9}{'page':>9}")
        scope, groups = (None, True) if viewer.role is Role.ENABLEMENT else (viewer.rep_scope(), False)
        browser = _browser(store, viewer)
        for count in (8, 26):
            weeks = last_weeks(count, now, UTC)
            counted = _milliseconds(partial(store.teams.figures, scope, weeks, held_from=groups))
            _tell("/team", count, counted, browser)
            _tell("/team/playbooks", count, _milliseconds(partial(store.teams.playbooks, scope, weeks)), browser)
    engine.dispose()


def _tell(path: str, weeks: int, counted: float, browser: FlaskClient) -> None:
    page = f"{path}?weeks={weeks}"
    print(f"{page:<28}{counted:>9.1f}{_milliseconds(partial(_look, browser, page)):>9.1f}")


def _browser(store: SqlStore, viewer: Viewer) -> FlaskClient:
    pages = TeamPages(store.teams, store.logbook, dict, lambda *_: None, lambda: datetime.now(UTC), UTC, 24)
    return create_web(replace(FakeCoach().deps(), gate=FakeGate(viewer), teams=pages)).test_client()


def _look(browser: FlaskClient, page: str) -> None:
    answer = browser.get(page)
    if answer.status_code != 200:
        raise SystemExit(answer.text)


def _milliseconds(way: Callable[[], object]) -> float:
    way()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        way()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main()
