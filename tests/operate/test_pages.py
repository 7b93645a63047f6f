from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from html import escape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.model import DeliveryState, Outcome, Receipt
from coach.operate.ready import ReadyCheck
from coach.operate.state import OperatePages
from coach.pipeline.status import USAGE, WATERMARK, org_status
from coach.ports import EVERY_NOTE_REFUSED
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import ADMIN, FORM, FakeCoach, FakeGate
from tests.fixtures.make import LEASE, NOON, ORG, FakeClock, delivered, received
from tests.pipeline.world import Bell

REFUSED = f"A rule refuses the note: an admin exempts the user from it. {EVERY_NOTE_REFUSED}"
SENTENCE = "Free some storage: <b>Setup</b>, then Storage Usage."


@dataclass
class House:
    """The page over a real store, and what its buttons rang."""

    store: SqlStore
    clock: FakeClock
    bell: Bell = field(default_factory=Bell)
    gate: FakeGate = field(default_factory=lambda: FakeGate(ADMIN))

    def client(self) -> FlaskClient:
        pages = OperatePages(
            health=self.store.health,
            figures=self.store.figures,
            org=lambda: org_status(self.store),
            try_again=self.store.try_again,
            wake=self.bell,
            clock=lambda: self.clock.now,
            share=0.8,
            reconcile_every=timedelta(minutes=10),
        )
        coach = FakeCoach(checks=[ReadyCheck("playbooks", False, "2 mistakes, the last good library stays in force.")])
        return create_web(replace(coach.deps(), gate=self.gate, operate=pages)).test_client()

    def park(self, number: int) -> None:
        self.settle(number, Outcome.REFUSED, SENTENCE)

    def refuse(self, number: int) -> None:
        self.settle(number, Outcome.TRY_AGAIN, REFUSED)

    def settle(self, number: int, outcome: Outcome, sentence: str) -> None:
        self.store.accept(received(f"e-{number}", number=number))
        with self.store.evaluating(self.store.claim_deals(10, LEASE)) as evaluation:
            for claim in evaluation.claims():
                evaluation.save(claim, delivered(number))
        claims = self.store.claim_deliveries(10, LEASE)
        refused = [
            Receipt(
                claim.work.key, outcome, code="STORAGE_LIMIT_EXCEEDED", sentence=sentence, after=timedelta(minutes=30)
            )
            for claim in claims
        ]
        self.store.settle_deliveries(claims, refused)

    def fail(self, number: int) -> None:
        self.store.accept(received(f"f-{number}", number=number))
        for _ in range(3):
            self.store.release_deals(self.store.claim_deals(10, LEASE), timedelta(minutes=5), "No answer.")
            self.clock.advance(minutes=6)
        self.store.release_deals(self.store.claim_deals(10, LEASE), timedelta(hours=9), "No answer.")

    def parked(self) -> int:
        return self.store.figures().deliveries[DeliveryState.PARKED]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    clock = FakeClock()
    yield House(SqlStore(engine, ORG, worker="w", timezone=UTC, clock=clock), clock)
    engine.dispose()


def test_the_page_says_how_the_service_is(house: House) -> None:
    house.park(1)
    house.store.remember(USAGE, f"1204/100000@{NOON.isoformat()}")
    house.store.remember(WATERMARK, NOON.isoformat())

    page = house.client().get("/operate").text

    for words in (
        "The last event came just now, through the JSON door.",
        "No deal waits to be looked at.",
        "1 note parked: who must act is said below.",
        "The org counted 1,204 of 100,000 API calls",
        "No worker in the last day",
        "The last pass for missed changes began just now.",
        "2 mistakes, the last good library stays in force.",
    ):
        assert words in page


def test_parked_notes_are_listed_with_who_must_act(house: House) -> None:
    house.park(1)

    page = house.client().get("/operate").text

    assert escape(SENTENCE) in page
    assert "STORAGE_LIMIT_EXCEEDED" in page
    assert 'href="https://example.my.salesforce.com/lightning/r/Opportunity/006000000000001AAA/view"' in page


