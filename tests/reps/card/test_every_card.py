"""Every shipped card, in every state: it renders, what it offers can be done and is read back, and nothing else is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser
from itertools import count, product
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from coach.app.factory import create_web
from coach.engine.cards import Unrenderable, card_key, check_template, render
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Deal
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import Playbook, load
from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.model import PlaybookLimits as PlaybookLimits
from coach.engine.playbook.model import Question, Status
from coach.foresee.samples import sample, sample_names
from coach.reps.card import CardPages
from coach.web.services import Services
from tests.fixtures.fakes import FORM, FakeCoach, FakeGate
from tests.pipeline.conftest import World
from tests.pipeline.world import ANA, MONDAY, ORG_ID, opportunity_id
from tests.reps.card.conftest import LINKS, REP

LIBRARY = load(Path("playbooks"), check_text=check_template)
CARDS = [(book.name, card.name) for book in LIBRARY.playbooks.values() for card in book.cards]
FEW = [("hcp-interaction-rules", "check-before-you-invite"), next(each for each in CARDS if each[0] == "why-now")]
"""A card for compliance, and another: with these every answer is tried after every other."""
NO_LIMITS = PlaybookLimits()
NO_NEWS = "That had been noted before."

READ_BACK: Mapping[tuple[str, ...], str] = {
    ("done",): "The rep has done what the card asks for.",
    ("acknowledged",): "On the record, and noted on 23 November 2026.",
    ("snoozed", "day"): "The rep put the card off until 24 November 2026.",
    ("snoozed", "week"): "The rep put the card off until 30 November 2026.",
    ("snoozed", "stage"): "The rep put the card off until the stage changes.",
    ("dismissed", "not_relevant"): "The rep dismissed the card: it is not relevant on this deal.",
    ("dismissed", "already_done"): "The rep dismissed the card: they had done it already.",
    ("dismissed", "wrong"): "The rep dismissed the card: they think that it is wrong.",
    ("dismissed", "other"): "The rep dismissed the card for a reason of their own.",
    ("rated", "yes"): 'value="yes" aria-describedby',
    ("rated", "no"): 'value="no" aria-describedby',
}
OF_COMPLIANCE: Mapping[tuple[str, ...], str] = {
    ("acknowledged",): "On the record, and read on 23 November 2026.",
    ("done",): "On the record, and done on 23 November 2026.",
}


class Forms(HTMLParser):
    """What a page offers to send: each form's fields, with what there is to choose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.feed(page.partition("<article")[2].partition("</article>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif given.get("name") not in (None, "csrf_token", "card_token"):
            self.forms[-1].setdefault(given["name"], []).append(given.get("value", ""))


def offered(page: str) -> list[dict[str, str]]:
    """Everything that can be sent from a page."""
    ways = []
    for form in Forms(page).forms:
        choices = [[(name, value) for value in values] for name, values in form.items()]
        words = {"words": "Their <CFO> said no."} if "words" in form else {}
        ways += [{**dict(each), **words} for each in product(*choices)]
    return ways


@lru_cache(maxsize=1)
def samples() -> list[Deal]:
    return [sample(name, MONDAY, UTC) for name in sample_names()]


@dataclass
class Cases:
    """One card alone in the library, applying to every open deal, and a browser."""

    world: World
    http: FlaskClient
    gate: FakeGate
    book: Playbook
    deal: Deal
    numbers: Iterator[int]

    @property
    def always(self) -> bool:
        return self.book.always

    def give(self, many: int = 1) -> list[int]:
        """New deals with the card on them."""
        numbers = [next(self.numbers) for _ in range(many)]
        self.put(*numbers)
        return numbers

    def put(self, *numbers: int, **changes: object) -> None:
        for number in numbers:
            self.world.org.put(replace(self.deal, id=opportunity_id(number), **changes))  # type: ignore[arg-type]  # the test names the fields
        self.world.happen(*numbers)
        self.world.work()

    def address(self, number: int) -> str:
        key = card_key(ORG_ID, opportunity_id(number), self.book.name, self.book.cards[0].name, 1)
        return f"/cards/{key}"

    def page(self, number: int) -> str:
        answer = self.http.get(self.address(number))
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, said: Mapping[int, dict[str, str]]) -> None:
        """Send to each deal's card what is said of it: it is taken, news, and read when the card is opened again."""
        for number, form in said.items():
            page = self.http.post(self.address(number), data={**FORM, **form}, follow_redirects=True)
            assert (page.status_code, NO_NEWS in page.text) == (200, False), (form, page.text)
            self.reads_back(page.text, form)
        self.world.work()
        for number, form in said.items():
            self.reads_back(self.page(number), form)

    def reads_back(self, page: str, form: dict[str, str]) -> None:
        if form["do"] == "answered":
            assert self.question
            right = int(form["option"]) == self.question.answer
            assert (">your answer: right<" in page, ">your answer<" in page) == (right, not right)
            assert 'class="explained' in page
            return
        (choice,) = [tuple(form[name] for name in ("do", "length", "why", "useful") if name in form)]
        told = {**READ_BACK, **(OF_COMPLIANCE if self.always else {})}[choice]
        assert told in page, (form, page)
        if form["do"] == "rated":
            assert re.search(rf'value="{form["useful"]}" [^>]*aria-pressed="true"', page)
        if form["do"] == "dismissed":
            assert "In your words: <q>Their &lt;CFO&gt; said no.</q>" in page

    @property
    def question(self) -> Question | None:
        return self.book.cards[0].question


