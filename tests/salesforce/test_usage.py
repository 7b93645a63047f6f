from datetime import timedelta

import pytest
import requests

from coach.errors import TryAgain
from coach.ports import ApiUsage
from coach.salesforce.usage import PAUSE, CallBudget
from tests.salesforce.fakes import Hands


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def budget(hands: Hands) -> CallBudget:
    return CallBudget(0.8, hands.monotonic)


def told(header: str | None) -> requests.Response:
    response = requests.Response()
    if header is not None:
        response.headers["Sforce-Limit-Info"] = header
    return response


@pytest.mark.parametrize(
    ("header", "usage"),
    [
        ("api-usage=24/15000", ApiUsage(24, 15000)),
        ("api-usage=24/15000; per-app-api-usage=17/250(appName=coach)", ApiUsage(24, 15000)),
        ("per-app-api-usage=17/250(appName=coach); api-usage=24/15000", ApiUsage(24, 15000)),
        ("per-app-api-usage=17/250(appName=coach)", None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_usage_is_that_of_the_org(budget: CallBudget, header: str | None, usage: ApiUsage | None) -> None:
    budget.note(told(header))
    assert budget.last == usage


def test_an_answer_that_does_not_tell_changes_nothing(budget: CallBudget) -> None:
    budget.note(told("api-usage=24/15000"))
    budget.note(told(None))
    assert budget.last == ApiUsage(24, 15000)


def test_below_our_share_we_go_on(budget: CallBudget) -> None:
    budget.check()
    budget.note(told("api-usage=79/100"))
    budget.check()


def test_at_our_share_we_stop_and_say_for_how_long(budget: CallBudget, hands: Hands) -> None:
    budget.note(told("api-usage=80/100"))
    hands.pass_by(timedelta(minutes=5))
    with pytest.raises(TryAgain, match="80 of the org's 100 API calls") as caught:
        budget.check()
    assert caught.value.after == PAUSE - timedelta(minutes=5)


def test_after_the_pause_one_call_finds_out_whether_there_is_room(budget: CallBudget, hands: Hands) -> None:
    budget.note(told("api-usage=80/100"))
    hands.pass_by(PAUSE)
    budget.check()
    budget.note(told("api-usage=80/100"))
    with pytest.raises(TryAgain):
        budget.check()
