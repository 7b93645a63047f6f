"""The page on planning says what the program reads."""

import re
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from coach.foresee.files import read_deal
from coach.foresee.reference import TABLES, with_tables
from tests.foresee.make import NOW

DOCS = Path(__file__).parents[2] / "docs"
PAGE, LANGUAGE = ((DOCS / name).read_text(encoding="utf-8") for name in ("plan.md", "playbooks.md"))


@pytest.mark.parametrize(("mark", "rendered"), TABLES.items())
def test_its_tables_are_those_of_the_program(mark: str, rendered: Callable[[], str]) -> None:
    between = PAGE.split(f"<!-- {mark} -->")[1].split(f"<!-- /{mark} -->")[0].strip()

    assert between == rendered(), "run: make generated"


def test_what_is_generated_is_what_is_there() -> None:
    assert with_tables(PAGE) == PAGE, "run: make generated"


@pytest.mark.parametrize("example", re.findall(r"```json\n(.*?)```", PAGE + LANGUAGE, re.DOTALL))
def test_its_examples_are_deals(example: str) -> None:
    assert read_deal(example, "docs/plan.md", NOW, UTC).name
