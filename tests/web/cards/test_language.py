"""A card's page says all that a rep reads in the language of the card."""

import re
from dataclasses import replace

import pytest

from tests.pipeline.world import ANA, deal
from tests.web.cards.conftest import CardWorld

GERMAN = """    locales:
      de:
        title: Geben und Nehmen
        tip: Fordern Sie etwas zurück.
        question: {ask: Was kommt zuerst?, options: [Geben, Fragen, Warten], answer: 2, explanation: Lernen Sie erst.}
"""
ENGLISH = re.compile(
    r"\b(the|this|you|your|not|now|done|sure|why|useful|yes|week|tomorrow|record|noted|card|question|because|it|read)\b",
    re.I,
)


@pytest.fixture
def german(cards: CardWorld) -> CardWorld:
    cards.world.playbooks["ask-first"] += GERMAN
    cards.world.org.put(deal(1, owner=replace(ANA, language="de", locale="de-DE"), name="Abschluss"))
    cards.world.happen(1)
    cards.world.work()
    return cards


def words_of(page: str) -> str:
    """What is read within the card, without the deal's and the playbook's names."""
    card = "<article" + page.partition("<article")[2].partition("</article>")[0]
    return re.sub(r"<[^>]*>|Leitfaden: Ask first|Negotiation/Review", " ", card)


def test_nothing_on_it_is_in_another_language(german: CardWorld) -> None:
    page = german.http.get(german.link).text

    assert 'lang="de-DE"' in page
    assert ENGLISH.findall(words_of(page)) == []
    assert all(word in page for word in ("Erledigt", "Nicht jetzt", "Ich bin sicher", "War das nützlich?"))


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"do": "done"}, "Gut gemacht. Die Karte verschwindet gleich vom Datensatz"),
        ({"do": "acknowledged"}, "Auf dem Datensatz, zur Kenntnis genommen am 23. November 2026."),
        (
            {"do": "snoozed", "length": "day"},
            "Die zuständige Person hat die Karte auf den 24. November 2026 verschoben.",
        ),
        ({"do": "dismissed", "why": "wrong"}, "Sie hält den Inhalt für falsch."),
        ({"do": "answered", "option": "2", "sure": "yes"}, "Ihre Antwort: richtig"),
    ],
)
def test_what_is_said_about_it_is_confirmed_in_it_too(german: CardWorld, form: dict[str, str], told: str) -> None:
    page = german.by_link(**form).text

    assert told in page
    assert ENGLISH.findall(words_of(page)) == []


def test_what_is_missing_is_asked_for_in_it(german: CardWorld) -> None:
    page = german.by_link(do="dismissed", why="other").text

    assert "Sagen Sie in ein paar Worten, warum Sie diese Karte nicht möchten." in page


def test_the_note_says_in_it_what_the_rep_said(german: CardWorld) -> None:
    german.by_link(do="snoozed", length="day")
    german.world.work()

    assert "Verschoben auf den 24. November 2026: " in german.note
