"""Coach's own words are there in every language that it has, and say as much as in English."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message

from coach.engine.languages import words_in
from coach.engine.languages.wording import catalogs as loaded
from tools.messages import ROOT, catalogs, extracted

CATALOGS = {path.stem: catalog for path, catalog in catalogs()}


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@lru_cache(maxsize=1)
def said() -> Catalog:
    """All messages in the code, read once."""
    return extracted()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def test_coach_has_words_in_the_languages_that_it_promises() -> None:
    assert set(CATALOGS) == set(loaded()) == {"de", "es", "fr", "it", "nl", "pt"}


def test_no_page_says_a_message_by_a_name_that_catalogs_do_not_look_for() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("**/templates/**/*.html")}

    assert [path.name for path, text in pages.items() if re.search(r"\.(say|count)\(\s*[\"']", text)] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_message_is_translated(tag: str) -> None:
    missing = []
    for message in messages(said()):
        known = CATALOGS[tag].get(forms(message.id)[0])
        if known is None or not all(forms(known.string)) or known.fuzzy:
            missing.append(forms(message.id)[0])

    assert missing == [], f"run: make generated, and translate these in {tag}.po"


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_message_is_translated_that_nobody_says(tag: str) -> None:
    spoken = {message.id for message in messages(said())}

    assert [message.id for message in messages(CATALOGS[tag]) if message.id not in spoken] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_translation_has_the_same_places_to_fill_in(tag: str) -> None:
    wrong = [
        text
        for message in messages(CATALOGS[tag])
        for text in forms(message.string)
        if placeholders(text) != placeholders(forms(message.id)[-1])
    ]

    assert wrong == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_sentence_ends_as_it_does_in_english(tag: str) -> None:
    ends = (".", "?", ":")
    wrong = [
        text
        for message in messages(CATALOGS[tag])
        for text in forms(message.string)
        if not forms(message.id)[-1].endswith("min")  # an abbreviation, with a point in some languages
        if (forms(message.id)[-1][-1] in ends or text[-1] in ends) and text[-1] != forms(message.id)[-1][-1]
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("tag", "words"),
    [("de-CH", "Tipp"), ("fr-CA", "Conseil"), ("pt-PT", "Dica"), ("es-MX", "Consejo"), ("ja", "Tip"), ("zh-TW", "Tip")],
)
def test_a_region_has_the_words_of_its_language_and_a_language_without_words_english_ones(tag: str, words: str) -> None:
    assert words_in(tag).say("Tip") == words


def test_english_words_go_with_english_dates_in_a_card_that_is_in_another_language() -> None:
    assert words_in("ja-JP").figures.locale.language == "en"


def test_what_counts_has_the_form_of_its_number() -> None:
    days = ("it closes in {value} day", "it closes in {value} days")

    assert words_in("de").count(*days, 1, value="1") == "Schlusstermin in 1 Tag"
    assert words_in("de").count(*days, 2, value="2") == "Schlusstermin in 2 Tagen"
    assert words_in("fr").count(*days, 0, value="0") == "clôture dans 0 jour"
    assert words_in("es").count(*days, 1_000_000, value="1.000.000") == "cierre en 1.000.000 días"
    assert words_in("en").count(*days, 1, value="1") == "it closes in 1 day"
