"""What an org has, kept in a file."""

from pathlib import Path

import pytest

from coach.engine.inventory import load, save
from coach.errors import Misconfigured
from tests.lint.made import INVENTORY


def test_it_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "org.json"
    save(INVENTORY, path)

    assert load(path) == INVENTORY


def test_where_nothing_was_kept_nothing_is_known(tmp_path: Path) -> None:
    assert load(tmp_path / "org.json") is None


def test_a_file_that_holds_something_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "org.json"
    path.write_text("{}")

    with pytest.raises(Misconfigured, match=r"org\.json does not hold what an org has"):
        load(path)


def test_fields_are_found_in_any_case() -> None:
    place = INVENTORY.schema.place("Opportunity", "vac_date__c")

    assert place is not None
    assert place.field.type == "date"
    assert INVENTORY.schema.place("Opportunity", "VAC") is None
