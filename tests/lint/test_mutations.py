"""A damaged playbook loads and means what it says, or it is refused with a sentence at the right line.

What a text says is told by another parser. So a change to a value that the model did not follow would be found, and
one that it followed although nothing was said.
"""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.cards import check_template
from coach.engine.playbook.read import Reading, read_file
from coach.lint import Severity
from tests.lint.made import findings
from tests.lint.meaning import essence, meaning
from tests.lint.mutations import MUTATIONS, Mutate, Mutation, depth, size
from tests.lint.structures import RESTRUCTURES, Restructure, restructured

LIBRARY = {
    path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parents[2] / "playbooks").glob("*.yaml"))
}
LARGE = (size, depth)
ELSEWHERE = frozenset({"locale"})
"""Rules about two places: the one that is told of need not be the one that was changed."""


def read(text: str) -> Reading:
    return read_file("x", text, "x.yaml", check_template)


def hold_to_the_law(before: str, mutation: Mutation) -> None:
    found = read(mutation.text)
    if found.playbook is None:
        told_at_the_right_line(found, mutation)
    else:
        assert not mutation.refused
        means_what_it_says(before, mutation.text)
    assert (found.playbook is None) == any(_refuses(mutation.text))


def told_at_the_right_line(found: Reading, mutation: Mutation) -> None:
    lines = mutation.text.split("\n")
    assert found.problems
    for problem in found.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.sentence[-1] in ".?"
        assert problem.sentence.isprintable()
    if mutation.told_there and not ELSEWHERE & {problem.rule for problem in found.problems}:
        assert mutation.line in {problem.line for problem in found.problems}


def means_what_it_says(before: str, after: str) -> None:
    one, other = read(before).playbook, read(after).playbook
    try:
        said, says = meaning(before), meaning(after)
    except yaml.YAMLError:
        return  # the witness speaks YAML 1.1, which takes less than 1.2
    if essence(said) != essence(says):
        assert one != other, "something else is said, and the same is understood"
    if said == says:
        assert one == other, "the same is said, and something else is understood"


def _refuses(text: str) -> list[bool]:
    """Everything that lint finds; it must come to an end, too."""
    rules = {"contradiction", "never-filled", "link-address", "image"}
    return [finding.severity is Severity.ERROR and finding.rule not in rules for finding in findings(text)]


def mutations(mutate: Mutate, seeds: range) -> list[tuple[str, Mutation]]:
    """One for each playbook and seed; of those that are large, only for a few playbooks."""
    texts = [text for place, text in enumerate(LIBRARY.values()) if mutate not in LARGE or place % 17 == 0]
    made = ((text, mutate(text, random.Random(f"{seed} {text[:200]}"))) for seed in seeds for text in texts)
    return [(text, mutation) for text, mutation in made if mutation]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_damaged_library_loads_or_is_refused(mutate: Mutate) -> None:
    made = mutations(mutate, range(1))

    assert made
    for before, mutation in made:
        hold_to_the_law(before, mutation)


@pytest.mark.slow
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_library_that_is_damaged_in_many_ways_loads_or_is_refused(mutate: Mutate) -> None:
    for before, mutation in mutations(mutate, range(1, 6)):
        hold_to_the_law(before, mutation)


@pytest.mark.parametrize(
    "seeds", [range(1), pytest.param(range(1, 8), marks=pytest.mark.slow)], ids=["once", "many times"]
)
@pytest.mark.parametrize("change", RESTRUCTURES, ids=lambda change: change.__name__)
def test_another_structure_means_something_else_or_is_refused_at_its_line(change: Restructure, seeds: range) -> None:
    tried = [
        (text, restructured(text, change, random.Random(f"{seed} {name}")))
        for seed in seeds
        for name, text in LIBRARY.items()
    ]
    made = [(before, after) for before, after in tried if after]

    assert len(made) > len(tried) / 2
    for before, after in made:
        found = read(after.text)
        if found.playbook:
            means_what_it_says(before, after.text)
            continue
        told_at_the_right_line(found, Mutation("structure", after.text, 1))
        told = {problem.line for problem in found.problems}
        assert not after.lines or told & after.lines or ELSEWHERE & {problem.rule for problem in found.problems}


small = [mutate for mutate in MUTATIONS if mutate not in LARGE]


@given(
    st.sampled_from(sorted(LIBRARY)), st.lists(st.sampled_from(small), min_size=1, max_size=3), st.integers(0, 2**32)
)
@settings(max_examples=60)
def test_damage_upon_damage_still_loads_or_is_refused(name: str, several: list[Mutate], seed: int) -> None:
    before = LIBRARY[name]
    text, pick = before, random.Random(seed)
    for mutate in several:
        if read(text).playbook is None:
            break
        mutation = mutate(text, pick)
        text = mutation.text if mutation else text
    found = read(text)

    assert (found.playbook is None) is bool(found.problems)
    if found.playbook:
        means_what_it_says(before, text)


@given(st.sampled_from(sorted(LIBRARY)), st.integers(0, 100_000), st.integers(0, 12), st.text(max_size=6))
@settings(max_examples=100)
def test_any_splinter_in_a_playbook_is_told_or_understood(name: str, at: int, length: int, instead: str) -> None:
    before = LIBRARY[name]
    place = at % len(before)
    hold_to_the_law(before, Mutation("splinter", before[:place] + instead + before[place + length :], 1))
