"""Notes on a look-alike org that people use, too: they write into notes, retitle them, throw them away."""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine, RowMapping

from coach.app.connection import OrgConnection
from coach.app.migrate import migrate
from coach.app.org import SalesforceOrg
from coach.app.store import SqlStore
from coach.channels.notes.channel import REMOVED
from coach.channels.notes.draft import Draft
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Event, EventKind, Received, Source
from coach.engine.notes import Style, notes_in
from coach.engine.notes.others import HEADING
from coach.engine.playbook import load_texts
from coach.errors import AnswerLost, TryAgain
from coach.pipeline import Pipeline, receive
from coach.queue.tables.records import attempt, delivery
from tests.fixtures.make import FakeClock
from tests.pipeline.world import Bell, over_notes
from tests.salesforce.fakes import DictMemory, Waits
from tests.salesforce.served import Served, serve

PLAYBOOK = """
title: Why now
status: live
when:
  stage: {is: [Prospecting, Qualification]}
cards:
  - name: one
    title: "Write down why now"
    tip: "The stage is {{ deal.stage }}. Ask for the budget. {{ deal.name }} has one."
"""


BETA = {"Name": "Beta", "StageName": "Prospecting", "CloseDate": "2027-01-01"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@dataclass
class World:
    """A deal with its card, the service that coaches it, and somebody else who works in the org."""

    served: Served
    org: SalesforceOrg
    store: SqlStore
    pipeline: Pipeline
    clock: FakeClock
    bell: Bell
    deal: str
    numbers: Iterator[int]
    engine: Engine

    def receive(self) -> None:
        event = Event(self.served.org_id, Source.JSON, f"e-{next(self.numbers)}", EventKind.CHANGED, self.deal)
        receive(self.store, self.bell, Received((event,)))

    def coach(self) -> None:
        self.receive()
        self.work()

    def work(self) -> None:
        while self.pipeline.coach() or self.pipeline.write():
            pass

    def work_later(self) -> None:
        for _ in range(3):
            self.clock.advance(minutes=20)
            self.work()

    def stage(self, stage: str) -> None:
        self.served.change("Opportunity", self.deal, {"StageName": stage})
        self.coach()

    def names(self, name: str) -> None:
        self.served.change("Opportunity", self.deal, {"Name": name})
        self.coach()

    def row(self) -> RowMapping:
        """The note as the database has it."""
        with self.engine.begin() as connection:
            return connection.execute(sa.select(delivery)).mappings().one()

    def put_back(self, row: RowMapping) -> None:
        """As if the database were an older copy."""
        with self.engine.begin() as connection:
            connection.execute(sa.update(delivery).values(**row))
            connection.execute(sa.delete(attempt).where(attempt.c.number > row["fence"]))

    @property
    def note(self) -> str:
        """The id of the only note on the deal."""
        soql = (
            f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{self.deal}' "
            "AND ContentDocument.FileType = 'SNOTE'"
        )
        (row,) = self.served.query(soql)
        return str(row["ContentDocumentId"])

    @property
    def link(self) -> str:
        soql = f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{self.deal}'"
        (row,) = self.served.query(soql)
        return str(row["Id"])

    @property
    def title(self) -> str:
        (row,) = self.served.query(f"SELECT Title FROM ContentNote WHERE Id = '{self.note}'")
        return str(row["Title"])

    def text(self) -> str:
        return self.served.text_of(self.note)

    def writes(self, text: str) -> None:
        """Somebody else leaves the note with this text."""
        self.served.change("ContentNote", self.note, {"Content": base64.b64encode(text.encode()).decode()})

    def adds(self, words: str) -> None:
        self.writes(f"{self.text()}<p>{words}</p>")

    def says(self) -> str:
        """What the log says of the note."""
        given = [entry for entry in self.store.log_page(50) if entry.card_key]
        story = self.store.logbook.story(given[0].id, None)
        assert story is not None
        assert story.note is not None
        return f"{story.note.state.value}: {story.note.sentence}".rstrip(": ")


@pytest.fixture
def world(running: Served, tmp_path: Path) -> Iterator[World]:
    running.reset()
    running.behave(note_tags=["p", "b", "i", "u", "s", "br", "ul", "ol", "li", "a"])
    running.set_up(experience_site=False, crm_content_enabled=True, share_types_refused=[])
    account = running.query("SELECT Id FROM Account")[0]["Id"]
    values = {"Name": "Acme", "StageName": "Prospecting", "CloseDate": "2027-01-01", "AccountId": account}
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    clock = FakeClock(datetime.now(UTC))
    store = SqlStore(
        engine, running.org_id, worker="w", timezone=UTC, in_doubt_after=timedelta(minutes=10), clock=clock
    )
    org, bell = (
        SalesforceOrg(OrgConnection(running.settings(), DictMemory(), lambda: clock.now, Waits().pace())),
        Bell(),
    )
    library = load_texts({"x": PLAYBOOK}, check_text=check_template)
    limits = Limits(weekly_minutes=Decimal(0))
    made = EvaluationContext(library, compile_rules(library), limits, (notes_in(Style.CARD),))
    channels = over_notes(store, org.notes, lambda: clock.now)
    pipeline = Pipeline(store, org, store, lambda: made, bell, lambda: clock.now, channels)
    deal = running.create("Opportunity", values)
    world = World(running, org, store, pipeline, clock, bell, deal, count(1), engine)
    world.coach()
    yield world
    engine.dispose()


@contextmanager
def answer_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The org carries out what it is told, and its answers do not arrive."""
    client = world.org.notes._writing
    post = client.post

    def losing(path: str, body: object) -> object:
        post(path, body)
        raise AnswerLost("The answer was lost.", None, "ANSWER_LOST")

    with monkeypatch.context() as patched:
        patched.setattr(client, "post", losing)
        yield


# ---------------------------------------------------------------- what people write


def test_what_a_rep_wrote_stays_when_the_card_changes_retires_and_returns(world: World) -> None:
    world.adds("MINE 1")
    world.stage("Qualification")
    assert "The stage is Qualification." in world.text()
    assert world.text().endswith(f"<p><b>{HEADING}</b></p><p>MINE 1</p>")
    world.adds("MINE 2")
    world.stage("Needs Analysis")
    assert "no longer applies" in world.text()
    world.stage("Prospecting")
    assert "The stage is Prospecting." in world.text()
    assert world.text().endswith(f"<p><b>{HEADING}</b></p><p>MINE 1</p><p>MINE 2</p>")
    assert (world.text().count("MINE"), world.text().count(HEADING)) == (2, 1)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Only mine.</p>", ["Only mine."]),
        ("<p>Before</p>{ours}<ul><li>one</li><li>two</li></ul>", ["Before", "one", "two"]),
        ("{ours}<p>🎉 <u>under</u> <s>struck</s></p>", ["🎉 <u>under</u> <s>struck</s>"]),
        ("{ours}<p>a</p><p>a</p>", ["<p>a</p><p>a</p>"]),
        ("{ours}<p>Ask for the budget: <b>50k</b> &lt; ours</p>", ["Ask for the budget: <b>50k</b> &lt; ours"]),
        ('{ours}<p><a href="https://x.example/">there</a></p>', ['<a href="https://x.example/">there</a>']),
        ("{ours}" + "<p>long</p>" * 3_000, ["<p>long</p>" * 3_000]),
    ],
)
def test_whatever_they_wrote_is_below_ours(world: World, written: str, kept: list[str]) -> None:
    world.writes(written.replace("{ours}", world.text()))
    world.stage("Qualification")
    below = world.text().partition(HEADING)[2]
    assert all(words in below for words in kept)
    assert "The stage is" not in below


def test_a_line_of_ours_that_they_changed_is_kept_as_they_left_it(world: World) -> None:
    world.writes(world.text().replace("Ask for the budget.", "Ask for the budget. Bob: done!"))
    world.stage("Qualification")
    assert "The stage is Prospecting. Ask for the budget. Bob: done!" in world.text().partition(HEADING)[2]


def test_a_title_that_they_changed_is_kept_as_a_line_and_ours_comes_back(world: World) -> None:
    title = world.title
    world.served.change("ContentNote", world.note, {"Title": "Call with the CFO"})
    world.stage("Qualification")
    world.stage("Prospecting")
    assert world.title == title
    assert world.text().count("Title: Call with the CFO") == 1


def test_a_note_that_was_created_without_an_answer_is_found_under_the_title_that_they_gave_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.stage("Needs Analysis")
    world.deal = world.served.create("Opportunity", BETA)
    with answer_lost(world, monkeypatch):
        world.coach()
    world.served.change("ContentNote", world.note, {"Title": "CFO today"})
    world.work_later()
    assert (world.title.startswith("Write down why now"), world.says()) == (True, "written")
    assert "Title: CFO" in world.text()


def test_words_survive_an_answer_that_was_lost_and_are_not_doubled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.adds("MINE 1")
    with answer_lost(world, monkeypatch):
        world.stage("Qualification")
    world.adds("MINE 2")
    world.work_later()
    world.stage("Needs Analysis")
    assert world.says() == "written"
    assert [world.text().count(words) for words in ("MINE 1", "MINE 2", HEADING)] == [1, 1, 1]


def test_what_coach_wrote_since_an_older_copy_of_the_database_is_not_taken_for_words_of_others(world: World) -> None:
    world.names("Acme 2")
    copy = world.row()
    world.names("Acme 3")
    world.names("Acme 4")
    world.put_back(copy)

    world.names("Acme 5")

    assert "Acme 5" in world.text()
    assert HEADING not in world.text()


def test_what_others_wrote_since_an_older_copy_of_the_database_stays(world: World) -> None:
    world.names("Acme 2")
    copy = world.row()
    world.names("Acme 3")
    world.adds("Call Ann.")
    world.names("Acme 4")
    world.put_back(copy)

    world.names("Acme 5")

    assert "Acme 5" in world.text()
    assert "Call Ann." in world.text().partition(HEADING)[2]


def test_words_saved_between_our_look_and_our_write_are_put_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.adds("MINE 1")
    contents = world.org.notes._writer._contents
    write = contents.write

    def after_a_save(drafts: Sequence[Draft], takes_notes: bool) -> object:
        monkeypatch.undo()
        world.adds("MINE 2")
        return write(drafts, takes_notes)

    monkeypatch.setattr(contents, "write", after_a_save)
    world.stage("Qualification")
    assert "MINE 2" not in world.text()
    assert world.says().startswith("waiting: Somebody wrote into the note while it was being changed")
    world.work_later()
    assert world.says() == "written"
    assert [world.text().count(words) for words in ("MINE 1", "MINE 2", HEADING)] == [1, 1, 1]
    assert "The stage is Qualification." in world.text()


def test_a_note_that_cannot_be_read_waits_rather_than_being_written_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.adds("MINE")

    def broken(_path: str) -> bytes:
        raise TryAgain("Salesforce could not be reached.", code="NOT_REACHED")

    monkeypatch.setattr(world.org.notes._writing, "read", broken)
    world.stage("Qualification")
    assert ("MINE" in world.text(), "Qualification" in world.text()) == (True, False)
    assert world.says() == "waiting: Salesforce could not be reached."
    monkeypatch.undo()
    world.work_later()
    assert ("MINE" in world.text(), "Qualification" in world.text()) == (True, True)


def test_a_note_that_nobody_touched_costs_one_look_more(world: World) -> None:
    world.served.change("Opportunity", world.deal, {"StageName": "Qualification"})
    world.receive()
    world.pipeline.coach()
    world.served.forget_calls()
    world.pipeline.write()
    assert (world.says(), world.served.calls()) == ("written", 2)


# ---------------------------------------------------------------- what people take away


def test_a_note_that_somebody_threw_away_stays_away_and_is_said(world: World) -> None:
    world.served.delete(world.note)
    assert world.pipeline.check_written() == 0
    assert world.says() == f"removed: {REMOVED}"
    world.stage("Qualification")
    world.stage("Needs Analysis")
    world.stage("Prospecting")
    assert world.says().startswith("removed:")
    assert world.served.query(f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{world.deal}'") == []


def test_it_is_known_as_removed_when_its_card_changes_before_the_daily_check(world: World) -> None:
    world.served.delete(world.note)
    world.stage("Qualification")
    assert world.says() == f"removed: {REMOVED}"


def test_a_note_that_was_thrown_away_before_its_answer_was_known_is_not_created_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.deal = world.served.create("Opportunity", BETA)
    with answer_lost(world, monkeypatch):
        world.coach()
    world.served.delete(world.note)
    world.work_later()
    assert world.says().startswith("removed:")


def test_who_takes_a_note_out_of_the_recycle_bin_has_it_back_up_to_date(world: World) -> None:
    note, records = world.note, world.served.records
    assert records
    world.served.delete(note)
    world.pipeline.check_written()
    world.stage("Qualification")
    records.undelete("ContentDocument", note, user_id=records.admin_id)
    world.pipeline.check_written()
    world.work()
    assert (world.note, world.says()) == (note, "written")
    assert "The stage is Qualification." in world.text()


def test_a_note_that_somebody_took_off_the_record_stays_off(world: World) -> None:
    world.served.remove("ContentDocumentLink", world.link)
    assert world.pipeline.check_written() == 0
    assert world.says().startswith("removed:")


def test_notes_of_a_deal_in_the_recycle_bin_are_not_taken_for_removed(world: World) -> None:
    world.served.remove("Opportunity", world.deal)
    assert world.pipeline.check_written() == 0
    assert world.says() == "written"


def shared(world: World) -> list[tuple[str, str]]:
    soql = f"SELECT ShareType, Visibility FROM ContentDocumentLink WHERE LinkedEntityId = '{world.deal}'"
    return [(row["ShareType"], row["Visibility"]) for row in world.served.query(soql)]


@pytest.mark.parametrize(
    ("switches", "share"),
    [
        ({}, ("I", "AllUsers")),
        ({"experience_site": True}, ("I", "InternalUsers")),
        ({"experience_site": True, "share_types_refused": ["I"]}, ("V", "InternalUsers")),
        ({"share_types_refused": ["I"]}, ("V", "AllUsers")),
    ],
)
def test_a_note_hangs_as_close_as_the_org_lets_it(
    world: World, switches: dict[str, object], share: tuple[str, str]
) -> None:
    world.served.set_up(**switches)
    org = world.served.adapter(DictMemory())
    channels = over_notes(world.store, org.notes, lambda: world.clock.now)
    world.pipeline = replace(world.pipeline, org=org, channels=channels)
    world.deal = world.served.create("Opportunity", BETA)
    world.coach()
    assert (world.says(), shared(world)) == ("written", [share])


def test_where_crm_content_is_off_the_log_says_where_an_admin_turns_it_on(world: World) -> None:
    world.served.set_up(crm_content_enabled=False)
    world.deal = world.served.create("Opportunity", BETA)
    world.coach()
    assert world.says().startswith("parked:")
    assert "Setup → Salesforce CRM Content" in world.says()
    world.served.set_up(crm_content_enabled=True)
    world.store.try_again(None)
    world.work()
    assert (world.says(), len(shared(world))) == ("written", 1)


def test_links_that_all_users_see_through_are_limited_once_the_org_has_a_site(world: World) -> None:
    world.pipeline.check_written()
    assert shared(world) == [("I", "AllUsers")]
    world.served.set_up(experience_site=True)
    world.pipeline.check_written()
    assert shared(world) == [("I", "InternalUsers")]


# ---------------------------------------------------------------- what leaves the record


def titles(world: World) -> list[str]:
    """Of the notes on the deal."""
    rows = world.served.query(
        f"SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{world.deal}' "
        "AND ContentDocument.FileType = 'SNOTE'"
    )
    return sorted(str(row["ContentDocument"]["Title"]) for row in rows)


def wants(world: World, style: Style) -> None:
    """Notes are to be of this kind from now on."""
    context = replace(world.pipeline.context(), wants=(notes_in(style),), wanted_over=style)
    world.pipeline = replace(world.pipeline, context=lambda: context)
    world.coach()


def test_the_note_of_a_card_that_is_over_leaves_and_a_new_one_comes_with_the_card(world: World) -> None:
    first = world.note
    world.stage("Needs Analysis")
    assert (titles(world), world.says()) == ([], "withdrawn")
    world.stage("Qualification")
    assert (titles(world), world.says()) == (["Write down why now"], "written")
    assert world.note != first


def test_it_has_left_whether_the_answer_came_or_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.org.notes._writing
    delete = client.delete

    def losing(path: str) -> object:
        delete(path)
        raise AnswerLost("The answer was lost.", None, "ANSWER_LOST")

    with monkeypatch.context() as patched:
        patched.setattr(client, "delete", losing)
        world.stage("Needs Analysis")
    world.work_later()
    assert (titles(world), world.says()) == ([], "withdrawn")


def test_a_new_note_whose_answer_was_lost_is_not_taken_for_the_one_that_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.stage("Needs Analysis")
    with answer_lost(world, monkeypatch):
        world.stage("Prospecting")
    world.work_later()
    assert (titles(world), world.says()) == (["Write down why now"], "written")


def test_a_note_that_is_somebody_elses_by_now_says_how_its_card_ended(world: World) -> None:
    other = world.served.query("SELECT Id FROM User WHERE Name != 'Coach Integration' LIMIT 1")[0]["Id"]
    world.served.change("ContentDocument", world.note, {"OwnerId": other})
    world.stage("Needs Analysis")
    assert (titles(world), world.says()) == (["No longer applies: Write down why now"], "written")


@pytest.mark.parametrize("written_into", [False, True])
def test_the_other_kind_of_notes_takes_the_place_of_the_first_both_ways(world: World, written_into: bool) -> None:
    if written_into:
        world.adds("MINE")
    wants(world, Style.DEAL)
    own = ["Now in the one note for this deal: Write down why now"] if written_into else []
    assert titles(world) == ["Coach: 1 for this deal: Write down why now", *own]
    wants(world, Style.CARD)
    assert titles(world) == ["Write down why now"]
    assert ("MINE" in world.text()) is written_into


def test_the_one_note_is_found_again_wherever_an_attempt_broke_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(world, Style.DEAL)
    world.deal = world.served.create("Opportunity", BETA)
    with answer_lost(world, monkeypatch):
        world.coach()
    records = world.served.records
    assert records
    records.delete("ContentDocumentLink", world.link, user_id=records.admin_id)
    world.stage("Qualification")
    world.work_later()
    world.pipeline.sweep()
    world.work_later()
    assert titles(world) == ["Coach: 1 for this deal: Write down why now"]
    assert "The stage is Qualification." in world.text()
