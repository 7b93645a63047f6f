"""What setup.cfg and the two pyproject.toml declare is what the code does."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DISTRIBUTIONS = ("coach", "localorg", "demo")
OWN = {*DISTRIBUTIONS, "tests"}


@pytest.fixture(scope="module")
def setup() -> ConfigParser:
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup


def project(folder: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(folder: str) -> list[str]:
    """What a distribution asks for, a line each, as it is written."""
    if folder != "coach":
        return list(project(folder)["project"]["dependencies"])
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup["options"]["install_requires"].split("\n")[1:]


def declared(folder: str) -> dict[str, str]:
    """What is needed, by name in its normal form, with its bounds."""
    found = [re.fullmatch(r"([\w.-]+?)(?:\[\w+\])?(?: ?([<>=].+))?", line) for line in requirements(folder)]
    return {_normal(each[1]): each[2] or "" for each in found if each}


def imported(folder: str) -> Iterator[str]:
    """The top-level modules that are imported anywhere in a package but its tests, other than our own and Python's."""
    for path in (ROOT / folder).rglob("*.py"):
        if "tests" in path.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names - OWN


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("folder", DISTRIBUTIONS)
def test_all_that_is_imported_is_declared_and_not_left_to_others_who_need_it(folder: str) -> None:
    needed, homes = declared(folder), packages_distributions()
    assert {name for name in imported(folder) if not {_normal(home) for home in homes[name]} & needed.keys()} == set()


@pytest.mark.parametrize("folder", DISTRIBUTIONS)
def test_every_requirement_has_bounds_on_both_sides_or_a_single_version(folder: str) -> None:
    bounds = {name: bound for name, bound in declared(folder).items() if not name.startswith("coach")}
    assert len(declared(folder)) == len(requirements(folder))
    assert [each for each in bounds.values() if not re.fullmatch(r">=[\d.]+,<[\d.]+|==[\d.]+", each)] == []


@pytest.mark.parametrize("folder", ["localorg", "demo"])
def test_the_look_alike_and_the_demo_list_all_their_packages(folder: str) -> None:
    there = {path.parent.relative_to(ROOT) for path in (ROOT / folder).rglob("__init__.py")}
    named = {".".join(path.parts) for path in there if "tests" not in path.parts}
    assert set(project(folder)["tool"]["setuptools"]["packages"]) == named


def test_what_is_released_of_coach_is_coach_alone(setup: ConfigParser) -> None:
    assert setup["options.packages.find"]["include"].split() == ["coach", "coach.*"]


def test_no_more_than_seven_modules_lie_loose() -> None:
    assert len([path for path in (ROOT / "coach").glob("*.py") if path.stem != "__init__"]) <= 7


@pytest.mark.parametrize(
    ("contract", "exempt"),
    [
        ("environment", {"app", "broker", "cli", "config"}),
    ],
)
def test_a_new_folder_is_under_the_contracts_unless_it_is_exempt(
    setup: ConfigParser, contract: str, exempt: set[str]
) -> None:
    inside = (ROOT / "coach").iterdir()
    folders = {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()}
    modules = setup[f"importlinter:contract:{contract}"]["source_modules"].split()
    assert {name.removeprefix("coach.") for name in modules} == folders - exempt - {"__init__"}
