"""The org's time comes with its answers; no worker's clock has a say in it."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
import responses

from coach.salesforce.orgtime import OrgTime
from tests.salesforce.fakes import NOON, TOKEN_URL, Hands, build_org, replies, signs_in, token_body
from tests.salesforce.paper import PaperOrg

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
DATE = "Mon, 23 Nov 2026 12:00:00 GMT"


def told(date: str | None) -> requests.Response:
    response = requests.Response()
    if date is not None:
        response.headers["Date"] = date
    return response


@pytest.mark.parametrize("off", [-HOUR, timedelta(0), HOUR])
def test_it_is_what_the_last_answer_said_and_goes_on_from_there(off: timedelta) -> None:
    worker, steady = Hands(NOON + off), Hands()
    time = OrgTime(worker, steady.monotonic)
    time.note(told(DATE))
    steady.pass_by(timedelta(minutes=7))
    worker.pass_by(timedelta(days=3))
    assert abs(time() - (NOON + timedelta(minutes=7))) < SECOND


def test_before_the_first_answer_it_is_the_worker_s_own() -> None:
    time = OrgTime(Hands(NOON + HOUR))
    assert (time(), time.heard, time.skew) == (NOON + HOUR, False, None)


@pytest.mark.parametrize("date", [None, "", "soon", "Mon, 23 Nov 2026 12:00:00 GMT, Mon, 23 Nov 2026 12:00:00 GMT x"])
def test_an_answer_without_a_date_changes_nothing(date: str | None) -> None:
    time = OrgTime(Hands())
    time.note(told(date))
    assert time() == NOON


def test_how_far_the_worker_is_off_is_known() -> None:
    time = OrgTime(Hands(NOON + HOUR), Hands().monotonic)
    time.note(told(DATE))
    assert time.skew is not None
    assert abs(time.skew + HOUR) < SECOND


def test_an_org_that_was_not_heard_yet_is_signed_in_to(mocked: responses.RequestsMock) -> None:
    mocked.post(TOKEN_URL, json=token_body(), headers={"Date": "Mon, 23 Nov 2026 10:30:00 GMT"})
    org = build_org()
    assert abs(org.now() - datetime(2026, 11, 23, 10, 30, tzinfo=UTC)) < SECOND
    org.now()
    assert len(mocked.calls) == 1


@pytest.mark.parametrize("stamps", [[], ["2026-11-23T10:15:00.000+0000"]])
def test_where_answers_bear_no_date_it_is_the_time_of_the_last_change(
    mocked: responses.RequestsMock, stamps: list[str]
) -> None:
    signs_in(mocked)
    paper = PaperOrg()
    paper.rows["Opportunity"] = [{"SystemModstamp": stamp} for stamp in stamps]
    replies(mocked, paper)
    wanted = datetime(2026, 11, 23, 10, 15, tzinfo=UTC) if stamps else NOON
    assert build_org().now() == wanted
