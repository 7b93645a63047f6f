"""The parts that can be measured, and what says so."""

import re
from pathlib import Path

import bench
from bench.suites import SUITES, WITH_POSTGRESQL

FOLDER = Path(bench.__file__).parent


def test_every_part_is_a_module_that_yields_figures() -> None:
    modules = {each.stem for each in FOLDER.glob("*.py") if "def figures(extent: Extent)" in each.read_text("utf-8")}

    assert modules == set(SUITES)
    assert set(SUITES) > WITH_POSTGRESQL


def test_the_list_of_modules_is_complete() -> None:
    modules = {each.stem for each in FOLDER.glob("*.py")} - {"__init__", "__main__", "one"}

    assert set(re.findall(r"``(\w+)``", bench.__doc__ or "")) == modules
