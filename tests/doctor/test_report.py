"""A diagnosis reads well for people, narrow or wide, and stays the same for programs."""

import json
from dataclasses import replace

from coach.doctor import Facts
from coach.doctor.report import as_json, in_words
from tests.doctor.states import GOOD, ORG, SERVICE, WRONG, diagnosed


def test_each_finding_is_one_sentence_below_its_subject_with_a_link() -> None:
    text = in_words(diagnosed(WRONG["notes-off"](GOOD)))

    about, finding, link = text.splitlines()[:3]
    assert about == "Notes"
    assert finding == (
        "  FAIL  Notes are switched off in the org, so that no card can be written: an admin ticks Enable Notes"
        " (Setup → Notes Settings)."
    )
    assert link == "        notes-off · docs/admin.md#3-notes-that-reps-see"


def test_the_last_line_says_what_to_begin_with() -> None:
    two = replace(SERVICE, broker="The broker does not answer.", doors=())
    assert (
        in_words(diagnosed(Facts(two, ORG)))
        .splitlines()[-1]
        .startswith("Begin with broker-away: Workers are not woken (The broker does not answer)")
    )
    assert in_words(diagnosed(WRONG["broker-away"](GOOD))).splitlines()[-1] == "Begin with broker-away."
    assert in_words(diagnosed(GOOD)).splitlines()[-1] == "Nothing must be done."


def test_on_a_narrow_terminal_no_sentence_is_wider_than_it() -> None:
    lines = in_words(diagnosed(WRONG["reps-send-no-events"](GOOD)), width=60).splitlines()

    assert max(len(line) for line in lines if "docs/admin.md" not in line) <= 60


def test_programs_get_stable_names() -> None:
    told = json.loads(as_json(diagnosed(WRONG["chatter-off"](GOOD)), answers={"note": "yes"}))

    assert told.keys() == {"format", "status", "findings", "fine", "not_looked_at", "answers"}
    assert (told["format"], told["status"]) == (1, 1)
    (finding,) = told["findings"]
    assert finding == {
        "id": "chatter-off",
        "severity": "error",
        "about": "Notes",
        "who": "admin",
        "where": "Setup → Chatter Settings → Edit → Enable",
        "see": "docs/admin.md#3-notes-that-reps-see",
        "sentence": "Chatter is switched off, without which the related list Notes shows nothing: an admin ticks Enable"
        " next to Chatter Settings (Setup → Chatter Settings → Edit → Enable).",
        "detail": "",
    }
    assert "notes-off" in told["fine"]
