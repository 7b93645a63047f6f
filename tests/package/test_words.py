"""A word is the same on the record as on the card's page, in each language of the playbooks that are shipped."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import coach.engine.languages
from coach.engine.playbook import load
from coach.package import read
from tests.package.conftest import SOURCE

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"
WORDS = Path(coach.engine.languages.__file__).parent / "words"
PROJECT = read(SOURCE)
ENGLISH = {
    one.value("fullName"): one.value("value") for _, root in PROJECT.of("CustomLabels") for one in root.at("labels")
}
SPOKEN = {
    file.name: {one.value("name"): one.value("label") for one in root.at("customLabels")}
    for file, root in PROJECT.of("Translations")
}


def catalog(language: str) -> Mapping[str, str]:
    with (WORDS / f"{language}.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def test_the_project_speaks_the_languages_of_the_playbooks_that_are_shipped() -> None:
    texts = [card for book in load(PLAYBOOKS).playbooks.values() for card in book.cards]

    assert SPOKEN.keys() == {locale for card in texts for locale in card.locales} - {"en"}


@pytest.mark.parametrize("language", SPOKEN)
def test_a_label_that_coach_says_elsewhere_is_translated_as_there(language: str) -> None:
    words = catalog(language)
    known = {name: words[text] for name, text in ENGLISH.items() if text in words}

    assert len(known) > 20
    assert {name: SPOKEN[language][name] for name in known} == known


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_has_the_places_for_values_of_its_label(language: str) -> None:
    def places(text: str) -> set[str]:
        return {place for place in ("{0}", "{1}", "{2}") if place in text}

    assert [name for name, text in ENGLISH.items() if places(text) != places(SPOKEN[language][name])] == []
