"""Which language a code means, and which of several serves a reader best."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.languages import best, canonical, chain, composed, of_salesforce, region_of


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("de", "de"),
        ("en_US", "en-US"),
        ("pt_BR", "pt-BR"),
        ("zh_TW", "zh-TW"),
        ("iw", "he"),
        ("in", "id"),
        ("no", "nb"),
        ("tl", "fil"),
        ("sh", "sr-Latn"),
        ("sh_ME", "sr-Latn-ME"),
        ("iw_IL", "he-IL"),
        ("haw", "haw"),
        ("de_DE_EURO", "de-DE"),
        ("zh_CN_PINYIN", "zh-CN"),
        ("uz_LATN_UZ", "uz-Latn-UZ"),
        ("sr_CS", "sr-RS"),
        ("", None),
        (None, None),
        ("x", None),
        ("german", None),
    ],
)
def test_a_code_of_salesforce_is_a_tag_of_the_standard(key: str | None, tag: str | None) -> None:
    assert of_salesforce(key) == tag
    assert tag is None or canonical(tag) == tag


@pytest.mark.parametrize(
    ("tag", "steps"),
    [
        ("es-MX", ["es-MX", "es-419", "es"]),
        ("en-GB", ["en-GB", "en-001", "en"]),
        ("en-DE", ["en-DE", "en-150", "en-001", "en"]),
        ("pt-AO", ["pt-AO", "pt-PT", "pt"]),
        ("zh-TW", ["zh-Hant-TW", "zh-Hant"]),
        ("zh-CN", ["zh-CN", "zh"]),
        ("sr-Latn-RS", ["sr-Latn-RS", "sr-Latn"]),
        ("sr-RS", ["sr-RS", "sr"]),
        ("nb", ["nb", "no"]),
        ("de-CH", ["de-CH", "de"]),
    ],
)
def test_ancestors_are_those_of_cldr(tag: str, steps: list[str]) -> None:
    assert list(chain(tag)) == steps


@pytest.mark.parametrize(
    ("wanted", "spoken", "found"),
    [
        ("de-AT", ["de", "de-AT"], "de-AT"),
        ("de-CH", ["fr", "de"], "de"),
        ("de", ["de-AT"], "de-AT"),
        ("zh-TW", ["zh", "zh-CN"], None),
        ("zh-TW", ["zh", "zh-Hant"], "zh-Hant"),
        ("zh-HK", ["zh-CN", "zh-TW"], "zh-TW"),
        ("zh-SG", ["zh-TW", "zh-CN"], "zh-CN"),
        ("pt-PT", ["pt-BR", "pt-PT"], "pt-PT"),
        ("pt-AO", ["pt-BR", "pt-PT"], "pt-PT"),
        ("pt-PT", ["pt-BR"], "pt-BR"),
        ("es-MX", ["es-ES", "es-AR"], "es-AR"),
        ("es-MX", ["es", "es-419"], "es-419"),
        ("en-GB", ["en", "en-001"], "en-001"),
        ("en-GB", ["en", "en-AU"], "en-AU"),
        ("en-US", ["en", "en-GB"], "en"),
        ("no", ["da", "nb"], "nb"),
        ("nn", ["sv", "nb"], "nb"),
        ("sr-Latn", ["sr"], None),
        ("sr-ME", ["sr", "sr-Latn"], "sr-Latn"),
        ("iw", ["he"], "he"),
        ("ja", ["en", "de"], None),
    ],
)
def test_the_nearest_of_what_is_spoken_is_chosen(wanted: str, spoken: list[str], found: str | None) -> None:
    assert best(wanted, spoken) == found


TAGS = st.sampled_from(
    ["de", "de-AT", "en", "en-GB", "en-US", "es", "es-419", "es-MX", "pt", "pt-PT"]
) | st.sampled_from(["zh", "zh-TW", "zh-Hant", "sr", "sr-Latn", "nb", "nn", "ja"])


@given(TAGS, st.lists(TAGS, unique=True))
def test_who_finds_their_own_language_gets_it_and_nobody_gets_a_foreign_one(wanted: str, spoken: list[str]) -> None:
    found = best(wanted, spoken)

    assert wanted not in spoken or found == wanted
    assert found is None or set(chain(wanted)) & set(chain(found))


@pytest.mark.parametrize(
    ("text", "reader", "tag"),
    [
        ("de", "de-CH", "de-CH"),
        (None, "de-DE", "en-DE"),
        (None, None, "en"),
        ("de", None, "de"),
        ("pt-BR", "pt-PT", "pt-PT"),
        ("zh-TW", "en-US", "zh-Hant-US"),
        ("de-AT", "en", "de-AT"),
    ],
)
def test_words_follow_the_text_and_figures_the_reader(text: str | None, reader: str | None, tag: str) -> None:
    assert composed(text, reader) == tag


def test_the_first_region_that_is_known_counts() -> None:
    assert region_of(None, "de", "en-GB", "fr-FR") == "en-GB"
    assert region_of(None, "de") is None
