"""A deal written as JSON loses nothing that a deal holds."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from coach.engine.model import Account, Deal, LineItem, Person, StageChange
from coach.foresee.files import deal_line, read_line
from coach.foresee.form import AccountForm, DealForm, LineItemForm, PersonForm, StageChangeForm
from coach.foresee.samples import sample

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FOLLOWS = {"rates_on"}


@pytest.mark.parametrize(
    ("record", "form"),
    [
        (Deal, DealForm),
        (Person, PersonForm),
        (Account, AccountForm),
        (LineItem, LineItemForm),
        (StageChange, StageChangeForm),
    ],
)
def test_all_that_a_record_holds_has_a_key(record: type, form: type[BaseModel]) -> None:
    missing = {field.name for field in fields(record)} - form.model_fields.keys() - FOLLOWS

    assert missing == set(), f"declare a fact, or give {form.__name__} a key in coach/foresee/form.py"


def test_a_deal_whose_owner_has_a_time_zone_reads_back() -> None:
    deal = sample("stalled", NOW, UTC)
    deal = replace(deal, owner=replace(deal.owner, timezone="Europe/Paris"))

    assert read_line(deal_line(deal), "x", NOW, UTC) == deal
