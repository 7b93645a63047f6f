"""docs/lint.md says what the rules say, and what the command takes."""

import re
from pathlib import Path

import click
import pytest

from coach.cli.author import lint
from coach.engine.playbook import load_texts
from coach.lint.logic.stages import USUAL
from coach.lint.page import with_rules
from coach.lint.rules import RULES
from tests.lint.made import playbook

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_rules_on_the_page_are_up_to_date() -> None:
    assert with_rules(PAGE) == PAGE, "run: make generated"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_on_the_page(rule: str) -> None:
    assert f"### {rule}\n" in PAGE


@pytest.mark.parametrize("option", [option for each in lint.params for option in each.opts if option.startswith("--")])
def test_every_option_is_on_the_page(option: str) -> None:
    assert f"`{option}" in PAGE


def test_the_defaults_on_the_page_are_those_of_the_command() -> None:
    defaults = {each.name: each.default for each in lint.params if isinstance(each, click.Option)}

    assert (defaults["minutes"], defaults["title"]) == (2, 80)
    assert "`--minutes 2`, `--title 80`, `--places 3`" in PAGE


@pytest.mark.parametrize("example", [each for each in EXAMPLES if "# file:" not in each])
def test_every_example_on_the_page_is_a_playbook(example: str) -> None:
    assert load_texts({"example": playbook(example)}).playbooks


def test_the_stages_on_the_languages_page_are_those_that_lint_knows() -> None:
    page = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text(encoding="utf-8")
    told = " ".join(page.split("<!-- stages -->")[1].split("<!-- /stages -->")[0].split())

    assert told == ", ".join(USUAL)
