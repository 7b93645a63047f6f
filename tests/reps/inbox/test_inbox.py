"""What reps write about a playbook is read by whom it is for, with a name or without, and answered."""

import re
from dataclasses import dataclass, replace
from datetime import UTC

import pytest
from flask.testing import FlaskClient

from coach.app.factory import create_web
from coach.engine.cards import card_key
from coach.engine.responses import Dismissal, dismissed
from coach.privacy.mentions import PersonNames
from coach.reps.card import CardPages
from coach.reps.inbox import InboxPages
from coach.web.services import Services
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FORM, FakeCoach, FakeGate
from tests.pipeline.conftest import World
from tests.pipeline.conftest import world as world
from tests.pipeline.world import ANA, ORG_ID, deal, opportunity_id
from tests.reps.card.conftest import ASK, LINKS

PEOPLE = [replace(ANA, id=f"00500000000001{number}AAA", name=f"Rep {number}") for number in range(6)]
ENABLEMENT = Viewer("005000000000091AAA", "Enno", Role.ENABLEMENT)
ADMIN = Viewer("005000000000092AAA", "Ada", Role.ADMIN)
MANAGER = Viewer("005000000000093AAA", "Max", Role.MANAGER, below=frozenset({PEOPLE[0].id}))
OTHER = Viewer("005000000000094AAA", "Sam", Role.MANAGER, below=frozenset({PEOPLE[5].id}))
OWNER = Viewer("005000000000095AAA", "deal-desk@example.com", Role.REP)
REP = Viewer(PEOPLE[0].id, PEOPLE[0].name, Role.REP)
WORDS = "The buyer has no budget."


@dataclass
class Box:
    """Reps with a card each, of whom the first wrote something, and a browser."""

    world: World
    http: FlaskClient
    gate: FakeGate
    looked: list[tuple[str, frozenset[str] | None]]

    def page(self, viewer: Viewer, path: str = "/inbox") -> str:
        self.gate.viewer = viewer
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def status(self, viewer: Viewer, path: str = "/inbox") -> int:
        self.gate.viewer = viewer
        return self.http.get(path).status_code

    def send(self, viewer: Viewer, number: int = 1, **form: str) -> int:
        self.gate.viewer = viewer
        return self.http.post(f"/inbox/{number}", data={**FORM, **form}).status_code

    def give(self, people: int) -> None:
        """A card for so many reps."""
        for number in range(people):
            self.world.org.put(deal(number, owner=PEOPLE[number], name=f"Clinic {number}"))
        self.world.happen(*range(people))
        self.world.work()

    def write(self, number: int, words: str) -> None:
        key = card_key(ORG_ID, opportunity_id(number), "ask-first", "if-then", 1)
        self.world.store.answers.respond(
            key, PEOPLE[number].id, "session", lambda at: dismissed(Dismissal.OTHER, words, at)
        )


@pytest.fixture
def box(world: World) -> Box:
    world.playbooks = {"ask-first": ASK.replace("skill:", "owner: Deal-Desk@example.com\nskill:")}
    gate = FakeGate(None)
    looked: list[tuple[str, frozenset[str] | None]] = []
    services = Services(
        clock=world.now,
        zone=UTC,
        looked=lambda viewer, reps, page: looked.append((viewer.name, reps)) if page == "inbox" else None,
        titles=lambda: {"ask-first": "Ask first"},
        owners=lambda: {"ask-first": "Deal-Desk@example.com"},
    )
    inbox = InboxPages(services=services, store=world.store.answers)
    cards = CardPages(
        services=services, store=world.store.answers, links=LINKS, wake=world.bell.coach, always=lambda _: False
    )
    http = create_web(replace(FakeCoach().deps(), gate=gate, inbox=inbox, cards=cards)).test_client()
    return Box(world, http, gate, looked)


@pytest.fixture
def written(box: Box) -> Box:
    box.give(5)
    box.write(0, WORDS)
    return box


@pytest.mark.parametrize("viewer", [MANAGER, ADMIN], ids=lambda viewer: viewer.role)
def test_whoever_may_see_a_rep_reads_their_words_with_name_and_deal(written: Box, viewer: Viewer) -> None:
    page = written.page(viewer, "/inbox/ask-first")

    assert f"<b>Something else</b>: <q>{WORDS}</q>" in page
    assert "Rep 0" in page
    assert "Clinic 0" in page
    assert "What comes first?" in page
    assert written.looked == [(viewer.name, frozenset({PEOPLE[0].id}))]


@pytest.mark.parametrize("viewer", [ENABLEMENT, OWNER], ids=lambda viewer: viewer.role)
def test_enablement_and_whoever_answers_for_the_playbook_read_them_without_who_where_and_which_day(
    written: Box, viewer: Viewer
) -> None:
    page = written.page(viewer)

    assert WORDS in page
    assert "A rep · November 2026" in page
    assert "Clinic" not in page
    assert "Rep 0" not in page
    assert opportunity_id(0) not in page
    assert card_key(ORG_ID, opportunity_id(0), "ask-first", "if-then", 1) not in page
    assert written.looked == []


def test_where_too_few_got_its_cards_enablement_is_told_that_words_are_withheld(box: Box) -> None:
    box.give(4)
    box.write(0, WORDS)
    page = box.page(ENABLEMENT)

    assert WORDS not in page
    assert "1 reason about “Ask first” is not shown: its cards went to fewer than 5 people so far" in page
    assert box.send(ENABLEMENT) == 404


def test_a_manager_reads_nothing_about_people_of_others_and_a_rep_has_no_inbox(written: Box) -> None:
    assert WORDS not in written.page(OTHER)
    assert written.status(REP) == 403
    assert written.send(OTHER) == 404


def test_unread_comes_first_and_what_was_read_is_not_counted_any_more(written: Box) -> None:
    written.write(1, "They bought elsewhere.")
    assert "2 unread." in written.page(ENABLEMENT)

    assert written.send(ENABLEMENT, 2) == 303
    page = written.page(ENABLEMENT)
    assert "1 unread." in page
    assert re.findall(r"<q>([^<]*)</q>", page) == [WORDS, "They bought elsewhere."]
    assert "2 unread." in written.page(ADMIN), "each reader has read what they have read"


def test_an_answer_is_read_by_the_rep_and_by_nobody_who_only_has_the_link(written: Box) -> None:
    assert written.send(ENABLEMENT, answer="We will ask for the budget first.") == 303
    written.gate.viewer = REP
    key = card_key(ORG_ID, opportunity_id(0), "ask-first", "if-then", 1)

    assert "Enno answered: <q>We will ask for the budget first.</q>" in written.http.get(f"/cards/{key}").text
    assert "Enno answered" in written.page(ADMIN)
    written.gate.viewer = None
    assert "Enno" not in written.http.get(LINKS.address(key, PEOPLE[0].id).removeprefix(LINKS.public_url)).text


def test_the_start_page_says_how_much_is_unread(written: Box) -> None:
    assert "What reps wrote (1 unread)" in written.page(ENABLEMENT, "/")
    written.send(ENABLEMENT)
    assert "What reps wrote</a>" in written.page(ENABLEMENT, "/")


def test_the_words_of_whoever_is_erased_are_gone_with_what_was_answered(written: Box) -> None:
    written.send(ENABLEMENT, answer="We will ask for the budget first.")
    written.world.store.privacy.erase_person(PersonNames(PEOPLE[0].id, frozenset()), [])

    page = written.page(ADMIN)
    assert WORDS not in page
    assert "budget" not in page
