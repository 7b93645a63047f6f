"""Text from outside, made fit for one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.text import one_line, plain, shorten


def test_white_space_of_every_kind_is_one_space() -> None:
    assert one_line("  a\r\n\tb\u2028c \u00a0d ") == "a b c d"


def test_a_figure_keeps_the_spaces_that_hold_it_together() -> None:
    assert one_line(" 1\u202f234,50\u00a0EUR\u00a0 ") == "1\u202f234,50\u00a0EUR"


def test_what_nobody_sees_is_removed() -> None:
    assert one_line("evil\u202egpj.exe\x00\x1b[31m\u200b\ufeff\ue000") == "evilgpj.exe[31m"


def test_persian_and_joined_emoji_keep_their_joiners() -> None:
    assert one_line("می\u200cخواهم 👩\u200d🔬") == "می\u200cخواهم 👩\u200d🔬"


def test_what_is_too_long_ends_with_an_ellipsis() -> None:
    assert shorten("a word more", 7) == "a word…"
    assert shorten("a word", 6) == "a word"


@given(st.text(), st.integers(1, 20))
def test_a_shortened_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@given(st.text())
def test_one_line_is_done_once(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no_longer_applies", "no longer applies"),
        ("Deal_Desk_Approval__c", "Deal Desk Approval"),
        ("Partner__r.Tier__c", "Partner Tier"),
        ("Account.Owner.Name", "Account Owner Name"),
    ],
)
def test_names_of_programs_become_words(name: str, told: str) -> None:
    assert plain(name) == told
