"""What a rep finds after signing in: the cards open over all their deals, and what they said lately."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from coach.engine.model import Account
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FORM
from tests.pipeline.world import ANA, deal
from tests.reps.card.conftest import ASK, MANAGER, REP, CardWorld

URGENT = """
title: First of all
status: live
priority: 90
when:
  stage: {is: Negotiation/Review}
cards:
  - name: urgent
    title: Before all others
    tip: Look at this first.
"""


@pytest.fixture
def several(cards: CardWorld) -> CardWorld:
    """Three deals of Ana's, the second worth most; one with two cards."""
    cards.world.playbooks["first"] = URGENT.replace("Negotiation/Review", "Proposal/Price Quote")
    cards.world.org.put(deal(2, amount=Decimal(900_000), account=Account("001000000000001AAA", "Lakeside <Clinic>")))
    cards.world.org.put(deal(3, stage="Proposal/Price Quote", amount=Decimal(10)))
    cards.world.org.put(deal(4, owner=replace(ANA, id="005000000000009AAA", name="Bo")))
    cards.world.happen(2, 3, 4)
    cards.world.work()
    cards.gate.viewer = REP
    return cards


def listed(page: str) -> list[str]:
    """The deals of the cards that are open, from top to bottom."""
    return re.findall(r'<article.*?/view" rel="noreferrer">([^<]*)</a>', page, re.S)


def key_of(cards: CardWorld, deal_name: str) -> str:
    page = cards.http.get("/open").text
    (article,) = [each for each in page.split("<article")[1:] if f">{deal_name}<" in each]
    found = re.search(r'action="/cards/([0-9a-f]+)"', article)
    assert found
    return found[1]


def say(cards: CardWorld, deal_name: str, **form: str) -> str:
    key = key_of(cards, deal_name)
    data = {**FORM, "back": "open", **form}
    return cards.http.post(f"/cards/{key}", data=data, follow_redirects=True).text


def test_a_rep_begins_with_it_and_nobody_else_does(several: CardWorld) -> None:
    assert several.http.get("/").headers["Location"] == "/open"
    several.gate.viewer = MANAGER
    assert several.http.get("/").headers["Location"] == "/team"


def test_it_lists_what_is_open_on_all_deals_by_priority_and_then_by_worth(several: CardWorld) -> None:
    assert listed(several.http.get("/open").text) == ["Deal 3", "Deal 2", "Deal 1"]


def test_each_card_says_what_it_is_about_and_why_it_is_here(several: CardWorld) -> None:
    page = several.http.get("/open").text

    assert "Lakeside &lt;Clinic&gt;" in page
    assert "900,000 USD" in page
    assert "Every concession begins with “if”</a></h2>" in page
    assert "0.5 min read · 1 minute ago · You see this because the stage is Negotiation/Review" in page
    assert "Ask for something back on Deal 2." in page
    assert "3 cards" in page


def open_of(page: str) -> list[bool]:
    """Of each card, from top to bottom, whether the whole of it is shown."""
    return [bool(found) for found in re.findall(r'<details class="rest"( open)?>', page)]


def test_the_most_urgent_card_is_open_and_of_the_others_what_they_ask_why_and_one_thing_to_say(
    several: CardWorld,
) -> None:
    page = several.http.get("/open").text

    assert open_of(page) == [True, False, False]
    for article in page.split("<article")[1:]:
        in_sight = article.partition("<details")[0]
        assert "You see this because the stage is" in in_sight
        assert re.findall(r"<button[^>]*>([^<]*)<", in_sight) == ["Done"]


def test_a_card_about_which_something_was_just_said_is_open_as_well(several: CardWorld) -> None:
    assert open_of(say(several, "Deal 1", do="acknowledged")) == [True, False, True]


def test_nobody_sees_the_cards_of_another_there(several: CardWorld) -> None:
    several.gate.viewer = MANAGER
    assert listed(several.http.get("/open").text) == []
    several.gate.viewer = Viewer("005000000000009AAA", "Bo", Role.REP)
    assert listed(several.http.get("/open").text) == ["Deal 4"]


def test_done_leads_back_says_so_and_stands_below_from_then_on(several: CardWorld) -> None:
    page = say(several, "Deal 2", do="done")

    assert "Every concession begins with “if”: Well done." in page
    for shown in (page, several.http.get("/open").text):
        assert listed(shown) == ["Deal 3", "Deal 1"]
        lately = shown.partition("Done lately")[2]
        assert "Deal 2" in lately
        assert "The rep has done what the card asks for." in lately


def test_a_question_is_answered_in_place_and_its_answer_read_there(several: CardWorld) -> None:
    page = say(several, "Deal 1", do="answered", option="1", sure="yes")

    (article,) = [each for each in page.split("<article") if ">Deal 1<" in each]
    assert '<details class="asks" open>' in article
    assert ">your answer<" in article
    assert "Learn what there is to trade." in article
    assert listed(page) == ["Deal 3", "Deal 2", "Deal 1"]


def test_what_was_only_noted_stays_open_and_says_so_where_it_stands(several: CardWorld) -> None:
    page = say(several, "Deal 1", do="acknowledged")

    (article,) = [each for each in page.split("<article") if ">Deal 1<" in each]
    assert "Noted. The card stays on the record until you are done with it." in article
    assert "Got it" not in article


def test_what_was_put_off_comes_back_into_it(several: CardWorld) -> None:
    say(several, "Deal 1", do="snoozed", length="day")
    several.world.work()
    assert "Deal 1" not in listed(several.http.get("/open").text)

    several.world.clock.advance(days=2)
    several.world.happen(1)
    several.world.work()
    assert "Deal 1" in listed(several.http.get("/open").text)


def test_it_is_in_the_language_of_the_cards(cards: CardWorld) -> None:
    german = "    locales:\n      de: {title: Geben und Nehmen, tip: Fordern Sie etwas zurück.}\n"
    cards.world.playbooks["ask-first"] = ASK.partition("    question:")[0] + german
    cards.world.org.put(deal(1, owner=replace(ANA, language="de", locale="de-DE")))
    cards.world.happen(1)
    cards.world.work()
    cards.gate.viewer = REP
    page = cards.http.get("/open").text

    assert all(each in page for each in ('<html lang="de-DE">', "Jetzt offen", "1 Karte", "vor 1 Minute", "Erledigt"))


def test_where_nothing_is_open_it_says_when_something_will_be(cards: CardWorld) -> None:
    cards.gate.viewer = Viewer("005000000000009AAA", "Bo", Role.REP)

    assert "Nothing is open now." in cards.http.get("/open").text


def test_a_card_for_compliance_that_was_read_stands_below_the_others(cards: CardWorld) -> None:
    cards.world.playbooks["ask-first"] = ASK.replace("limits: {cooldown_days: 7}", "always: true")
    cards.gate.viewer = REP
    cards.always.add("ask-first")
    assert listed(say(cards, "Deal 1", do="acknowledged")) == []

    page = cards.http.get("/open").text
    assert "On the record, and read on 23 November 2026." in page.partition("Read, and kept on the record")[2]
