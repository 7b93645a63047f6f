import pytest

from coach.intake.tokens import bearer_is_live, is_live

LIVE = ("first-token", "second-token")


@pytest.mark.parametrize("token", LIVE)
def test_both_live_tokens_open_the_door(token: str) -> None:
    assert is_live(token, LIVE)


@pytest.mark.parametrize("token", ["", "first", "first-token ", "FIRST-TOKEN", "schlüssel", "\udcff"])
def test_anything_else_does_not(token: str) -> None:
    assert not is_live(token, LIVE)


def test_without_live_tokens_nothing_opens_the_door() -> None:
    assert not is_live("", ())


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ("Bearer first-token", True),
        ("bearer  second-token", True),
        ("Bearer third-token", False),
        ("Basic first-token", False),
        ("first-token", False),
        ("Bearer", False),
        ("", False),
    ],
)
def test_a_bearer_token_is_taken_from_its_header(header: str, outcome: bool) -> None:
    assert bearer_is_live(header, LIVE) is outcome
