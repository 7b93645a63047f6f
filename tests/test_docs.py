"""What the documentation says is true: settings, links, and the files that the start page names."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import coach
from coach.cli.operate import settings_table
from coach.engine.deciding import label
from coach.engine.model import Reason

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def test_the_operators_page_lists_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")

    between = page.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()

    assert between == settings_table(), "put the output of `coach settings` between the settings marks"


def test_the_operators_page_starts_what_the_procfile_starts() -> None:
    procfile = [line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()]
    page = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
    first_start = page.split("## First start")[1].split("\n## ")[0]
    commands = re.sub(r" \\\n +", " ", first_start)

    shown = re.findall(r"^    (coach migrate|coach serve .*|celery .*?)(?: +#.*)?$", commands, re.MULTILINE)

    assert shown == [command for _, command in procfile]


def test_the_map_of_the_house_has_every_room() -> None:
    house = Path(coach.__file__).parent
    rooms = {each.stem for each in house.iterdir() if each.is_dir() or each.suffix == ".py"}

    named = re.findall(r"``(\w+)``", coach.__doc__ or "")

    assert set(named) == rooms - {"__init__", "__pycache__"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_managers_page_names_only_reasons_that_exist() -> None:
    rows = re.findall(r"^\| ([a-z' ]+) \| ", (ROOT / "docs" / "manager.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {reason for reason in Reason if label(reason) in rows}

    assert {"not_in_audience", "weekly_minutes", "outranked", "cooldown", "missing_data", "draft"} <= named


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", re.findall(r"\| `(coach[\w.]+)` \|$", GLOSSARY, re.MULTILINE))
def test_what_the_glossary_names_is_declared_there(name: str) -> None:
    found: object = coach

    for part in name.split(".")[1:]:
        found = _part(found, part)


def _part(of: object, name: str) -> object:
    if isinstance(of, ModuleType) and not hasattr(of, name):
        return import_module(f"{of.__name__}.{name}")
    fields = getattr(of, "__dataclass_fields__", {}) | getattr(of, "model_fields", {})
    return fields[name] if name in fields else getattr(of, name)


def test_no_word_stands_twice_in_the_glossary() -> None:
    words = re.findall(r"^\| ([\w' ,]+) \| [A-Z]", GLOSSARY, re.MULTILINE)

    assert len(words) > 40
    assert sorted(set(words)) == sorted(words)
