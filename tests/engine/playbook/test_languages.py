"""Languages as Salesforce has them, and as people write them."""

import pytest

from coach.engine.playbook.languages import LANGUAGES, meant


@pytest.mark.parametrize(
    ("written", "locale"),
    [
        ("ge", "de"),
        ("DE", "de"),
        ("de_AT", "de-AT"),
        ("german", "de"),
        ("Deutsch", "de"),
        ("jp", "ja"),
        ("iw", "he"),
        ("cn", "zh-CN"),
        ("xx", ""),
        ("klingon", ""),
    ],
)
def test_what_people_write_for_a_language_is_understood(written: str, locale: str) -> None:
    assert meant(written) == locale


def test_the_codes_are_those_of_the_standard() -> None:
    assert len(LANGUAGES) == 183
    assert {len(code) for code in LANGUAGES} == {2}
