"""The whole demo as a newcomer runs it: started, lived through, shown, read back, and stopped."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.app.terms import retention_periods
from coach.config.settings import environment_without_settings, load_settings
from coach.database.engine import open_engine
from coach.engine.model import Verdict
from coach.log.tables import comment
from coach.queue.entries import LogEntry
from coach.queue.tables.answers import card_progress, card_response
from coach.queue.tables.records import delivery
from localorg.records import Records
from tests.machine import PATIENCE, port_of_its_own

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
EVERYTHING = 10_000
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Ran:
    """The demo after it has ended: what it said, and what it left."""

    status: int
    said: str
    folder: Path
    engine: Engine
    store: SqlStore
    records: Records

    def log(self) -> list[LogEntry]:
        return list(self.store.log_page(EVERYTHING))

    def column(self, column: sa.Column[object]) -> list[object]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(column)).scalars())


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """One run for all: it takes half a minute."""
    here = tmp_path_factory.mktemp("demo")
    for name in ("playbooks", "wsgi.py"):
        (here / name).symlink_to(HOME / name)
    ports = ["--org-port", str(port_of_its_own()), "--port", str(port_of_its_own())]
    command = [sys.executable, "-m", "coach.cli", "demo", "--once", *ports]
    clean = environment_without_settings()
    ended = subprocess.run(command, cwd=here, env=clean, capture_output=True, text=True, timeout=PATIENCE, check=False)
    records = Records(here / ".demo" / "org.db")
    engine = open_engine(f"sqlite:///{here / '.demo' / 'coach.db'}")
    store = SqlStore(engine, records.organization_id, worker="test", timezone=UTC)
    yield Ran(ended.returncode, ended.stdout + ended.stderr, here / ".demo", engine, store, records)
    engine.dispose()
    records.close()


def test_it_ends_well_and_says_how_many_notes_it_read_back(ran: Ran) -> None:
    assert ran.status == 0, ran.said
    found = re.search(r"^(\d+) cards read back from the org\.", ran.said, re.MULTILINE)
    assert found
    assert int(found[1]) >= 10


def test_nothing_is_said_twice_or_cut_into_by_a_log(ran: Ran) -> None:
    assert ran.said.startswith("The demo: a Salesforce look-alike, Coach's service, and reps at work.")
    assert ran.said.count("Coach is running.") == 1
    assert "Traceback" not in ran.said
    assert "[" not in ran.said


def test_it_says_week_by_week_how_far_it_is(ran: Ran) -> None:
    weeks = re.findall(r"s    week (\d) of 8: [\d,]+ cards given, [\d,]+ decisions$", ran.said, re.MULTILINE)
    assert weeks == [str(week) for week in range(1, 9)]


def test_it_says_where_the_command_is_and_what_to_source(ran: Ran) -> None:
    assert re.search(rf"the command +{Path(sys.executable).parent}/coach$", ran.said, re.MULTILINE)
    assert re.search(r"in your shell +source \.demo/env ", ran.said, re.MULTILINE)


def test_whoever_moves_a_deal_is_who_its_record_names(ran: Ran) -> None:
    rows = ran.records.query(
        "SELECT CreatedBy.Name, Opportunity.Name, NewValue FROM OpportunityFieldHistory WHERE Field = 'StageName' "
        "ORDER BY CreatedDate DESC, Id DESC LIMIT 3",
        user_id=ran.records.admin_id,
    )

    assert rows
    for row in rows:
        line = rf"^  {re.escape(row['CreatedBy']['Name'])} · {re.escape(row['Opportunity']['Name'])} · "
        assert re.search(line, ran.said, re.MULTILINE), row


def test_it_says_what_to_open_next_and_as_whom(ran: Ran) -> None:
    for who in ("VP Sales", "Sales Manager", "Account Executive", "Sales Enablement Lead", "Salesforce Administrator"):
        assert re.search(rf"http://127\.0\.0\.1:\d+/\S+   as .+, {who}$", ran.said, re.MULTILINE), who
    assert "Why did " in ran.said


def test_every_process_has_ended(ran: Ran) -> None:
    listing = subprocess.run(["ps", "axo", "args"], capture_output=True, text=True, check=True).stdout

    assert str(ran.folder) not in listing


def test_eight_weeks_are_full_of_decisions_about_fifteen_reps_in_three_teams(ran: Ran) -> None:
    log = ran.log()

    assert len({entry.at.date() - timedelta(days=entry.at.weekday()) for entry in log}) >= 8
    assert len({entry.owner_id for entry in log}) >= 15
    assert min(Counter(entry.manager_id for entry in log if entry.verdict == Verdict.DELIVER).values()) >= 50
    assert max(entry.at for entry in log) <= datetime.now(UTC) + A_MINUTE


def test_reps_took_their_cards_in_different_ways(ran: Ran) -> None:
    kinds = Counter(ran.column(card_response.c.kind))
    by_rep = Counter(ran.column(card_response.c.rep_id))

    assert kinds.keys() >= {"opened", "answered", "done", "dismissed", "snoozed", "rated", "acknowledged"}
    assert max(by_rep.values()) > 5 * min(by_rep.values())
    assert Counter(ran.column(card_progress.c.right)).keys() >= {True, False}
    assert Counter(ran.column(card_progress.c.adherence)).keys() >= {"seen", "not_seen", "waiting"}


def test_cards_were_held_back_for_many_reasons(ran: Ran) -> None:
    reasons = {entry.reason for entry in ran.log() if entry.verdict == Verdict.HOLD_BACK}

    assert reasons >= {"mastered", "snoozed", "outranked", "cooldown", "exhausted", "weekly_minutes"}


def test_enablement_tried_things_out_and_made_a_mistake(ran: Ran) -> None:
    held_back = {(entry.playbook, entry.reason) for entry in ran.log() if entry.verdict == Verdict.HOLD_BACK}

    assert held_back >= {
        ("start-the-paperwork-early", "missing_data"),
        ("expand-from-proof", "draft"),
        ("ask-about-consequences", "not_in_audience"),
    }
    assert len({entry.library for entry in ran.log()}) == 3


def test_managers_left_remarks_and_have_some_to_come_back_to(ran: Ran) -> None:
    due, settled = ran.column(comment.c.follow_up_on), ran.column(comment.c.settled_at)

    assert len(set(ran.column(comment.c.author_id))) == 3
    assert any(day and not done for day, done in zip(due, settled, strict=True))
    assert any(settled)


def test_each_note_that_the_service_wrote_is_in_the_org_as_old_as_its_card(ran: Ran) -> None:
    rows = ran.records.query("SELECT Id, CreatedDate FROM ContentNote", user_id=ran.records.admin_id)
    created = {row["Id"]: datetime.fromisoformat(row["CreatedDate"]) for row in rows}

    assert set(ran.column(delivery.c.state)) == {"written", "withdrawn"}, "those in which nothing was open have left"
    assert {note_id for note_id in ran.column(delivery.c.remote_id) if note_id} == created.keys()
    assert min(created.values()) < datetime.now(UTC) - timedelta(weeks=7)


def test_retention_takes_none_of_it(ran: Ran) -> None:
    settings = load_settings(
        salesforce_url="https://example.my.salesforce.com",
        salesforce_org_id=ran.records.organization_id,
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        database_url=f"sqlite:///{ran.folder / 'coach.db'}",
    )

    gone = ran.store.privacy.let_go(retention_periods(settings))

    assert {name: rows for name, rows in gone.items() if rows} == {}
