"""What a rep reads, whole: the playbook's words, figures and Coach's own words, in their language and region."""

import json
import re
from datetime import UTC
from typing import Any

import pytest

from coach.engine.languages import words_in
from coach.engine.model import Card, DeliveredCard, Ended
from coach.engine.notes import Style, forms, wanted_notes
from coach.engine.responses.ending import OVER
from coach.foresee.files import read_deal
from coach.foresee.preview import Preview, page, preview
from tests.foresee.make import NOW, context

N, NN = "\u00a0", "\u202f"

BID = """\
title: T
status: live
owner: Ana
when: {amount: {above: 1000}}
cards:
  - name: one
    title: "Before {{ deal.close_date|date }}"
    tip: "You bid {{ deal.amount|money }}, {{ deal.discount|percent }} off, for {{ deal.products.names|join }}."
    video: {title: V, url: "https://video.example/v", minutes: 2.5}
    question: {ask: "1?", options: ["2", "3"], answer: 1, explanation: "4."}
    locales:
      de: {title: "Vor dem {{ deal.close_date|date }}", tip: "Sie bieten {{ deal.amount|money }}, {{ deal.discount|percent }} Nachlass."}
      fr: {title: "Avant le {{ deal.close_date|date }}", tip: "Vous proposez {{ deal.amount|money }}, {{ deal.discount|percent }} de remise."}
      pt-BR: {title: "Antes de {{ deal.close_date|date }}", tip: "{{ deal.amount|money }} com {{ deal.discount|percent }}."}
      zh: {tip: "{{ deal.amount|money }}"}
      he: {tip: "{{ deal.account.name }}: {{ deal.amount|money }}"}
      ja: {tip: "{{ deal.amount|money }} {{ deal.close_date|date }}"}
"""  # noqa: E501  # a text each, as authors write them
DEAL: dict[str, Any] = {
    "name": "D",
    "stage": "Prospecting",
    "amount": 1234.5,
    "currency": "EUR",
    "close_date": "2027-03-01",
    "account": {"name": "Acme"},
    "products": [{"name": "Scanner", "discount": 12.5, "total": 1234}, {"name": "Gel"}],
}


def seen(language: str | None = None, locale: str | None = None, asked: str | None = None) -> Preview:
    owner = {"name": "Uwe Alt", "language": language, "locale": locale}
    deal = read_deal(json.dumps({**DEAL, "owner": owner}), "test", NOW, UTC)
    return preview("bid", None, deal, context(bid=BID), NOW, asked)


def text(shown: Preview) -> str:
    """The note as plain text, its title first; its last line holds the marker."""
    plain = re.sub(r"(<br>)+", "\n", shown.forms[2]).rpartition("\n")[0]
    return f"{shown.note.title}\n{plain}".replace(" (https://video.example/v)", "")


def test_a_german_card_is_german_from_end_to_end() -> None:
    assert text(seen("de", "de-DE")).splitlines() == [
        "Vor dem 1. März 2027",
        "Tipp",
        f"Sie bieten 1.234,50{N}EUR, 12,5{N}% Nachlass.",
        "Video",
        f"V (2,5{N}Min.)",
        "Frage",
        "1?",
        "A. 2",
        "B. 3",
        "Antwort: A. 4.",
        f"Grund für diese Karte – Betrag: 1.234,50{N}EUR. · 2,9{N}Min. Lesezeit",
        "Leitfaden: T · Verantwortlich: Ana",
    ]


@pytest.mark.parametrize(
    ("language", "locale", "title", "tip"),
    [
        ("de", "de-CH", "Vor dem 1. März 2027", f"Sie bieten 1’234.50{N}EUR, 12.5% Nachlass."),
        ("de-AT", None, "Vor dem 1. März 2027", f"Sie bieten 1.234,50{N}EUR, 12,5{N}% Nachlass."),
        ("fr", "fr-FR", "Avant le 1 mars 2027", f"Vous proposez 1{NN}234,50{N}EUR, 12,5{N}% de remise."),
        ("fr-CA", "fr-CA", "Avant le 1 mars 2027", f"Vous proposez 1{N}234,50{N}EUR, 12,5{N}% de remise."),
        ("pt-BR", "pt-BR", "Antes de 1 de março de 2027", f"1.234,50{N}EUR com 12,5%."),
        ("pt-PT", "pt-PT", "Antes de 1 de março de 2027", f"1{N}234,50{N}EUR com 12,5%."),
        ("en-US", "en-US", "Before March 1, 2027", "You bid 1,234.50 EUR, 12.5% off, for Scanner and Gel."),
        ("en-GB", "en-GB", "Before 1 March 2027", "You bid 1,234.50 EUR, 12.5% off, for Scanner and Gel."),
        ("en-US", "de-DE", "Before 1 March 2027", f"You bid 1.234,50 EUR, 12,5{N}% off, for Scanner and Gel."),
        ("it", "it-IT", "Before 1 March 2027", "You bid 1.234,50 EUR, 12,5% off, for Scanner and Gel."),
        (None, None, "Before 1 March 2027", "You bid 1,234.50 EUR, 12.5% off, for Scanner and Gel."),
        ("zh-TW", "zh-TW", "Before 1 March 2027", "You bid 1,234.50 EUR, 12.5% off, for Scanner and Gel."),
        ("ja", "ja-JP", "Before 2027年3月1日", f"1,234.50{N}EUR 2027年3月1日"),
    ],
)
def test_words_are_of_the_texts_language_and_figures_of_the_reps_region(
    language: str | None, locale: str | None, title: str, tip: str
) -> None:
    lines = text(seen(language, locale)).splitlines()

    assert (lines[0], lines[2]) == (title, tip)


def test_an_english_text_for_a_german_rep_has_english_words_around_it() -> None:
    shown = text(seen("it", "de-DE"))

    assert "You see this because the amount is 1.234,50 EUR. · 2,9 min read" in shown.replace(N, " ")
    assert "Playbook: T · Owner: Ana" in shown


def test_the_language_that_is_asked_for_stands_in_for_the_owners_and_their_region() -> None:
    assert "1’234.50" in text(seen("en-US", "en-US", asked="de-CH"))


def retired(card: Card, why: str) -> tuple[str, str]:
    ended = Ended(words_in(card.language).say(OVER), why)
    note, _ = wanted_notes(card.opportunity_id, [DeliveredCard(card, ended)], Style.CARD)
    return note.title, forms(note.body)[2].rpartition("<br><br>")[0]


def test_a_retired_card_says_so_in_its_own_language() -> None:
    german = seen("de", "de-DE").card

    assert retired(german, "Die Opportunity ist geschlossen.") == (
        "Gilt nicht mehr: Vor dem 1. März 2027",
        "Gilt nicht mehr<br><br>Die Opportunity ist geschlossen.<br><br>Darum ging es: Vor dem 1. März 2027",
    )


def test_a_living_note_is_in_the_language_of_its_cards() -> None:
    german = seen("de", "de-DE").card
    note, _ = wanted_notes(german.opportunity_id, [DeliveredCard(german)], Style.DEAL)

    assert note.title == "Coach: 1 für diese Opportunity: Vor dem 1. März 2027"
    assert "Coach hält diese Notiz aktuell (coach-" in forms(note.body)[0]


def test_a_page_that_reads_from_right_to_left_says_so() -> None:
    hebrew, german = page(seen("he", "he-IL")), page(seen("de", "de-DE"))

    assert '<article lang="he-IL" dir="rtl">' in hebrew
    assert f"Acme: 1,234.50{N}EUR" in hebrew
    assert '<article lang="de-DE" dir="ltr">' in german
