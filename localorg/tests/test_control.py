"""The control API."""

import pytest

from localorg.tests.conftest import Caller


def test_faults_are_shown_as_they_were_switched(caller: Caller) -> None:
    shown = caller.control("PATCH", "/faults", {"latency_ms": 5, "outage": 3, "html": True})
    assert (shown["latency_ms"], shown["outage"], shown["html"], shown["row_locked"]) == (5, 3, True, 0)
    assert caller.control("DELETE", "/faults")["outage"] == 0


def test_behaviour_is_shown_as_it_was_set(caller: Caller) -> None:
    shown = caller.control("PATCH", "/behaviour", {"notes_in": "single", "note_tags": ["p"]})
    assert shown == {"notes_in": "single", "bad_note_spoils_batch": False, "note_tags": ["p"]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/faults", {"meteor": 1}),
        ("/faults", {"latency_ms": -1}),
        ("/faults", None),
        ("/behaviour", {"notes_in": "nowhere"}),
        ("/limits", {"daily_api_requests": "many"}),
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(caller: Caller, path: str, body: object) -> None:
    answer = caller.http.patch(f"/localorg{path}", json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_other_machines_are_not_answered(caller: Caller) -> None:
    answer = caller.http.get("/localorg/calls", environ_base={"REMOTE_ADDR": "203.0.113.5"})
    assert answer.status_code == 403


def test_pages_of_other_sites_are_not_answered(caller: Caller) -> None:
    answer = caller.http.delete("/localorg/sessions", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_certificate_can_be_fetched(caller: Caller) -> None:
    assert caller.http.get("/localorg/certificate").text.startswith("-----BEGIN CERTIFICATE-----")
