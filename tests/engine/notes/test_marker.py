"""The marker that a note is found by, and where it stands."""

import pytest

from coach.engine.model.lines import Run, paragraph
from coach.engine.notes import forms, marker
from coach.engine.notes.marker import marked, markers_in, markers_in_title, token, without_marker

KEY = "5" * 64


def test_the_marker_follows_from_the_key_alone() -> None:
    assert marker(KEY) == marker(KEY) == "j4c7hcfzj"
    assert marker("6" * 64) != marker(KEY)


def test_ten_thousand_keys_have_ten_thousand_markers() -> None:
    assert len({marker(str(number)) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "form", forms((paragraph(Run("Ask.")), paragraph(Run("Say", href=marked("https://coach.example/c/1", KEY)))))
)
def test_a_link_carries_it_through_every_form(form: str) -> None:
    assert markers_in(form) == {marker(KEY)}


def test_no_word_that_people_write_is_taken_for_one() -> None:
    assert markers_in("<p>The statement from the coach-assistant, coach-statement: 123456789 yesterday</p>") == {
        "statement"
    }
    assert markers_in("<p>The statement of j4c7hcfzj, coach-j4c7hcfzjx</p>") == frozenset()


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (f"Hold the price · {marker(KEY)}", {marker(KEY)}),
        (f"Retired · Hold the price · {marker(KEY)} (mine)", {marker(KEY)}),
        ("Statement of work", set()),
        (f"{token(KEY)}", set()),
    ],
)
def test_a_title_that_an_earlier_version_gave_is_told_by_the_marker_in_it(title: str, found: set[str]) -> None:
    assert markers_in_title(title) == found


def test_such_a_title_reads_without_it() -> None:
    assert without_marker(f"Hold the price · {marker(KEY)}") == "Hold the price"
    assert without_marker("Hold the price · today") == "Hold the price · today"
