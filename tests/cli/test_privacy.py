"""One person's data from the command line: a deal of the look-alike org, with its note really on the record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from coach.app.migrate import migrate
from coach.app.org import SalesforceOrg
from coach.app.parts import open_store
from coach.app.store import SqlStore
from coach.channels.notes import NotesChannel
from coach.channels.notes.nouns import NotePlace
from coach.cli import coach
from coach.config.settings import load_settings
from coach.engine.model import Deal, Event, EventKind, Received, Source
from coach.ports import Sighting, Whereabouts
from coach.privacy.audit import AccessKind, LogAccess
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.fixtures.make import LEASE, card, deliver, evaluated, note
from tests.salesforce.served import Served, serve

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("privacy"))


@dataclass(frozen=True)
class Coached:
    """A deal of the org on which its owner was given a card, the note written."""

    store: SqlStore
    org: SalesforceOrg
    deal: Deal

    def whereabouts(self, note_ids: tuple[str, ...]) -> set[Whereabouts]:
        places = {note_id: NotePlace(self.deal.id, note_id) for note_id in note_ids}
        return {sighting.where for sighting in self.org.notes.look_at_notes(places).values()}

    @property
    def note_ids(self) -> tuple[str, ...]:
        return tuple(place.remote_id for place in self.store.places("note", "", 10).values())


@pytest.fixture
def coached(tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch) -> Coached:
    served.reset()
    for name, value in {
        "COACH_SALESFORCE_URL": served.url,
        "COACH_SALESFORCE_ORG_ID": served.org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'coach.db'}",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    migrate(settings.database)
    store, org = open_store(settings, worker="test"), served.adapter()
    deal_id = org.changed_since(LONG_AGO).events[0].opportunity_id
    deal = org.read_deals([deal_id], frozenset()).deals[deal_id]
    _coach(store, org, deal)
    return Coached(store, org, deal)


def _coach(store: SqlStore, org: SalesforceOrg, deal: Deal) -> None:
    store.accept(Received((Event(deal.org_id, Source.JSON, "e-1", EventKind.CHANGED, deal.id),)))
    given = replace(card(), opportunity_id=deal.id)
    wanted = replace(note(), opportunity_id=deal.id, target=deal.id, title=f"Hold the price [{deal.id}]")
    claims = store.claim_deals(10, LEASE)
    with store.evaluating(claims) as evaluation:
        evaluation.save(claims[0], evaluated(deal, [deliver()], [given], [wanted]))
    channel = NotesChannel(org.notes, store, store, org.time)
    notes = store.claim_deliveries(10, timedelta(minutes=5), channel.about_to_send)
    store.settle_deliveries(notes, channel.deliver([each.work for each in notes]))


def run(*words: str) -> Result:
    return CliRunner().invoke(coach, words)


def test_all_about_a_person_comes_as_json_in_a_zip(coached: Coached, tmp_path: Path) -> None:
    owner = coached.deal.owner

    said = run("person", "export", owner.email or "", "--output", "theirs.zip")

    with ZipFile(tmp_path / "theirs.zip") as archive:
        contents = json.loads(archive.read("contents.json"))
        rows = archive.read("decision-owner_id.jsonl").decode().splitlines()
    assert contents["user"] == owner.id
    assert contents["files"]["decision-owner_id.jsonl"] == {"what": "decisions about their deals", "rows": 1}
    assert json.loads(rows[0])["owner_name"] == owner.name
    assert said.output.endswith(f"rows about {owner.id} are in theirs.zip.\n")


def test_erasing_says_what_it_would_do_and_does_nothing(coached: Coached) -> None:
    said = run("person", "erase", coached.deal.owner.id)

    assert "1  decisions about their deals: kept without their name" in said.output
    assert "1  their name and address: deleted" in said.output
    assert "1  notes in Salesforce: stay on the records as they are; --notes takes them off" in said.output
    assert said.output.endswith("Nothing was done. To do it, say --yes.\n")
    assert coached.store.privacy.person_counts(coached.deal.owner.id) != {}


def test_erasing_with_notes_takes_them_off_their_records(coached: Coached) -> None:
    note_ids = coached.note_ids
    assert coached.whereabouts(note_ids) == {Whereabouts.THERE}

    said = run("person", "erase", coached.deal.owner.id, "--notes", "--yes")

    assert said.exit_code == 0
    assert said.output.endswith("was erased. 1 notes were taken off their records.\n")
    assert coached.whereabouts(note_ids) == {Whereabouts.REMOVED}
    assert coached.store.privacy.person_counts(coached.deal.owner.id) == {}


def test_erasing_without_notes_leaves_them_where_they_are(coached: Coached) -> None:
    note_ids = coached.note_ids

    run("person", "erase", coached.deal.owner.id, "--yes")

    assert coached.whereabouts(note_ids) == {Whereabouts.THERE}
    assert coached.store.privacy.person_counts(coached.deal.owner.id) == {}


def test_a_note_that_is_being_written_is_left_and_told(coached: Coached) -> None:
    coached.store.sighted({"card-1": Sighting(Whereabouts.LOST)})
    coached.store.claim_deliveries(10, timedelta(minutes=5))

    said = run("person", "erase", coached.deal.owner.id, "--notes", "--yes")

    assert said.exit_code == 1
    assert "note card-1 is still there: It is being written just now; say this again in a minute." in said.stderr


def test_whoever_exported_their_data_is_named_so_that_they_can_be_told(coached: Coached) -> None:
    coached.store.privacy.record_view(LogAccess("token", "data warehouse", None, AccessKind.FEED))

    assert "tell those who have it: data warehouse (feed)." in run("person", "erase", coached.deal.owner.id).output


@pytest.mark.parametrize("user", ["nobody@example.com", "005000000000099AAA", "'; DROP TABLE decision; --"])
def test_somebody_nothing_is_kept_about_is_said_to_be_so(coached: Coached, user: str) -> None:
    assert str(run("person", "export", user).exception) == f"Nothing is kept about {user}."
