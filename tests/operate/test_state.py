from dataclasses import replace
from datetime import timedelta

import pytest

from coach.engine.model import Source
from coach.operate.state import (
    HealthCheck,
    ago,
    arriving,
    calling,
    further_figures,
    reconciling,
    span,
    sweeping,
    waiting,
    working,
    writing,
)
from coach.pipeline import OrgStatus
from coach.ports import ApiUsage
from coach.queue.health import Arrivals, Worker
from tests.fixtures.fakes import NOW, figures

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOLD = OrgStatus(ApiUsage(1_204, 100_000), NOW - 2 * MINUTE, NOW - 4 * MINUTE)


def test_events_that_arrive_are_told_with_where_from() -> None:
    finding = arriving(Arrivals({Source.OUTBOUND_MESSAGE: NOW - 3 * MINUTE}, 120, 0), NOW)

    assert finding.ok
    assert (
        finding.sentence
        == "The last event came 3 minutes ago, through an outbound message. 120 events in the last hour."
    )


def test_before_the_first_event_an_admin_must_act() -> None:
    finding = arriving(Arrivals({Source.RECONCILE: NOW}, 0, 3), NOW)

    assert not finding.ok
    assert finding.sentence.startswith("No event has come yet. An admin of the org")


def test_silence_while_deals_change_is_for_an_admin() -> None:
    finding = arriving(Arrivals({Source.JSON: NOW - 3 * DAY, Source.RECONCILE: NOW - HOUR}, 0, 7), NOW)

    assert not finding.ok
    assert "only the reconcile pass saw it (7 in the last day)" in finding.sentence
    assert "an admin of the org looks whether the flow that sends events is active" in finding.sentence


def test_what_changes_beside_deals_sends_no_event_and_is_no_sign_that_one_is_missing() -> None:
    assert arriving(Arrivals({Source.JSON: NOW - 3 * DAY, Source.BESIDE: NOW - HOUR}, 0, 0), NOW).ok


def test_silence_while_nothing_changes_is_no_fault() -> None:
    assert arriving(Arrivals({Source.JSON: NOW - 3 * DAY, Source.RECONCILE: NOW - 5 * DAY}, 0, 0), NOW).ok


@pytest.mark.parametrize(("seconds", "ok"), [(299, True), (301, False)])
def test_an_event_that_waits_too_long_is_for_the_operator(seconds: float, ok: bool) -> None:
    finding = waiting(figures(deals_waiting=14, oldest_event_seconds=seconds))

    assert finding.ok is ok
    assert finding.sentence.startswith("14 deals to be looked at; the oldest has waited for")
    assert ("The operator" in finding.sentence) is not ok


def test_nothing_waits() -> None:
    assert waiting(figures()).sentence == "No deal waits to be looked at."


def test_parked_notes_are_pointed_at() -> None:
    finding = writing(figures())

    assert not finding.ok
    assert (
        finding.sentence
        == "The oldest note on its way has waited for 2 seconds. 1 note parked: who must act is said below."
    )


def test_notes_that_the_org_refuses_are_told_at_once_with_how_many_and_since_when() -> None:
    finding = writing(replace(figures(), deliveries={}, refused=12, refused_seconds=1.5))

    assert not finding.ok
    assert finding.sentence == (
        "The oldest note on its way has waited for 2 seconds. The org refuses every note: 12 notes waiting, the first"
        " for 2 seconds. Why, and who must act, is said below. None is parked."
    )


def test_no_note_waits() -> None:
    finding = writing(replace(figures(), deliveries={"parked": 0}, oldest_delivery_seconds=0.0))

    assert (finding.ok, finding.sentence) == (True, "No note is on its way. None is parked.")


def test_notes_that_people_took_off_the_record_are_told_and_nobody_has_to_act() -> None:
    finding = writing(replace(figures(), deliveries={"removed": 3}, oldest_delivery_seconds=0.0))

    assert finding.ok
    assert finding.sentence.endswith(
        "None is parked. People took 3 notes off the record: Coach does not put them back."
    )


def test_workers_that_live_are_counted() -> None:
    workers = (Worker("a", NOW - MINUTE), Worker("b", NOW - HOUR))

    assert working(workers, NOW).sentence == "1 worker heard of in the last two minutes."


@pytest.mark.parametrize(
    ("workers", "words"),
    [
        ((), "No worker in the last day"),
        ((Worker("a", NOW - 3 * HOUR),), "A worker was last heard of 3 hours ago"),
    ],
)
def test_without_workers_the_operator_acts(workers: tuple[Worker, ...], words: str) -> None:
    finding = working(workers, NOW)

    assert not finding.ok
    assert words in finding.sentence
    assert finding.sentence.endswith("the operator starts a worker.")


def test_api_calls_are_told_against_the_budget() -> None:
    finding = calling(TOLD, 0.8, NOW)

    assert finding.ok
    assert finding.sentence == (
        "The org counted 1,204 of 100,000 API calls in 24 hours, all programs together (2 minutes ago);"
        " Coach stops at 80,000."
    )


def test_a_spent_budget_says_that_it_goes_on_by_itself() -> None:
    finding = calling(replace(TOLD, usage=ApiUsage(80_000, 100_000)), 0.8, NOW)

    assert not finding.ok
    assert "goes on by itself as the day rolls" in finding.sentence


def test_before_the_first_call_nothing_is_known() -> None:
    assert (
        calling(OrgStatus(None, None, None), 0.8, NOW).sentence == "Nothing is known yet: no worker has called the org."
    )


@pytest.mark.parametrize(("age", "ok"), [(29 * MINUTE, True), (31 * MINUTE, False)])
def test_three_missed_passes_are_for_the_operator(age: timedelta, ok: bool) -> None:
    finding = reconciling(replace(TOLD, reconciled_at=NOW - age), 10 * MINUTE, NOW)

    assert finding.ok is ok
    assert ("There should be one every 10 minutes" in finding.sentence) is not ok


def test_before_the_first_pass_the_operator_looks_at_beat() -> None:
    assert not reconciling(OrgStatus(None, None, None), 10 * MINUTE, NOW).ok


def test_what_the_org_told_becomes_figures() -> None:
    assert further_figures(TOLD, NOW) == {
        "api_calls_used": 1_204,
        "api_calls_allowed": 100_000,
        "api_calls_age_seconds": 120.0,
        "reconcile_age_seconds": 240.0,
    }
    assert further_figures(OrgStatus(None, None, None), NOW) == {}


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (119 * timedelta(seconds=1), "119 seconds"),
        (2 * MINUTE, "2 minutes"),
        (119 * MINUTE, "119 minutes"),
        (47 * HOUR, "47 hours"),
        (3 * DAY, "3 days"),
        (-MINUTE, "0 seconds"),
    ],
)
def test_lengths_read_well(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_what_has_just_been_is_said_so() -> None:
    assert (ago(timedelta(seconds=2)), ago(MINUTE)) == ("just now", "60 seconds ago")


def test_sweeps_that_stopped_a_minute_ago_are_told() -> None:
    assert sweeping(figures(sweep_seconds=59.0)) == HealthCheck("Sweeps", True, "The last sweep ran 59 seconds ago.")
    assert not sweeping(figures(sweep_seconds=60.0)).ok
    assert not sweeping(figures(sweep_seconds=None)).ok
