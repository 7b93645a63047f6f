"""What setup.cfg declares is what the code does."""

import ast
import re
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = {path.stem for path in (ROOT / "coach").glob("*") if path.suffix == ".py" or (path / "__init__.py").exists()}


@pytest.fixture(scope="module")
def setup() -> ConfigParser:
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup


def declared(setup: ConfigParser) -> dict[str, str]:
    """What is needed, by name in its normal form, with its bounds."""
    lines = setup["options"]["install_requires"].split("\n")
    found = [re.fullmatch(r"([\w.-]+)(?:\[\w+\])? (.+)", line) for line in lines if line]
    return {_normal(each[1]): each[2] for each in found if each}


def imported() -> Iterator[str]:
    """The top-level modules that are imported anywhere in the package, but for our own and Python's."""
    for path in (ROOT / "coach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"coach"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_all_that_is_imported_is_declared_and_not_left_to_others_who_need_it(setup: ConfigParser) -> None:
    needed, homes = declared(setup), packages_distributions()
    assert {name for name in imported() if not {_normal(home) for home in homes[name]} & needed.keys()} == set()


def test_every_requirement_has_bounds_on_both_sides_or_a_single_version(setup: ConfigParser) -> None:
    bounds = declared(setup)
    assert len(bounds) == len(setup["options"]["install_requires"].split()) / 2
    assert [each for each in bounds.values() if not re.fullmatch(r">=[\d.]+,<[\d.]+|==[\d.]+", each)] == []


COMMANDS = {f"cli.{path.stem}" for path in (ROOT / "coach" / "cli").iterdir() if path.name[0] != "_"}


@pytest.mark.parametrize(
    ("contract", "which", "named"),
    [
        ("apart", "source_modules", (FOLDERS | COMMANDS) - {"cli", "localorg", "cli.demo"}),
        ("localorg", "forbidden_modules", FOLDERS - {"localorg"}),
        ("environment", "source_modules", FOLDERS - {"cli", "app", "parts", "broker", "config"}),
    ],
)
def test_a_new_folder_is_under_the_contracts_unless_it_is_exempt(
    setup: ConfigParser, contract: str, which: str, named: set[str]
) -> None:
    modules = setup[f"importlinter:contract:{contract}"][which].split()
    assert {name.removeprefix("coach.") for name in modules} == named - {"__init__"}
