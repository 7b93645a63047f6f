"""Service tokens and people from the command line, over a database of the test's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.app.migrate import migrate
from coach.app.parts import open_store
from coach.app.store import SqlStore
from coach.cli import coach
from coach.config.settings import load_settings
from coach.errors import Misconfigured
from coach.people.pages.gate import hashed
from coach.people.sessions import Session
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.salesforce.served import Served, serve

USER = "005000000000001AAA"


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("people"))


@pytest.fixture
def store(tmp_path: Path, org: Served, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    for name, value in {
        "COACH_SALESFORCE_URL": org.url,
        "COACH_SALESFORCE_ORG_ID": org.org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'coach.db'}",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    migrate(settings.database)
    return open_store(settings, worker="test")


def run(*words: str) -> Result:
    return CliRunner().invoke(coach, words)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(store: SqlStore) -> None:
    made = run("token", "create", "data warehouse", "--scope", "read:feed", "--scope", "read:log")

    secret = made.stdout.strip()
    assert re.fullmatch(r"coach_[A-Za-z0-9_-]{43}", secret)
    found = store.identity.find_token(hashed(secret))
    assert found
    assert (found.name, found.scopes) == ("data warehouse", ("read:feed", "read:log"))
    assert secret not in run("token", "list").output


def test_tokens_are_listed_with_when_they_were_used(store: SqlStore) -> None:
    store.identity.create_token("0a1b2c3d", "a" * 64, "warehouse", ["read:feed"])
    store.identity.create_token("ffffffff", "b" * 64, "lake", ["admin"])
    store.identity.touch_token("ffffffff")
    store.identity.revoke_token("ffffffff")

    first, second = run("token", "list").output.splitlines()

    assert re.fullmatch(r"0a1b2c3d  warehouse  read:feed  made 20\d\d-.* UTC, last used never", first)
    assert re.fullmatch(r"ffffffff  lake  admin  made .*, revoked 20\d\d-.* UTC", second)


def test_a_revoked_token_is_dead_at_once_and_cannot_be_revoked_again(store: SqlStore) -> None:
    store.identity.create_token("0a1b2c3d", "a" * 64, "warehouse", ["read:feed"])

    assert run("token", "revoke", "0a1b2c3d").output == "Token 0a1b2c3d opens nothing any more.\n"
    assert store.identity.find_token("a" * 64) is None
    assert str(run("token", "revoke", "0a1b2c3d").exception) == (
        "There is no live token 0a1b2c3d: coach token list shows them."
    )


@pytest.mark.parametrize("words", [("create", "x"), ("create", "x", "--scope", "everything")])
def test_a_token_needs_a_scope_that_exists(store: SqlStore, words: tuple[str, ...]) -> None:
    assert run("token", *words).exit_code == 2
    assert store.identity.tokens() == []


def test_an_operator_signs_somebody_out_everywhere(store: SqlStore) -> None:
    store.identity.begin_session("a" * 64, Session(USER, "Anna", "anna@example.com"))

    assert run("sign-out", USER[:15]).output == "Sessions ended: 1.\n"


def test_who_is_no_user_is_not_signed_out(store: SqlStore) -> None:
    assert isinstance(run("sign-out", "00D000000000001EAA").exception, Misconfigured)


def test_admins_are_looked_up_in_the_org(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_ADMINS", "Admin@Coach.local")
    everybody_there = run("admins")
    monkeypatch.setenv("COACH_ENABLEMENT", "kim@aldermere.example, nobody@aldermere.example")
    somebody_missing = run("admins")

    assert "admin       admin@coach.local: Robin Ashdown (005" in everybody_there.output
    assert (everybody_there.exit_code, somebody_missing.exit_code) == (0, 1)
    assert "is not active" in somebody_missing.output
    assert "nobody@aldermere.example: the org has no such user" in somebody_missing.output
