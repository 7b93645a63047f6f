"""The write test tells what an org does, remembers it for the note writer, and leaves nothing behind."""

import json
from typing import Any

import pytest

from tests.doctor.desk import Desk

TITLES = "SELECT Id, Title FROM ContentDocument WHERE Title LIKE 'Coach write test%'"


def tried(desk: Desk) -> tuple[dict[str, str], dict[str, Any]]:
    """The answers, and everything else."""
    deal = desk.org.query("SELECT Id FROM Opportunity WHERE IsClosed = false LIMIT 1")[0]["Id"]
    told = json.loads(desk.run("doctor", "--json", "--write-test", "--deal", deal).stdout)
    return told["write_test"]["answers"], told


def test_every_question_is_answered_and_nothing_is_left(desk: Desk) -> None:
    answers, told = tried(desk)

    assert answers["note"] == answers["link"] == answers["update"] == answers["remove"] == "yes"
    assert answers["visibility"].startswith("AllUsers (no: FIELD_INTEGRITY_EXCEPTION, Visibility InternalUsers")
    assert answers["markup"] == "p br b ul ol; lost: i (FIELD_INTEGRITY_EXCEPTION), a (FIELD_INTEGRITY_EXCEPTION)"
    assert answers["characters"].endswith(", all of them")
    assert answers["collection_reference"] == "yes"
    assert told["write_test"]["not_removed"] == {}
    assert desk.org.query(TITLES) == []


def test_with_a_site_notes_hang_for_internal_users(desk: Desk) -> None:
    desk.set_up(experience_site=True)

    assert tried(desk)[0]["visibility"] == "InternalUsers, AllUsers"


def test_what_it_found_is_what_notes_are_written_by(desk: Desk) -> None:
    desk.org.behave(notes_in="composite", note_tags=["p", "b", "br"])
    answers, _ = tried(desk)

    assert answers["collection"].startswith("no: ")
    assert answers["reference"] == "yes"
    assert "lost: i (" in answers["markup"]
    assert desk.recalled("salesforce.notes_in") == "composite"
    assert desk.recalled("salesforce.note_form") == "1"
    assert desk.recalled("salesforce.link_visibility") == "AllUsers"


@pytest.mark.parametrize(
    ("switches", "words"), [({"notes_enabled": False}, "NOT_FOUND"), ({"crm_content_enabled": False}, "sharing type")]
)
def test_an_org_that_refuses_is_told_in_its_own_words_and_the_next_look_says_so(
    desk: Desk, switches: dict[str, Any], words: str
) -> None:
    desk.set_up(**switches)
    answers, told = tried(desk)
    refusals = " ".join(answers.values()).lower()

    assert words.lower() in refusals
    assert "write-test-failed" in {one["id"] for one in told["findings"]}
    assert told["status"] == 1
    assert desk.org.query(TITLES) == []


def test_a_test_that_is_cut_off_tidies_up_what_it_made(desk: Desk) -> None:
    desk.org.switch(answer_lost=1)
    _, told = tried(desk)
    desk.org.reset()

    assert told["write_test"]["stopped"] == "The answer was lost: what was asked for may have been done."
    assert desk.org.query(TITLES) == []


def test_no_deal_no_test(desk: Desk) -> None:
    told = json.loads(desk.run("doctor", "--json", "--write-test", "--deal", "001000000000001").stdout)

    assert "write_test" not in told
