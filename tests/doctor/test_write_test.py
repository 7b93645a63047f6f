"""The write test tells what an org does, remembers it for the note writer, and leaves nothing behind."""

import json
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from localorg.apps.clients import INTEGRATION_USERNAME
from tests.doctor.desk import Desk
from tests.machine import PATIENCE

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


def test_the_audiences_that_an_org_takes_are_told(desk: Desk) -> None:
    desk.set_up(jwt_audience=["my_domain"])
    told = json.loads(
        desk.run("doctor", "--json", "--write-test", "--deal", desk.a_deal(), **by_assertion(desk)).stdout
    )

    assert told["write_test"]["answers"]["audience"] == desk.org.url


def test_an_org_that_takes_no_audience_of_ours_is_a_finding(desk: Desk) -> None:
    desk.set_up(jwt_audience=["test"])
    settings = by_assertion(desk)

    assert "assertion-refused" in desk.findings(**settings)
    mended = {**settings, "COACH_SALESFORCE_JWT_AUDIENCE": "https://test.salesforce.com"}
    assert "assertion-refused" not in desk.findings(**mended)


def by_assertion(desk: Desk) -> dict[str, str]:
    """The settings of a sign-in with a private key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    values = {"certificate": public.decode()}
    requests.put(f"{desk.org.url}/localorg/clients/jwt", json=values, timeout=PATIENCE).raise_for_status()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "COACH_SALESFORCE_CONSUMER_KEY": "jwt",
        "COACH_SALESFORCE_CONSUMER_SECRET": "",
        "COACH_SALESFORCE_PRIVATE_KEY": private.decode(),
        "COACH_SALESFORCE_USERNAME": INTEGRATION_USERNAME,
    }


def test_no_deal_no_test(desk: Desk) -> None:
    told = json.loads(desk.run("doctor", "--json", "--write-test", "--deal", "001000000000001").stdout)

    assert "write_test" not in told


def test_a_deal_that_is_not_there_is_told_and_nothing_is_remembered_of_it(desk: Desk) -> None:
    told = json.loads(desk.run("doctor", "--json", "--write-test", "--deal", "006000000000001AAA").stdout)

    assert told["write_test"]["stopped"] == (
        "There is no such deal, or the integration user does not see it: name another with --deal."
    )
    again = json.loads(desk.run("doctor", "--json").stdout)
    assert "write-test-failed" not in {one["id"] for one in again["findings"]}
