"""``coach retry``, as an operator types it."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.app.parts import open_store
from coach.app.store import SqlStore
from coach.cli import coach
from coach.config.settings import load_settings
from coach.engine.model import Outcome, Receipt
from coach.ports import EVERY_NOTE_REFUSED
from tests.fixtures.make import LEASE, ORG, delivered
from tests.queue.test_evaluation import save


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    """One note, which the org refused like every other: it is tried again in half an hour."""
    for name, value in {
        "COACH_SALESFORCE_URL": "https://example.my.salesforce.com",
        "COACH_SALESFORCE_ORG_ID": ORG,
        "COACH_SALESFORCE_CONSUMER_KEY": "key",
        "COACH_SALESFORCE_CONSUMER_SECRET": "secret",
        "COACH_DATA_DIR": str(tmp_path / "var"),
        "COACH_LOG_LEVEL": "error",
    }.items():
        monkeypatch.setenv(name, value)
    assert CliRunner().invoke(coach, ["migrate"]).exit_code == 0
    store = open_store(load_settings(), "w")
    save(store, delivered(), "first")
    (claim,) = store.claim_deliveries(1, LEASE)
    receipt = Receipt(
        claim.work.key, Outcome.TRY_AGAIN, sentence=f"No. {EVERY_NOTE_REFUSED}", after=timedelta(minutes=30)
    )
    store.settle_deliveries([claim], [receipt])
    return store


@pytest.mark.parametrize("named", ["--all", "card-1"])
def test_a_refused_note_is_due_at_once_and_it_is_said_how_many_there_were(refused: SqlStore, named: str) -> None:
    assert refused.due().deliveries == 0

    result = CliRunner().invoke(coach, ["retry", named])

    assert (result.exit_code, result.output) == (0, "1 note will be tried again.\n")
    assert refused.due().deliveries == 1


def test_a_note_that_does_not_exist_is_a_mistake_and_nothing_is_tried(refused: SqlStore) -> None:
    result = CliRunner().invoke(coach, ["retry", "card-1", "nonsense"])

    assert (result.exit_code, refused.due().deliveries) == (2, 0)
    assert "There is no such note, so nothing was tried: nonsense." in result.output


def test_which_notes_must_be_said(refused: SqlStore) -> None:
    result = CliRunner().invoke(coach, ["retry"])

    assert (result.exit_code, refused.due().deliveries) == (1, 0)
    assert "Name the notes to try again, or say --all." in f"{result.output}{result.exception}"
