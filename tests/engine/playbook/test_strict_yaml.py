"""Whatever happens to the letters of a shipped playbook, it means to Coach what it means to YAML, or is refused."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coach.engine.cards import check_template
from coach.engine.playbook.nodes import MappingNode, ScalarNode, YamlNode
from coach.engine.playbook.read import read_file
from tests.lint.made import findings

SHIPPED = [path.read_text("utf-8") for path in sorted((Path(__file__).parents[3] / "playbooks").rglob("*.yaml"))]
SIGNS: tuple[str, ...] = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "#",
    " #",
    "-",
    "?",
    "~",
)
SIGNS += (
    "\n",
    "\r",
    "\t",
    " ",
    "  ",
    "\n\n",
    "---\n",
    "...",
    "<<: ",
    "\x00",
    "\x85",
    "\u2028",
    "\ufeff",
    "\ue000",
    "\\",
    "",
)

letters = st.sampled_from(SIGNS) | st.text(max_size=3)
damage = st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 4), letters), min_size=1, max_size=3)


def damaged(text: str, where: list[tuple[int, int, str]]) -> str:
    """The text, with some letters replaced by others, once or several times."""
    for at, length, instead in where:
        place = at % (len(text) + 1)
        text = text[:place] + instead + text[place + length :]
    return text


def said(node: YamlNode) -> Any:
    """What Coach has read, every value as it is written."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, MappingNode):
        return {key.text: said(value) for key, value in node.entries}
    return [said(item) for item in node.items]


def meant(text: str) -> Any:
    """The same by the library's own loader, which is strict about YAML 1.2. Raises YAMLError."""
    return _plain(YAML(typ="base", pure=True).load(StringIO(text)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value or ""


def hold_to_the_law(text: str) -> None:
    reading, told = read_file("x", text, "x.yaml", check_template), findings(text)
    assert bool(reading.playbook) is not bool(reading.problems)
    assert not [each for each in told if "cannot be" in each.sentence and "(" in each.sentence], told
    for each in reading.problems:
        assert (each.file, each.sentence[-1] in ".?", 1 <= each.line <= text.count("\n") + 1) == ("x.yaml", True, True)
    if reading.playbook and reading.root:
        assert said(reading.root) == meant(text)


@given(st.sampled_from(SHIPPED), damage)
@settings(max_examples=60)
def test_a_damaged_playbook_means_what_yaml_says_or_is_refused(text: str, where: list[tuple[int, int, str]]) -> None:
    hold_to_the_law(damaged(text, where))


@pytest.mark.slow
@given(st.sampled_from(SHIPPED), damage)
@settings(max_examples=2000)
def test_so_do_many_more(text: str, where: list[tuple[int, int, str]]) -> None:
    hold_to_the_law(damaged(text, where))


def test_the_witness_refuses_what_is_not_yaml() -> None:
    with pytest.raises(YAMLError):
        meant("title: [a")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a: |\n  x\n   ", "x\n \n"),
        ("a: |\n  x\n  ", "x\n"),
        ("a: |\n  x", "x"),
        ("a: |+\n  x\n   ", "x\n \n"),
        ("a: >\n  x\n   ", "x\n \n"),
    ],
)
def test_a_last_line_of_spaces_needs_no_line_ending(text: str, meaning: str) -> None:
    root = read_file("x", text, "x.yaml", None).root

    assert root
    assert said(root) == {"a": meaning}
