"""What the environment says about the pages, and what is refused."""

import pytest

from coach.config.settings import load_settings, unknown_variables
from coach.errors import Misconfigured

ORG = {
    "salesforce_url": "https://example.my.salesforce.com",
    "salesforce_org_id": "00D000000000001EAA",
    "salesforce_consumer_key": "key",
    "salesforce_consumer_secret": "secret",
}
LONG = "0123456789abcdef" * 2


def refused(**settings: object) -> str:
    with pytest.raises(Misconfigured) as error:
        load_settings(**ORG, **settings)
    return str(error.value)


def test_without_a_secret_key_the_pages_are_off() -> None:
    assert load_settings(**ORG).secret_key == ()


def test_a_secret_key_has_32_bytes_or_more_and_one_successor() -> None:
    assert "COACH_SECRET_KEY takes 32 bytes or more" in refused(secret_key="short", public_url="https://coach.example")
    assert "at most two values" in refused(secret_key=f"{LONG},{LONG},{LONG}", public_url="https://coach.example")
    assert len(load_settings(**ORG, secret_key=f"{LONG}, {LONG}", public_url="https://coach.example").secret_key) == 2


def test_the_pages_need_an_address() -> None:
    assert refused(secret_key=LONG) == "COACH_SECRET_KEY turns the pages on, and they need COACH_PUBLIC_URL."


@pytest.mark.parametrize(
    "address", ["http://coach.example", "https://coach.example/log", "https://a:b@coach.example", "coach"]
)
def test_the_address_is_https_and_a_host(address: str) -> None:
    assert "COACH_PUBLIC_URL must be" in refused(public_url=address)


def test_plain_http_is_for_this_machine() -> None:
    assert load_settings(**ORG, public_url="http://127.0.0.1:8080/").public_url == "http://127.0.0.1:8080"


def test_a_secret_without_its_key_is_a_mistake() -> None:
    assert refused(sign_in_secret="x") == "COACH_SIGN_IN_SECRET needs COACH_SIGN_IN_KEY."


@pytest.mark.parametrize("minutes", [0, 1, 4.4, float("nan")])
def test_a_note_in_doubt_is_looked_for_at_least_as_long_as_a_task_may_last(minutes: float) -> None:
    assert "COACH_IN_DOUBT_MINUTES takes at least 4.5: " in refused(in_doubt_minutes=minutes)
    assert load_settings(**ORG, in_doubt_minutes=4.5).in_doubt_minutes == 4.5


def test_a_variable_that_is_no_setting_is_named_with_the_setting_it_looks_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = unknown_variables(())
    for name in ("COACH_WEEKLY_MINUTE", "COACH_ZZZ", "COACH_SLACK_TOKEN", "COACH_TEST_ANYTHING", "COACHES_ARE_US"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COACH_EMPTY", "")

    found = [each for each in unknown_variables(["COACH_SLACK_TOKEN"]) if each not in before]

    assert found == ["COACH_WEEKLY_MINUTE (COACH_WEEKLY_MINUTES?)", "COACH_ZZZ"]


def test_people_are_named_by_user_name_in_any_case_or_by_id() -> None:
    settings = load_settings(**ORG, admins="Anna@Example.com, 005000000000001")

    assert settings.admins == ("anna@example.com", "005000000000001AAA")


def test_who_is_neither_a_user_name_nor_an_id_is_a_mistake() -> None:
    assert "COACH_ADMINS" in refused(admins="anna")


def test_no_secret_shows() -> None:
    shown = repr(load_settings(**ORG, secret_key=LONG, public_url="https://coach.example", sign_in_key="k"))

    assert LONG not in shown


@pytest.mark.parametrize(
    ("setting", "days", "words"),
    [
        ("retention_events_days", 1, "Salesforce repeats a message for a day"),
        ("retention_decisions_days", 29, "limits and cooldowns look back"),
        ("retention_views_days", -1, "greater than or equal to 0"),
    ],
)
def test_what_is_still_needed_cannot_be_let_go(setting: str, days: int, words: str) -> None:
    assert words in refused(**{setting: days})
    assert load_settings(**ORG, **{setting: 0})


def test_a_port_of_the_platform_is_the_web_servers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "not a number")

    assert load_settings(**ORG).salesforce_org_id


def test_the_services_language_is_a_language_in_the_form_of_the_standard() -> None:
    assert load_settings(**ORG).locale == "en"
    assert load_settings(**ORG, locale="zh_TW").locale == "zh-TW"
    assert load_settings(**ORG, locale="iw").locale == "he"
    assert "takes a language such as de, or de-AT with a country" in refused(locale="german")
