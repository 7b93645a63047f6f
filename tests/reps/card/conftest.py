"""A card on a record, and its page over the real store and pipeline."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.app.factory import create_web
from coach.engine.cards import card_key
from coach.engine.deciding import rank
from coach.engine.notes import Style
from coach.engine.responses import Progress
from coach.reps.card import CardLinks, CardPages
from coach.web.services import Services
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FORM, FakeCoach, FakeGate
from tests.pipeline.conftest import World
from tests.pipeline.conftest import world as world
from tests.pipeline.world import ANA, ORG_ID, deal, opportunity_id

PUBLIC = "https://coach.example"
LINKS = CardLinks(PUBLIC, ("a secret of thirty-two characters", "its predecessor of as many letters"))
REP = Viewer(ANA.id, ANA.name, Role.REP)
MANAGER = Viewer("005000000000008AAA", "Max", Role.MANAGER, below=frozenset({ANA.id}))
STRANGER = Viewer("005000000000007AAA", "Sam", Role.MANAGER)

ASK = """
title: Ask first
status: live
skill: negotiation
limits: {cooldown_days: 7}
when:
  stage: {is: Negotiation/Review}
adherence:
  within_days: 14
  seen: {next_step: {changed: true}}
cards:
  - name: if-then
    title: Every concession begins with “if”
    tip: Ask for something back on {{ deal.name }}.
    question:
      ask: What comes first?
      options: [Give, Ask, Wait]
      answer: 2
      explanation: Learn what there is to trade.
"""


@dataclass
class CardWorld:
    """A deal with one card on it, and browsers to look at the card with."""

    world: World
    http: FlaskClient
    gate: FakeGate
    looked: list[tuple[str, frozenset[str] | None]]
    always: set[str] = field(default_factory=set)
    key: str = card_key(ORG_ID, opportunity_id(1), "ask-first", "if-then", 1)

    @property
    def note(self) -> str:
        """The note as it is on the record."""
        return next(iter(self.world.org.notes.values())).body

    @property
    def link(self) -> str:
        """The path of the address in the note."""
        found = re.search(r'href="https://coach\.example(/cards/[^"]+)"', self.note)
        assert found, self.note
        return found[1]

    def progress(self) -> Progress:
        kept = self.world.store.answers.find(self.key)
        assert kept
        return kept.progress

    def by_link(self, **form: str) -> TestResponse:
        """What somebody who is not signed in sends from the page that the note leads to."""
        self.gate.viewer = None
        page = self.http.get(self.link)
        token = re.search(r'name="card_token" value="([^"]+)"', page.text)
        assert token, page.text
        return self.http.post(self.link, data={"card_token": token[1], **form})

    def as_owner(self, **form: str) -> TestResponse:
        """What the signed-in owner sends, and the page that this leads to."""
        self.gate.viewer = REP
        return self.http.post(f"/cards/{self.key}", data={**FORM, **form}, follow_redirects=True)


@pytest.fixture
def cards(world: World) -> CardWorld:
    world.playbooks = {"ask-first": ASK}
    world.style = Style.DEAL
    context = world.context
    world.pipeline = replace(world.pipeline, context=lambda: replace(context(), link=LINKS.address))
    gate, always = FakeGate(None), set[str]()
    looked: list[tuple[str, frozenset[str] | None]] = []
    services = Services(clock=world.now, zone=UTC, looked=lambda viewer, reps, _: looked.append((viewer.name, reps)))
    pages = CardPages(
        services=services,
        store=world.store.answers,
        links=LINKS,
        wake=world.bell.coach,
        always=always.__contains__,
        rank=lambda name: rank(world.context().library.playbooks[name]),
    )
    http = create_web(replace(FakeCoach().deps(), gate=gate, cards=pages)).test_client()
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    return CardWorld(world, http, gate, looked, always)
