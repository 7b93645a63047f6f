import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from coach.logs import hide_secrets, set_up_logs

SECRETS = ("Zebulon Quagmire", "s3cret")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_failure_is_logged_without_the_values_that_its_variables_had(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    set_up_logs(form, "info")

    try:
        _fail(*SECRETS)
    except ValueError as error:
        structlog.get_logger("coach").error("request_failed", exc_info=error)

    said = capsys.readouterr().err
    assert "nothing works" in said
    assert "in _fail" in said or '"_fail"' in said
    assert not any(secret in said for secret in SECRETS)


def test_text_from_outside_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json", "info")

    structlog.get_logger("coach").info("said", words="one\ntwo\r\u2028three\u202e\0")

    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["words"] == "one\ntwo\r\u2028three\u202e\0"


@pytest.mark.parametrize(
    "said",
    [
        "The request carries neither a valid signature nor a valid bearer token.",
        "They turn on the JWT bearer flow.",
        "One or two bearer tokens (comma between)",
    ],
)
def test_our_own_words_are_not_taken_for_secrets(said: str) -> None:
    assert hide_secrets(None, "info", {"sentence": said})["sentence"] == said


@pytest.mark.parametrize(
    "secret", ["abc123", "token-1234567890abcdefghij", "tokens.are.secret", "flow=secret", "x" * 40]
)
def test_what_follows_the_word_bearer_is_hidden(secret: str) -> None:
    assert (
        hide_secrets(None, "info", {"said": f"Authorization: Bearer {secret}"})["said"] == "Authorization: Bearer ***"
    )


def _fail(name: str, cookie: str) -> None:
    raise ValueError(f"nothing works ({len(name + cookie)})")
