"""A card's page says all that a rep reads in the language of the card."""

import re
from dataclasses import replace

import pytest

from coach.errors import TryAgain
from coach.web.viewer import Role, Viewer
from tests.pipeline.world import ANA, deal
from tests.reps.card.conftest import MANAGER, REP, CardWorld

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


def all_words_of(page: str) -> str:
    """What is read on the whole page, without the names of things."""
    body = page.partition("<body>")[2]
    return re.sub(r"<[^>]*>|Leitfaden: Ask first|Negotiation/Review", " ", body)


def test_all_around_it_is_in_its_language_too_signed_in_or_not(german: CardWorld) -> None:
    by_link = german.http.get(german.link).text
    german.gate.viewer = REP
    own = german.http.get(f"/cards/{german.key}").text

    assert by_link.count('<html lang="de-DE">') == own.count('<html lang="de-DE">') == 1
    assert ("Anmelden" in by_link, "Abmelden" in own) == (True, True)
    assert ENGLISH.findall(all_words_of(by_link)) + ENGLISH.findall(all_words_of(own)) == []


def test_around_a_card_that_a_manager_reads_all_is_in_english(german: CardWorld) -> None:
    german.gate.viewer = MANAGER

    assert '<html lang="en">' in german.http.get(f"/cards/{german.key}").text


@pytest.mark.parametrize("path", ["/me", "/open"])
def test_the_pages_about_a_rep_are_in_the_language_of_their_cards(german: CardWorld, path: str) -> None:
    german.gate.viewer = REP
    page = german.http.get(path, headers={"Accept-Language": "fr"}).text

    assert '<html lang="de-DE">' in page
    assert ENGLISH.findall(all_words_of(page)) == []


def test_who_was_never_given_a_card_reads_them_in_a_language_of_the_browser(german: CardWorld) -> None:
    german.gate.viewer = Viewer("005000000000009AAA", "Bo", Role.REP)
    for path, words in (("/me", "Vous êtes ici en tant que commercial."), ("/open", "Rien n’est à faire maintenant.")):
        assert words in german.http.get(path, headers={"Accept-Language": "fr-CH"}).text


def test_pages_about_others_are_in_english_whatever_the_browser_speaks(german: CardWorld) -> None:
    german.gate.viewer = MANAGER

    assert '<html lang="en">' in german.http.get("/", headers={"Accept-Language": "fr"}, follow_redirects=True).text


def test_an_address_that_is_too_old_says_so_in_its_language(german: CardWorld) -> None:
    link = german.link
    german.by_link(do="done")
    german.world.work()
    german.world.clock.advance(days=31)
    page = german.http.get(link)

    assert page.status_code == 410
    assert "Die Adresse in der Notiz gilt, solange ihre Karte offen ist, und 30 Tage danach." in page.text
    assert ENGLISH.findall(all_words_of(page.text)) == []


@pytest.mark.parametrize(
    ("browser", "heading"),
    [
        ("de-CH,de;q=0.9,en;q=0.5", "Das hat nicht geklappt"),
        ("ja,fr;q=0.8", "Cela n’a pas fonctionné"),
        ("pt-PT", "Isso não funcionou"),
        ("en-GB,de;q=0.5", "That did not work"),
        ("de;q=0,nl", "Dat is niet gelukt"),
        ("ja", "That did not work"),
        ("", "That did not work"),
    ],
)
def test_a_bad_link_says_so_in_a_language_of_the_browser(cards: CardWorld, browser: str, heading: str) -> None:
    page = cards.http.get(f"/cards/{cards.key}/bad", headers={"Accept-Language": browser})

    assert page.status_code == 404
    assert heading in page.text


def test_where_something_fails_for_a_while_nobody_reads_what_is_for_an_operator_in_another_language(
    german: CardWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise TryAgain("The database does not answer at the address in DATABASE_URL.")

    monkeypatch.setattr(german.world.store.answers.__class__, "find", away)
    page = german.http.get(german.link, headers={"Accept-Language": "de"})

    assert page.status_code == 503
    assert "Coach kann das gerade nicht" in page.text
    assert "DATABASE_URL" not in page.text


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


def test_days_are_those_of_the_reps_own_time_zone(cards: CardWorld) -> None:
    cards.world.org.put(deal(1, owner=replace(ANA, timezone="Pacific/Auckland")))
    cards.world.happen(1)
    cards.world.work()
    cards.world.clock.advance(hours=3)  # at noon in London it is the next day there already
    page = cards.by_link(do="acknowledged").text
    assert "On the record, and noted on 24 November 2026." in page

    assert "The rep put the card off until 25 November 2026." in cards.by_link(do="snoozed", length="day").text
    cards.world.work()
    assert "Put off by the rep until 25 November 2026: " in cards.note

    cards.world.clock.advance(hours=24)
    cards.world.happen(1)
    cards.world.work()
    assert "Coach: 1 for this deal" in cards.world.org.titles()[0], "it is back at midnight there"


def test_where_the_org_tells_no_time_zone_or_one_that_nobody_knows_days_are_the_services(cards: CardWorld) -> None:
    for told in (None, "Atlantis/Capital"):
        cards.world.org.put(deal(1, owner=replace(ANA, timezone=told)))
        cards.world.happen(1)
        cards.world.work()
        cards.world.clock.advance(hours=3)
        assert "noted on 23 November 2026." in cards.by_link(do="acknowledged").text
