"""The fast parser says nothing that the exact one does not say: where it might, it is not asked."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.playbook import parsing
from coach.engine.playbook.nodes import YamlNode
from coach.engine.playbook.problems import Problems
from coach.engine.playbook.tree import read_exactly, read_fast, read_nodes
from tests.engine.playbook.test_strict_yaml import SHIPPED, damage, damaged, letters

GOOD = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "good").rglob("*.yaml"))]
PIECES: tuple[str, ...] = ("a: b\n", "a:\n  - b\n  - c: d\n", "a: [b, c]\n", "b: {c: d}\n", "a: |\n  x\n\n  y\n")
PIECES += ("c: >\n  x\n  y\n", "a: 'b'\n", 'd: "b\n  c"\n', "a: b\n  c\n", "? a\n: b\n", "- a\n- b\n", "# c\n")
pieces = st.lists(st.sampled_from(PIECES) | letters, min_size=1, max_size=6).map("".join)


def exactly(text: str) -> tuple[YamlNode | None, list[str]]:
    problems = Problems("x")
    return read_exactly(text, problems), [each.sentence for each in problems.found]


def hold_to_the_exact_one(text: str) -> None:
    read = read_fast(text)
    if read is not None:
        assert exactly(text) == (read, [])


@given(st.sampled_from(SHIPPED + GOOD), damage)
@settings(max_examples=60)
def test_a_damaged_playbook_that_the_fast_parser_reads_is_read_so_by_the_exact_one(
    text: str, where: list[tuple[int, int, str]]
) -> None:
    hold_to_the_exact_one(damaged(text, where))


@given(pieces, damage)
@settings(max_examples=500)
def test_so_is_any_text_of_yaml_s_own_signs(text: str, where: list[tuple[int, int, str]]) -> None:
    hold_to_the_exact_one(damaged(text, where))


@pytest.mark.slow
@given(st.sampled_from(SHIPPED + GOOD) | pieces, damage)
@settings(max_examples=5_000)
def test_so_are_many_more(text: str, where: list[tuple[int, int, str]]) -> None:
    hold_to_the_exact_one(damaged(text, where))


@pytest.mark.parametrize(
    "text",
    [
        "a: >\n \n\n  y\n",
        "a: |#c\n  x\n",
        "a: [b, 'a':b]\n",
        'a: {b: ["a":bc]}\n',
        "---\na: b\n",
        "a: b\n...\n",
        "%YAML 1.1\n---\na: b\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: \u2028b\n",
        "a: \U000f0000\n",
        "\ufeffa: b\n",
        "\u3000a: b\n",
    ],
)
def test_what_the_two_are_known_to_read_differently_only_the_exact_one_reads(text: str) -> None:
    problems = Problems("x")

    assert read_fast(text) is None
    assert (read_nodes(text, problems), [each.sentence for each in problems.found]) == exactly(text)


@pytest.mark.parametrize(
    "text", ["a: [b\n", "a: &b c\n", "a: !!str b\n", "a: b\na: c\n", "<<: b\n", "- a\n", "", "a:b\n"]
)
def test_what_has_a_mistake_or_is_no_map_the_exact_one_tells_of(text: str) -> None:
    assert read_fast(text) is None


@pytest.mark.skipif(parsing.FAST_LOADER is None, reason="PyYAML has no C parser here")
@pytest.mark.parametrize("text", SHIPPED)
def test_what_is_shipped_is_read_fast(text: str) -> None:
    assert read_fast(text) == exactly(text)[0] is not None


def test_without_a_c_parser_everything_is_read_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "FAST_LOADER", None)

    assert read_fast(SHIPPED[0]) is None
    assert read_nodes(SHIPPED[0], Problems("x")) == exactly(SHIPPED[0])[0]
