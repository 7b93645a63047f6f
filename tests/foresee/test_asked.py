"""Which deal somebody asks for."""

import pytest

from coach.foresee.asked import NO_OPPORTUNITY_AT, NO_OPPORTUNITY_ID, no_name, opportunity_id

ID = "006000000000001AAA"


@pytest.mark.parametrize(
    "text",
    [
        ID,
        ID[:15],
        f" {ID}\n",
        f"https://acme.lightning.force.com/lightning/r/Opportunity/{ID}/view",
        f"https://acme.my.salesforce.com/{ID[:15]}",
        f"https://acme.lightning.force.com/one/one.app?id={ID}&x=1",
    ],
)
def test_an_id_is_found_in_what_people_paste(text: str) -> None:
    assert opportunity_id(text) == ID


@pytest.mark.parametrize("text", ["", "x", "001000000000001AAA", ID + "x", ID[:17] + "B", "' OR 1=1", "006" * 10_000])
def test_what_holds_no_id_has_none(text: str) -> None:
    assert opportunity_id(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("001000000000001AAA", NO_OPPORTUNITY_ID),
        (ID[:17] + "B", NO_OPPORTUNITY_ID),
        (f"{ID}x", NO_OPPORTUNITY_ID),
        ("006" * 10_000, NO_OPPORTUNITY_ID),
        ("https://acme.lightning.force.com/lightning/o/Opportunity/list", NO_OPPORTUNITY_AT),
        ("acme.my.salesforce.com/001000000000001AAA", NO_OPPORTUNITY_AT),
    ],
)
def test_an_id_or_address_of_something_else_is_no_name(text: str, sentence: str) -> None:
    assert no_name(text) == sentence


@pytest.mark.parametrize("text", ["", "what", "Pharmaceuticals", "007 Spectre", "0.5 T scanner", "Acme 006", ID])
def test_anything_else_can_be_a_name(text: str) -> None:
    assert no_name(text) == ""