def test_while_the_org_refuses_every_note_the_page_says_at_once_how_many_since_when_and_who_must_act(
    house: House,
) -> None:
    house.refuse(1)
    house.refuse(2)
    house.clock.advance(minutes=3)

    page = house.client().get("/operate").text

    for words in (
        "The org refuses every note: 2 notes waiting, the first for 3 minutes. Why, and who must act, is said below.",
        "The org refuses every note at the moment. Coach tries one from time to time",
        "2 notes, the first 3 minutes ago",
        escape(REFUSED),
        "Try all notes again",
        "Try these again",
        "None is parked.",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("form", "due"),
    [
        ({"which": "one", "key": "card-1"}, 1),
        ({"which": "alike", "code": "", "sentence": REFUSED}, 2),
        ({"which": "all"}, 2),
    ],
)
def test_a_button_tries_refused_notes_at_once(house: House, form: dict[str, str], due: int) -> None:
    house.refuse(1)
    house.refuse(2)
    assert house.store.due().deliveries == 0

    response = house.client().post("/operate/notes", data=form | FORM)

    assert response.headers["Location"] == f"/operate?notes={due}"
    assert (house.store.due().deliveries, house.bell.rung) == (due, ["write"])


def test_a_note_that_waits_after_a_try_that_failed_is_listed_with_why_and_a_button(house: House) -> None:
    house.settle(1, Outcome.TRY_AGAIN, "The storage is full: an admin frees some or buys more.")

    page = house.client().get("/operate").text

    for words in (
        "Coach tries these again by itself. Where somebody is named, try again once they have acted.",
        escape("The storage is full: an admin frees some or buys more."),
        "Try these again",
    ):
        assert words in page


def test_a_note_in_doubt_is_listed_with_what_came_in_place_of_an_answer(house: House) -> None:
    house.settle(1, Outcome.IN_DOUBT, "The org answered with what makes no sense.")

    page = house.client().get("/operate").text

    assert "Coach looks for each on its record before it writes it again." in page
    assert escape("The org answered with what makes no sense.") in page
    assert "Try again" not in page


def test_a_house_in_order_has_no_buttons(house: House) -> None:
    page = house.client().get("/operate").text

    assert "No note is parked." in page
    assert "No deal keeps failing." in page
    assert "Try again" not in page


@pytest.mark.parametrize(
    ("form", "left"),
    [
        ({"which": "one", "key": "card-1"}, 1),
        ({"which": "alike", "code": "STORAGE_LIMIT_EXCEEDED", "sentence": SENTENCE}, 0),
        ({"which": "all"}, 0),
        ({"which": "one", "key": "nothing"}, 2),
    ],
)
def test_a_button_tries_notes_again(house: House, form: dict[str, str], left: int) -> None:
    house.park(1)
    house.park(2)

    response = house.client().post("/operate/notes", data=form | FORM)

    assert (response.status_code, response.headers["Location"]) == (303, f"/operate?notes={2 - left}")
    assert house.parked() == left
    assert house.bell.rung == ["write"]


@pytest.mark.parametrize(
    "form",
    [{"which": "one", "key": "006000000000001AAA"}, {"which": "alike", "sentence": "No answer."}, {"which": "all"}],
)
def test_a_button_tries_deals_again(house: House, form: dict[str, str]) -> None:
    house.fail(1)
    assert house.store.due().deals == 0

    response = house.client().post("/operate/deals", data=form | FORM)

    assert response.headers["Location"] == "/operate?deals=1"
    assert house.store.due().deals == 1
    assert house.bell.rung == ["coach"]


def test_what_a_button_did_is_said(house: House) -> None:
    client = house.client()

    assert "2 notes will be tried again now." in client.get("/operate?notes=2").text
    assert "1 deal will be tried again now." in client.get("/operate?deals=1").text
    assert "tried again now" not in client.get("/operate?notes=<b>").text


@pytest.mark.parametrize("address", ["/operate/notes", "/operate/deals"])
def test_a_button_that_names_nothing_is_refused(house: House, address: str) -> None:
    assert house.client().post(address, data=FORM).status_code == 400


@pytest.mark.parametrize("address", ["/operate/notes", "/operate/deals"])
def test_a_form_of_another_site_does_nothing(house: House, address: str) -> None:
    house.park(1)

    assert house.client().post(address, data={"which": "all"}).status_code == 403
    assert house.parked() == 1


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER, Role.ENABLEMENT])
def test_the_page_is_for_admins(house: House, role: Role) -> None:
    house.gate.viewer = Viewer("005000000000001AAA", "Alice", role)
    client = house.client()

    assert client.get("/operate").status_code == 403
    assert client.post("/operate/notes", data={"which": "all"} | FORM).status_code == 403


def test_looking_changes_nothing(house: House) -> None:
    house.park(1)

    house.client().get("/operate")

    assert (house.parked(), house.bell.rung) == (1, [])
    assert house.client().get("/operate/notes").status_code == 405