@pytest.fixture
def cases(world: World, request: pytest.FixtureRequest) -> Cases:
    name, card = request.param
    whole = LIBRARY.playbooks[name]
    cards = tuple(each for each in whole.cards if each.name == card)
    # Without a skill, for each of the rep's cards puts its question then, however many they were given before.
    freed = {"when": AllOf(()), "audience": None, "status": Status.LIVE, "limits": NO_LIMITS, "skill": None}
    book = whole.model_copy(update={**freed, "cards": cards})
    library = replace(LIBRARY, playbooks={name: book})
    context = EvaluationContext(
        library,
        compile_rules(library),
        Limits(daily_cards=0, weekly_minutes=Decimal(0), deal_daily_cards=0),
        (notes_in(Style.DEAL),),
        LINKS.address,
    )
    world.pipeline = replace(world.pipeline, context=lambda: context)
    gate = FakeGate(REP)
    pages = CardPages(
        services=Services(clock=world.now, zone=UTC, looked=lambda *_: None),
        store=world.store.answers,
        links=LINKS,
        wake=world.bell.coach,
        always=lambda _: book.always,
    )
    http = create_web(replace(FakeCoach().deps(), gate=gate, cards=pages)).test_client()
    return Cases(world, http, gate, book, fit(book), count(1))


def fit(book: Playbook) -> Deal:
    """A sample that the card can be written for."""
    for each in samples():
        try:
            render(book, book.cards[0].name, 1, each)
        except Unrenderable:
            continue
        return replace(each, org_id=ORG_ID, owner=ANA, closed=False, won=False)
    raise AssertionError(f"no sample deal fits {book.name}")


def shown(page: str) -> set[str]:
    return {form["do"] for form in offered(page)}


def kinds(cases: Cases) -> set[str]:
    """What an open card of this playbook is to offer."""
    asked = {"answered"} if cases.question else set[str]()
    if not cases.always:
        return asked | {"rated", "done", "acknowledged", "snoozed", "dismissed"}
    return asked | {"rated", "acknowledged"} | ({"done"} if cases.book.adherence else set())


few_cards = pytest.mark.parametrize("cases", FEW, indirect=True, ids="/".join)
every_card = pytest.mark.parametrize("cases", CARDS, indirect=True, ids="/".join)


@every_card
@pytest.mark.slow
def test_whatever_a_card_offers_can_be_said_and_is_read_when_it_is_opened_again(cases: Cases) -> None:
    ways = offered(cases.page(*cases.give()))

    assert {way["do"] for way in ways} == kinds(cases)
    cases.send(dict(zip(cases.give(len(ways)), ways, strict=True)))


@few_cards
@pytest.mark.slow
def test_whatever_it_offers_after_that_can_be_said_too(cases: Cases) -> None:
    ways = offered(cases.page(*cases.give()))
    first = dict(zip(cases.give(len(ways)), ways, strict=True))
    cases.send(first)
    pairs = [(one, two) for number, one in first.items() for two in offered(cases.page(number)) if one != two]
    numbers = cases.give(len(pairs))

    cases.send({number: one for number, (one, _) in zip(numbers, pairs, strict=True)})
    cases.send({number: two for number, (_, two) in zip(numbers, pairs, strict=True)})


@few_cards
@pytest.mark.slow
def test_a_card_that_left_the_record_offers_only_what_still_makes_sense(cases: Cases) -> None:
    numbers = cases.give(len(offered(cases.page(*cases.give()))))
    cases.put(*numbers, closed=True, won=True, stage="Closed Won")
    page = cases.page(numbers[0])

    assert "No longer on the record." in page
    assert shown(page) == kinds(cases) - {"snoozed", "dismissed"} - (set() if cases.always else {"acknowledged"})
    for number, way in zip(numbers, offered(page), strict=False):
        said = cases.http.post(cases.address(number), data={**FORM, **way}, follow_redirects=True)
        assert (said.status_code, NO_NEWS in said.text) == (200, False)


@few_cards
@pytest.mark.slow
def test_a_card_that_comes_back_offers_everything_again(cases: Cases) -> None:
    (number,) = cases.give()
    cases.world.clock.advance(days=31)
    assert shown(cases.page(number)) == kinds(cases), "however old its address"
    if cases.always:
        return

    cases.http.post(cases.address(number), data={**FORM, "do": "snoozed", "length": "day"})
    cases.world.work()
    assert shown(cases.page(number)) == kinds(cases) - {"acknowledged", "snoozed", "dismissed"}

    cases.world.clock.advance(days=2)
    cases.put(number)
    page = cases.page(number)
    assert "On the record, and noted on" in page
    assert shown(page) == kinds(cases) - {"acknowledged"}


@few_cards
def test_what_a_card_asks_for_is_what_its_buttons_say(cases: Cases) -> None:
    page = cases.page(*cases.give())

    assert ("I have read this" in page, ">Done<" in page) == (cases.always, not cases.always)
    assert ("Not now" in page, "Not for this deal" in page) == (not cases.always, not cases.always)
    assert ("I have done what it asks" in page) == cases.always
    (note,) = cases.world.org.notes.values()
    assert ("say here that you have read it" in note.body, "not now" in note.body) == (
        cases.always,
        not cases.always,
    )


@pytest.mark.parametrize("cases", FEW[:1], indirect=True, ids="/".join)
def test_a_card_for_compliance_says_when_it_was_read_and_done(cases: Cases) -> None:
    (number,) = cases.give()
    cases.send({number: {"do": "acknowledged"}})
    cases.send({number: {"do": "done"}})

    assert shown(cases.page(number)) == {"rated", "answered"}
    assert len(cases.world.org.notes) == 1
