"""An org with one thing wrong: the doctor names it, and is silent about it once it is mended as its sentence says."""

from typing import Any

import pytest

from tests.doctor.desk import Desk

WRONG: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "notes-off": ({"notes_enabled": False}, {"notes_enabled": True}),
    "chatter-off": ({"chatter_enabled": False}, {"chatter_enabled": True}),
    "notes-not-on-layout": ({"note_layout": "classic"}, {"note_layout": "notes"}),
    "opportunity-hidden": ({"object_rights": {"Opportunity": "none"}}, {"object_rights": {"Opportunity": "view_all"}}),
    "objects-hidden": ({"object_rights": {"Product2": "none"}}, {"object_rights": {"Product2": "read"}}),
    "fields-hidden": (
        {"field_rights": {"Opportunity.Amount": "hidden"}},
        {"field_rights": {"Opportunity.Amount": "read"}},
    ),
    "api-version": ({"api_versions": [31, 66]}, {"api_versions": [31, 67]}),
    "api-version-newer": ({"api_versions": [31, 68]}, {"api_versions": [31, 67]}),
    "api-off": ({"api_disabled": True}, {"api_disabled": False}),
    "org-not-reached": ({"maintenance": True}, {"maintenance": False}),
    "api-calls": ({"api_calls_left": 0}, {"api_calls_left": 90_000}),
    "note-versions": ({"publication_limit": 1}, {"publication_limit": None}),
    "notes-not-created": ({"object_rights": {"ContentNote": "read"}}, {"object_rights": {"ContentNote": "all"}}),
}
"""Finding → the switches that bring it about, and those that mend it as the sentence says."""


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_is_named_and_silent_once_it_is_mended(desk: Desk, name: str) -> None:
    wrong, right = WRONG[name]

    desk.set_up(**wrong)
    first = desk.findings()
    desk.set_up(**right)
    again = desk.findings()

    assert name in first
    assert name not in again


def test_looking_changes_nothing_and_takes_few_calls(desk: Desk) -> None:
    desk.org.forget_calls()
    desk.told()

    assert desk.org.calls() <= 8
