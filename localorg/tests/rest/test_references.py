"""References between the parts of a composite."""

from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.rest.references import resolve

ANSWERS: dict[str, Any] = {
    "note": {"id": "069000000000001AAA", "success": True, "errors": []},
    "notes": [{"id": "069000000000001AAA"}, {"id": "069000000000002AAA"}],
    "deals": {"totalSize": 1, "records": [{"Id": "006000000000001AAA", "Amount": 12.5, "Owner": {"Name": "Ada"}}]},
    "failed": [{"errorCode": "REQUIRED_FIELD_MISSING", "message": "Required fields are missing: [Title]"}],
}


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("@{note.id}", "069000000000001AAA"),
        ("@{notes[1].id}", "069000000000002AAA"),
        ("@{deals.records[0].Id}", "006000000000001AAA"),
        ("@{deals.records[0].Owner.Name}", "Ada"),
    ],
)
def test_a_reference_becomes_what_it_points_at(reference: str, value: str) -> None:
    assert resolve(reference, ANSWERS) == value


def test_a_reference_alone_keeps_the_type_of_what_it_points_at() -> None:
    assert resolve({"Amount": "@{deals.records[0].Amount}"}, ANSWERS) == {"Amount": 12.5}


def test_references_inside_longer_text_become_text() -> None:
    address = resolve("/services/data/v67.0/sobjects/ContentNote/@{note.id}?n=@{deals.totalSize}", ANSWERS)
    assert address == "/services/data/v67.0/sobjects/ContentNote/069000000000001AAA?n=1"


def test_references_are_found_at_any_depth() -> None:
    assert resolve({"records": [{"a": ["@{note.id}"]}]}, ANSWERS) == {"records": [{"a": ["069000000000001AAA"]}]}


@pytest.mark.parametrize(
    "reference",
    [
        "@{missing.id}",
        "@{note.Id}",
        "@{notes[0].Id}",
        "@{note.title}",
        "@{notes[2].id}",
        "@{failed.id}",
        "@{note.errors}",
        "@{deals..Id}",
        "@{}",
    ],
)
def test_a_reference_to_nothing_halts_its_part(reference: str) -> None:
    with pytest.raises(ApiError) as caught:
        resolve(reference, ANSWERS)
    assert caught.value.code == "PROCESSING_HALTED"
    assert caught.value.message.startswith("Invalid reference specified. No value for ")


def test_text_without_a_reference_stays_as_it_is() -> None:
    assert resolve("mail@example.com {x}", ANSWERS) == "mail@example.com {x}"
