"""Whatever is in a file, it loads and means what it says, or it is refused with a sentence at a line of the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.playbook import load_texts
from coach.errors import InvalidPlaybook

EXAMPLE = (Path(__file__).parent / "good" / "trade-do-not-give.yaml").read_text()
LINES = EXAMPLE.splitlines()

HUGE = {
    "deep flow sequence": "[" * 200_000,
    "deep flow mapping": "{a: " * 60_000,
    "deep block sequence": "- " * 100_000,
    "deep block mapping": "\n".join(" " * depth + "a:" for depth in range(600)),
    "explicit keys": "? " * 100_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(1000)),
    "long key": f"{'a' * 250_000}: 1",
    "long unknown keys": "\n".join(f"{'titl' * 200}{n}: 1" for n in range(300)),
    "many unknown keys": "\n".join(f"titel{n}: 1" for n in range(20_000)),
    "many conditions": "title: A\nwhen:\n  any:\n" + "    - stage: {is: A}\n" * 10_000,
    "many conditions of a good playbook": "title: A\ncards: [{name: a, title: A, tip: x}]\nwhen:\n  any:\n"
    + "    - stage: {is: A}\n" * 10_000,
    "many values": "title: A\nwhen:\n  stage:\n    is:\n" + "      - A\n" * 25_000,
    "long number": f"title: A\npriority: {'9' * 200_000}",
    "large exponent": "title: A\nwhen: {amount: {above: 1e99999}}",
    "long line of quotes": "'" * 250_000,
    "long plain text": "title: " + "a " * 120_000,
    "many comments": "#\n" * 120_000,
    "many blank lines": "\n" * 250_000,
    "too long": "#" * 300_000,
    "long text": "title: A\ncards:\n  - name: a\n    title: A\n    tip: |\n" + "      a\n" * 30_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_huge_and_deep_files_are_refused_with_a_short_report(text: str) -> None:
    with pytest.raises(InvalidPlaybook) as caught:
        load_texts({"x": text})

    assert len(str(caught.value)) < 20_000


def loads_or_is_refused(text: str) -> None:
    try:
        load_texts({"x": text})
    except InvalidPlaybook as error:
        lines = len(text.splitlines())
        for problem in error.problems:
            assert problem.sentence[-1] in ".?"
            assert "\n" not in problem.sentence
            assert len(problem.sentence) < 700
            assert 1 <= problem.line <= max(lines, 1) + 1
            assert problem.column >= 1


@given(st.text())
def test_any_text_loads_or_is_refused(text: str) -> None:
    loads_or_is_refused(text)


@given(st.text(alphabet="abc:-{}[]?&*!|>'\"%@`#, \n\t0.~<", max_size=60))
def test_any_yaml_like_text_loads_or_is_refused(text: str) -> None:
    loads_or_is_refused(text)


@given(
    st.integers(0, len(EXAMPLE)), st.integers(0, 8), st.text(alphabet="aA:-{}[]&*!|>'\"#, \n\t0é\u00a0\x00", max_size=5)
)
def test_a_damaged_playbook_loads_or_is_refused(at: int, length: int, instead: str) -> None:
    loads_or_is_refused(EXAMPLE[:at] + instead + EXAMPLE[at + length :])


@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, len(LINES) - 1),
    st.sampled_from(("drop", "repeat", "swap", "indent")),
)
def test_a_playbook_with_lines_astray_loads_or_is_refused(one: int, other: int, how: str) -> None:
    lines = list(LINES)
    match how:
        case "drop":
            del lines[one]
        case "repeat":
            lines.insert(other, lines[one])
        case "swap":
            lines[one], lines[other] = lines[other], lines[one]
        case "indent":
            lines[one] = "  " + lines[one]
    loads_or_is_refused("\n".join(lines))


@pytest.mark.parametrize("filler", [" ", ":", ": ", " :", '"', "'", "- ", "a ", "a: ", "=", "{", "<", "> ", "“"])
def test_a_line_without_end_is_refused_without_thinking_about_it_for_ever(filler: str) -> None:
    text = f"title: x\n{filler * (200_000 // len(filler))}\n  y: [\n"

    with pytest.raises(InvalidPlaybook):
        load_texts({"x": text})


LONG = "Aa" * 20_000
PLAYBOOK = "title: A\nwhen: {when}\ncards: [{{name: {name}, title: A, tip: A, locales: {{{locale}: {{tip: A}}}}}}]\n"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("name", LONG),
        ("locale", LONG),
        ("when", f"{{{LONG}.A__c: {{is: a}}}}"),
        ("when", f"{{stage: {{{LONG}: a}}}}"),
        ("when", f"{{fields: {{{LONG}: {{is: a}}}}}}"),
        ("when", f"{{fields: {{{LONG}: a}}}}"),
    ],
)
def test_what_is_quoted_of_a_long_word_is_short(place: str, text: str) -> None:
    source = PLAYBOOK.format(**{"when": "{}", "name": "a", "locale": "de", place: text})

    with pytest.raises(InvalidPlaybook) as caught:
        load_texts({"x": source})

    assert all(len(problem.sentence) < 700 for problem in caught.value.problems)


def test_the_end_of_what_is_outdented_has_a_column() -> None:
    with pytest.raises(InvalidPlaybook) as caught:
        load_texts({"x": "title: A\ncards:\n  - checklist: [a: 'b'\nc: \"d\"]\n"})

    assert [(each.line, each.column) for each in caught.value.problems] == [(4, 1)]
