"""What the documentation says is true: settings, links, and the files that the start page names."""

import ast
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


HAS_ITS_OWN_LIST = {"lint/rules": "each rule is a module with a page of its own in docs/lint.md"}
FOLDERS = sorted(each.parent for each in Path(coach.__file__).parent.rglob("__init__.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_that_lists_its_modules_lists_them_all_and_no_others(folder: Path) -> None:
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    modules = {each.stem for each in folder.glob("*.py")} | {each.parent.name for each in folder.glob("*/__init__.py")}
    others = {each.name for each in folder.iterdir() if each.is_dir()}  # templates, styles
    headings = [re.split(r" {2,}", line)[0] for line in words.splitlines() if line.startswith("``")]

    if headings and str(folder.relative_to(Path(coach.__file__).parent)) not in HAS_ITS_OWN_LIST:
        assert modules - {"__init__"} <= set(re.findall(r"``(\w+)``", words))
        assert set(re.findall(r"``(\w+)``", " ".join(headings))) <= modules | others


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
