"""Record ids, as the look-alike gives and reads them: a copy, held to agree with the service's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import ids as of_the_service
from localorg.ids import OPPORTUNITY, checksum, to18

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ID15 = st.text(LETTERS, min_size=15, max_size=15)


@pytest.mark.parametrize(
    ("short", "long"), [("001000000000001", "001000000000001AAA"), ("0061N00000abcDE", "0061N00000abcDEQAY")]
)
def test_the_long_form_follows_from_the_short_one(short: str, long: str) -> None:
    assert to18(short) == long
    assert to18(short + long[15:].lower()) == long


@given(ID15)
def test_it_agrees_with_what_the_service_makes_of_an_id(id15: str) -> None:
    assert id15 + checksum(id15) == to18(id15) == of_the_service.to18(id15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("006", "it needs 15 or 18 letters and digits"),
        ("001000000000001AAB", "its last three characters do not match the first fifteen"),
        ("001000000000001", "is not an id that begins with 006"),
    ],
)
def test_what_is_no_id_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        to18(text, "" if "AAB" in text or len(text) < 15 else OPPORTUNITY)
