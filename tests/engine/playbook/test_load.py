"""What loads, what does not, and what is then said."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from coach.engine.playbook import load, load_texts
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators import OPERATORS
from coach.engine.playbook.read import LARGEST
from coach.errors import InvalidPlaybook, Problem

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.yaml"))
BAD = sorted((HERE / "bad").glob("*.yaml"))
SMALL = """\
title: A title
when:
  stage: {is: Prospecting}
cards:
  - {name: one, title: One, tip: Say so.}
"""


def problems(texts: Mapping[str, str]) -> list[str]:
    with pytest.raises(InvalidPlaybook) as caught:
        load_texts(texts)
    return [str(problem) for problem in caught.value.problems]


def in_full(sentence: str) -> str:
    """With the operators for a kind listed as they are declared."""
    for kind in Kind:
        words = (each.word for each in OPERATORS.values() if kind in each.kinds and not each.adherence_only)
        sentence = sentence.replace(f"<operators for {kind}>", ", ".join(words))
    return sentence


def test_what_a_truth_is_compared_by_is_listed_in_full() -> None:
    assert in_full("takes <operators for boolean>.") == "takes is, empty."


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_loads(path: Path) -> None:
    assert list(load_texts({path.stem: path.read_text()}).playbooks) == [path.stem]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_mistake_is_told_at_its_place(path: Path) -> None:
    lines = path.read_text().splitlines()
    expected = [in_full(line.removeprefix("# expect ")) for line in lines if line.startswith("# expect ")]

    found = problems({"x": path.read_text()})

    assert found == [f"x.yaml:{line}" for line in expected]


def test_the_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("title: One\n")
    (tmp_path / "two.yaml").write_text("[")
    (tmp_path / "three.yaml").write_text(SMALL)

    with pytest.raises(InvalidPlaybook) as caught:
        load(tmp_path)

    assert {Path(problem.file).name for problem in caught.value.problems} == {"one.yaml", "two.yaml"}
    assert str(caught.value).startswith(f"{tmp_path}/one.yaml:1:1: A playbook needs “when”. (missing-key)")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null\n", "~"])
def test_an_empty_file_is_told_so(text: str) -> None:
    assert problems({"x": text}) == [
        "x.yaml:1:1: This file is empty: a playbook needs at least title, when and cards. (empty)"
    ]


@pytest.mark.parametrize("name", ["Upper", "under_score", "two--dashes", "-dash", "dot.ted", "ünicode", "a" * 81])
def test_a_file_name_that_is_no_playbook_name_is_refused(name: str) -> None:
    assert "cannot name a playbook" in problems({name: SMALL})[0]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.yml", b"", "1:1: Name this file .yaml; only those are playbooks. (file)"),
        ("x.YAML", b"", "1:1: Name this file .yaml; only those are playbooks. (file)"),
        ("x.yaml", b"#" * (LARGEST + 1), "1:1: This file is larger than 256 kB. (file)"),
        ("x.yaml", b"title: A\ntip: \xe4\n", "2:6: This file is not UTF-8: save it with that encoding. (file)"),
        ("x.yaml", SMALL.encode("utf-16"), "1:1: This file is not UTF-8: save it with that encoding. (file)"),
        ("x.yaml", b"title: A\0\n", "1:9: There is a character here that YAML does not allow. (yaml)"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(InvalidPlaybook) as caught:
        load(tmp_path)

    assert str(caught.value) == f"{tmp_path / name}:{sentence}"


def test_a_byte_order_mark_and_windows_line_endings_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())

    assert load(tmp_path) == load_texts({"x": SMALL})


def test_an_empty_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(InvalidPlaybook, match=f"There is no playbook in the folder {tmp_path}"):
        load(tmp_path)


def test_a_missing_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(InvalidPlaybook, match=f"There is no folder {tmp_path}/playbooks"):
        load(tmp_path / "playbooks")


def test_a_folder_named_like_a_playbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()

    with pytest.raises(InvalidPlaybook, match="This is not a file"):
        load(tmp_path)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SMALL)
    (tmp_path / "playbook.schema.json").write_text("{}")
    (tmp_path / ".hidden.yaml").write_text("[")

    assert list(load(tmp_path).playbooks) == ["one"]


def check(text: str) -> tuple[Problem, ...]:
    line = text[: text.find("{{")].count("\n") + 1
    column = len(text[: text.find("{{")].rpartition("\n")[2]) + 1
    return (Problem("", line, column, "Bad template.", "template"),) if "{{ bad }}" in text else ()


@pytest.mark.parametrize(
    ("tip", "place"),
    [
        ("Say {{ bad }}", "7:14"),
        ("'Say {{ bad }}'", "7:15"),
        ("|\n      First.\n      Then {{ bad }}.", "9:12"),
        (">\n      First.\n      Then {{ bad }}.", "9:12"),
        ('"Say\\t{{ bad }}"', "7:16"),
    ],
    ids=["plain", "quoted", "block", "folded", "escaped"],
)
def test_a_mistake_in_a_template_is_told_at_its_place(tip: str, place: str) -> None:
    text = SMALL[: SMALL.index("  - ")] + f"  - name: one\n    title: One\n    tip: {tip}\n"

    with pytest.raises(InvalidPlaybook) as caught:
        load_texts({"x": text}, check_text=check)

    assert str(caught.value) == f"x.yaml:{place}: Bad template. (template)"


def test_a_check_that_trips_over_one_file_is_a_problem_of_that_file() -> None:
    def check(text: str) -> tuple[Problem, ...]:
        if "Trip" in text:
            raise RecursionError
        return ()

    with pytest.raises(InvalidPlaybook) as caught:
        load_texts({"a": SMALL, "b": SMALL.replace("Say so.", "Trip.")}, check_text=check)

    assert [str(problem) for problem in caught.value.problems] == [
        "b.yaml:1:1: This file cannot be read (RecursionError): say it in a simpler way. (file)"
    ]
