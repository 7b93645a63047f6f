"""What Coach keeps on a machine is closed to everybody else there, made new or found open."""

import fcntl
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from coach.app import build
from coach.app.migrate import migrate
from coach.broker.broker import CeleryWake
from coach.config.private import mend, private_file
from coach.config.settings import load_settings

OF_THE_ENVIRONMENT = {
    "COACH_SALESFORCE_URL": "https://example.my.salesforce.com",
    "COACH_SALESFORCE_ORG_ID": "00D5g00000Lk2QbEAJ",
    "COACH_SALESFORCE_CONSUMER_KEY": "key",
    "COACH_SALESFORCE_CONSUMER_SECRET": "secret",
}


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """As most machines make files: everybody may read them."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if mode(path) & 0o077]


def test_what_the_service_makes_is_private_from_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    settings = load_settings(
        salesforce_url="https://example.my.salesforce.com",
        salesforce_org_id="00D5g00000Lk2QbEAJ",
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        data_dir=folder,
    )
    app = build(settings)
    migrate(settings.database)
    app.store.remember("a", "b")
    CeleryWake(app.celery).coach()

    assert {"coach.db", "coach.db-lock", "broker"} <= {path.name for path in folder.iterdir()}
    assert list((folder / "broker" / "messages").iterdir())
    assert open_to_others(folder) == []


def test_what_was_open_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for each in (folder, folder / "broker", folder / "broker" / "messages"):
        each.mkdir()
    for name in ("coach.db", "coach.db-wal", "beat-schedule", "broker/messages/1.coach.msg"):
        (folder / name).touch()
    assert len(open_to_others(folder)) == 7

    mend(folder)

    assert open_to_others(folder) == []


def test_what_is_not_coach_s_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "script.sh").touch(0o755)

    mend(tmp_path)

    assert mode(tmp_path / "script.sh") == 0o755


def test_a_folder_that_everybody_shares_is_said_and_left(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    (tmp_path / "coach.db").touch()

    with structlog.testing.capture_logs() as lines:
        mend(tmp_path)

    assert mode(tmp_path) == 0o1777
    assert mode(tmp_path / "coach.db") == 0o600
    assert [(line["event"], line["paths"]) for line in lines] == [("data_open_to_others", [str(tmp_path)])]


def test_a_database_elsewhere_is_private_and_its_folder_stays_as_it_is(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'coach.db'}")

    assert [path for path in tmp_path.iterdir() if mode(path) & 0o077] == []


def test_coach_migrate_makes_a_private_folder(tmp_path: Path) -> None:
    environment = {**os.environ, **OF_THE_ENVIRONMENT, "COACH_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "coach.cli", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True)

    assert open_to_others(tmp_path / "data") == []


LOCKS = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def test_closing_a_file_to_others_leaves_the_locks_that_this_process_has_on_it(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    private_file(path)

    with path.open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        path.chmod(0o644)
        private_file(path)
        another = subprocess.run([sys.executable, "-c", LOCKS, str(path)], capture_output=True, check=False)

    assert b"BlockingIOError" in another.stderr
    assert mode(path) == 0o600
