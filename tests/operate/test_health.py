from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from coach.errors import TryAgain
from coach.operate.health import queue_checks
from coach.operate.ready import ReadyCheck
from tests.fixtures.fakes import FakeCoach, figures

DATABASE = {"name": "database", "ok": True, "sentence": "The database answers.", "required": True}
EVENTS = {"name": "events", "ok": True, "sentence": "No deal waits.", "required": False}
SWEEPS = {"name": "sweeps", "ok": True, "sentence": "The last sweep ran just now.", "required": False}
NOTES = {"name": "notes", "ok": True, "sentence": "The org does not refuse notes.", "required": False}
WORKERS = {"name": "workers", "ok": True, "sentence": "Workers heard of lately: 2.", "required": False}


def test_a_living_process_says_so_whatever_the_database_does(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = TryAgain("The database does not answer.")

    assert client.get("/healthz").json == {"status": "alive", "version": "1.2.3"}


def test_a_ready_process_says_what_it_looked_at(client: FlaskClient) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json) == (
        200,
        {"ready": True, "checks": [DATABASE, EVENTS, NOTES, WORKERS, SWEEPS]},
    )


def test_a_failed_check_makes_the_process_not_ready(client: FlaskClient, coach: FakeCoach) -> None:
    coach.checks = [ReadyCheck("playbooks", False, "No valid playbooks: quote.yaml:3:1: …")]

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["ready"] is False
    assert response.get_json()["checks"][0]["sentence"] == "No valid playbooks: quote.yaml:3:1: …"


def test_where_files_lie_is_not_for_anybody(client: FlaskClient, coach: FakeCoach) -> None:
    coach.checks = [ReadyCheck("playbooks", False, "/srv/coach/playbooks/quote.yaml:3:1: No. See https://a.b/c/d.")]

    (check, *_) = client.get("/readyz").get_json()["checks"]

    assert check["sentence"] == "quote.yaml:3:1: No. See https://a.b/c/d."


def test_strangers_are_told_what_is_for_them(client: FlaskClient, coach: FakeCoach) -> None:
    coach.checks = [ReadyCheck("playbooks", False, "quote.yaml:3:1: No.", for_strangers="The folder has a mistake.")]
    coach.queue = figures(deals_waiting=4, oldest_event_seconds=20, hindrance="quote.yaml:3:1: No.")

    answer = client.get("/readyz")

    assert answer.get_json()["checks"][0]["sentence"] == "The folder has a mistake."
    assert answer.get_json()["checks"][1]["sentence"] == "4 deals wait to be looked at, the longest for 20 s."
    assert "quote" not in answer.text


def test_without_the_queue_s_figures_the_process_is_not_ready(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = TryAgain("The database does not answer.")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["checks"][1]["sentence"] == "The database does not answer."


def test_missing_workers_are_shown_and_do_not_keep_events_out(client: FlaskClient, coach: FakeCoach) -> None:
    coach.queue = figures(workers_alive=0)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.get_json()["checks"][3] == {
        "name": "workers",
        "ok": False,
        "sentence": "No worker has been heard of lately: events are kept, and decided on once one runs.",
        "required": False,
    }


def test_an_org_that_refuses_every_note_is_shown_and_does_not_keep_events_out(
    client: FlaskClient, coach: FakeCoach
) -> None:
    coach.queue = replace(figures(), refused=1, refused_seconds=240.0)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.get_json()["checks"][2] == {
        "name": "notes",
        "ok": False,
        "sentence": "The org refuses every note: 1 note waiting, the first for 4 minutes."
        " Why, and who must act, is said on the page Operations and by coach doctor.",
        "required": False,
    }


def test_an_event_that_waits_too_long_is_shown() -> None:
    events, *_ = queue_checks(figures(deals_waiting=4, oldest_event_seconds=301))

    assert events == ReadyCheck("events", False, "4 deals wait to be looked at, the longest for 301 s.", required=False)


def test_what_keeps_events_waiting_is_said() -> None:
    waiting = figures(deals_waiting=4, oldest_event_seconds=20, hindrance="The org is down.")

    events, *_ = queue_checks(waiting)

    assert events.sentence == "4 deals wait to be looked at, the longest for 20 s. The last try: The org is down."
    assert events.for_strangers == "4 deals wait to be looked at, the longest for 20 s."


def test_asking_often_does_not_ask_the_database_often(client: FlaskClient, coach: FakeCoach) -> None:
    for address in ("/readyz", "/metrics") * 10:
        client.get(address)

    assert coach.asked_for_figures == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (60.0, "The last sweep ran 60 seconds ago, and one is due every few seconds: the operator looks whether beat"),
        (None, "No sweep has run yet: the operator looks whether beat and a worker run"),
    ],
)
def test_without_sweeps_the_operator_acts_and_events_are_taken(
    client: FlaskClient, coach: FakeCoach, seconds: float | None, words: str
) -> None:
    coach.queue = figures(sweep_seconds=seconds)

    response = client.get("/readyz")

    (*_, check) = response.get_json()["checks"]
    assert (response.status_code, check["name"], check["ok"]) == (200, "sweeps", False)
    assert check["sentence"].startswith(words)
