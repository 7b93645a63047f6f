"""One deal goes the whole way, each leg with its time; the leg that fails says why."""

import json
from typing import Any

from tests.doctor.desk import Desk


def flown(desk: Desk) -> tuple[list[dict[str, Any]], int]:
    deal = desk.org.query("SELECT Id FROM Opportunity WHERE IsClosed = false AND Amount > 1000 LIMIT 1")[0]["Id"]
    result = desk.run("doctor", "--json", "--canary", "--deal", deal)
    assert result.stdout, result.exception
    return json.loads(result.stdout)["canary"]["legs"], result.exit_code


def test_a_deal_goes_from_the_event_to_the_note_on_its_record(desk: Desk) -> None:
    legs, status = flown(desk)

    assert [(leg["name"], leg["ok"]) for leg in legs] == [
        ("event received", True),
        ("deal read", True),
        ("decided", True),
        ("note written", True),
        ("read back", True),
    ]
    assert all(leg["seconds"] >= 0 for leg in legs)
    assert status == 0


def test_the_leg_that_fails_says_why_and_those_after_it_are_not_begun(desk: Desk) -> None:
    desk.set_up(object_rights={"Opportunity": "none"})
    legs, status = flown(desk)

    assert [leg["ok"] for leg in legs] == [True, False]
    assert "may not read opportunities" in legs[-1]["says"]
    assert status == 1


def test_a_deal_that_gets_no_card_is_no_failure_of_the_service_but_proves_nothing(desk: Desk) -> None:
    desk.playbook(
        "big-deals", "title: T\nstatus: draft\nwhen: {closed: false}\ncards: [{name: a, title: T, tip: T.}]\n"
    )
    legs, status = flown(desk)

    assert (legs[-1]["name"], legs[-1]["ok"]) == ("note written", None)
    assert "No playbook applies to this deal" in legs[-1]["says"]
    assert status == 1
