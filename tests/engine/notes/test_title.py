"""A note's title."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.languages import words_in
from coach.engine.notes.title import DONE, LONGEST, NOTHING_OPEN, OPEN, VISIBLE, headline, is_of_a_deal, note_title


def test_a_title_is_not_escaped_for_salesforce_escapes_it() -> None:
    assert note_title("R&D <b>") == "R&D <b>"


@given(st.text())
def test_a_title_fits_on_one_line_whatever_it_is_made_of(text: str) -> None:
    for title, longest in ((note_title(text), LONGEST), (headline(text), VISIBLE)):
        assert len(title) <= longest < 255
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e]", title)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "nl", "pt"])
def test_the_title_of_a_deals_one_note_is_known_in_every_language(language: str) -> None:
    words = words_in(language)

    assert is_of_a_deal(words.say(OPEN, number="2", title="Hold the price: 35 % off"))
    assert is_of_a_deal(words.say(DONE, number="3"))
    assert is_of_a_deal(words.say(NOTHING_OPEN))


@pytest.mark.parametrize("title", ["Coach", "Call the CFO", "Nothing open", "", "Coach: call them"])
def test_a_title_of_somebodys_own_is_none(title: str) -> None:
    assert not is_of_a_deal(title)
