"""Languages as Salesforce has them, and as people write them."""

import pytest

from coach.playbook.languages import LANGUAGES, meant, of_salesforce
from coach.playbook.model import LOCALE


@pytest.mark.parametrize(
    ("key", "locale"),
    [
        ("de", "de"),
        ("en_US", "en-US"),
        ("pt_BR", "pt-BR"),
        ("zh_TW", "zh-TW"),
        ("iw", "he"),
        ("in", "id"),
        ("haw", "haw"),
        ("", None),
        (None, None),
        ("x", None),
        ("de_DE_EURO", None),
    ],
)
def test_a_users_language_becomes_a_locale_that_playbooks_can_name(key: str | None, locale: str | None) -> None:
    assert of_salesforce(key) == locale
    assert not locale or LOCALE.match(locale)


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
