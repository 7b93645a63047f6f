"""A note's title, and the marker it is found by."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coach.notes import marker
from coach.notes.title import VISIBLE, note_title

KEY = "5" * 64


def test_the_marker_follows_from_the_key_alone() -> None:
    assert marker(KEY) == marker(KEY) == "j4c7hcfzj"
    assert marker("6" * 64) != marker(KEY)


def test_ten_thousand_keys_have_ten_thousand_markers() -> None:
    assert len({marker(str(number)) for number in range(10_000)}) == 10_000


def test_a_title_ends_with_its_marker() -> None:
    assert note_title("Trade, don't give", KEY) == f"Trade, don't give · {marker(KEY)}"


def test_a_title_is_not_escaped_for_salesforce_escapes_it() -> None:
    assert note_title("R&D <b>", KEY).startswith("R&D <b> · ")


@given(st.text())
def test_a_title_fits_on_one_line_whatever_it_is_made_of(visible: str) -> None:
    title = note_title(visible, KEY)

    assert title.endswith(f" · {marker(KEY)}")
    assert len(title) <= VISIBLE + 12
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e]", title)
