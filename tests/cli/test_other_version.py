"""Every command that opens the store says so if the database is not of this version, and leaves it as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from coach.app.migrate import migrate
from coach.cli import _COMMANDS, coach
from coach.config.settings import load_settings
from coach.database.engine import open_engine
from coach.errors import CoachError
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.library.conftest import playbook
from tests.salesforce.served import Served, serve

USER = "005000000000001AAA"
FOREIGN = (
    "The database is of another version of Coach (revision 0017), which coach migrate cannot bring to this one:"
    " whoever runs Coach starts that version, or this one with an empty database; waiting does not help."
)
NOT_SET_UP = "The database has not been set up: whoever runs Coach says coach migrate; waiting does not help."
OPENING = (
    ("admins",),
    ("explain", "deal"),
    ("person", "export", USER),
    ("person", "erase", USER, "--yes"),
    ("plan",),
    ("reconcile",),
    ("reload",),
    ("retry", "--all"),
    ("sign-out", USER),
    ("token", "create", "name", "--scope", "admin"),
    ("token", "list"),
    ("token", "revoke", "0a1b2c3d"),
)
"""Every command that opens the store."""
WITHOUT_STORE = {"backtest", "lint", "package", "preview", "schema", "settings"}
SAY_IT_THEMSELVES = {"check", "doctor", "migrate", "serve"}


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@pytest.fixture
def folder(tmp_path: Path, org: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service without a database."""
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "trade.yaml").write_text(playbook(), encoding="utf-8")
    for name, value in {
        "COACH_SALESFORCE_URL": org.url,
        "COACH_SALESFORCE_ORG_ID": org.org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "COACH_DATA_DIR": str(tmp_path / "var"),
        "COACH_PLAYBOOKS_DIR": str(tmp_path / "playbooks"),
        "COACH_LOG_LEVEL": "error",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def foreign(folder: Path) -> Iterator[sa.Engine]:
    """Its database, with a revision that this version of Coach does not know."""
    address = load_settings().database
    migrate(address)
    engine = open_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0017'"))
    yield engine
    engine.dispose()


def run(*words: str) -> Result:
    return CliRunner().invoke(coach, words)


def _rows(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def test_every_command_is_tried_here_or_opens_no_store() -> None:
    assert {words[0] for words in OPENING} | WITHOUT_STORE | SAY_IT_THEMSELVES == set(_COMMANDS)


@pytest.mark.parametrize("words", OPENING, ids=" ".join)
def test_a_database_of_another_version_is_named_and_left_alone(
    words: tuple[str, ...], org: Served, foreign: sa.Engine
) -> None:
    (deal, *_) = org.query("SELECT Id FROM Opportunity WHERE IsClosed = false")
    before = _rows(foreign)

    refused = run(*(deal["Id"] if word == "deal" else word for word in words)).exception

    assert isinstance(refused, CoachError)
    assert str(refused) == FOREIGN
    assert _rows(foreign) == before


@pytest.mark.parametrize("words", [words for words in OPENING if words[0] not in ("explain", "plan")], ids=" ".join)
def test_a_database_that_was_never_set_up_is_named(words: tuple[str, ...], folder: Path) -> None:
    refused = run(*words).exception

    assert isinstance(refused, CoachError)
    assert str(refused) == NOT_SET_UP


def test_migrate_and_the_doctor_say_the_same(foreign: sa.Engine) -> None:
    assert str(run("migrate").exception) == FOREIGN
    assert (
        "The database is of another version of Coach (revision 0017), which coach migrate cannot bring to this one: the"
        " operator starts that version, or this one with an empty database (DATABASE_URL)."
    ) in " ".join(run("doctor").output.split())
