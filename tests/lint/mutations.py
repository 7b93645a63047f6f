"""Damage, as people and programs do it to a playbook file: one change each, at a known line, from a seed."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems
from coach.engine.playbook.tree import read_nodes


@dataclass(frozen=True, slots=True)
class Mutation:
    """A damaged text. ``line`` is where, from 1; ``told_there`` says that a refusal must name that very line."""

    kind: str
    text: str
    line: int
    told_there: bool = False
    refused: bool = False


Mutate = Callable[[str, random.Random], Mutation | None]


def _scalars(node: YamlNode) -> Iterator[ScalarNode]:
    """Values on one line, written plainly or in quotation marks."""
    if isinstance(node, ScalarNode):
        if node.style in ("", "'", '"') and node.text and "\n" not in node.text:
            yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _scalars(item)
    else:
        for _, value in node.entries:
            yield from _scalars(value)


def _keys(node: YamlNode) -> Iterator[ScalarNode]:
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            yield key
            yield from _keys(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _keys(item)


def _root(text: str) -> YamlNode:
    root = read_nodes(text, Problems("x"))
    assert root is not None
    return root


def _written(text: str, node: ScalarNode) -> tuple[int, int] | None:
    """From where to where a scalar stands in the text; None where it goes on below."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: node.line - 1]) + node.column - 1
    rest = lines[node.line - 1][node.column - 1 :]
    if node.style:
        closed = re.match(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", rest)
        return (start, start + len(closed[0])) if closed else None
    return (start, start + len(node.text)) if rest.startswith(node.text) else None


def _replaced(text: str, node: ScalarNode, instead: str) -> str | None:
    place = _written(text, node)
    return None if place is None else text[: place[0]] + instead + text[place[1] :]


def _value(text: str, pick: random.Random) -> tuple[ScalarNode, str]:
    node = pick.choice(list(_scalars(_root(text))))
    place = _written(text, node)
    return node, text[slice(*place)] if place else ""


def other_value(text: str, pick: random.Random) -> Mutation | None:
    """A letter or figure of a value is another one."""
    node, written = _value(text, pick)
    places = [place for place, letter in enumerate(written) if letter.isalnum()]
    if not places:
        return None
    place = pick.choice(places)
    letters = "0123456789" if written[place].isdigit() else "abcdefghijkXYZ"
    letter = pick.choice([letter for letter in letters if letter != written[place]])
    changed = _replaced(text, node, written[:place] + letter + written[place + 1 :])
    return changed and Mutation("other value", changed, node.line, told_there=True) or None


def other_type(text: str, pick: random.Random) -> Mutation | None:
    """A value of another sort."""
    node, written = _value(text, pick)
    instead = pick.choice(
        ["5", "2.5", "true", "[]", "{}", "{a: b}", "~", "'5'", "2027-05-31", "''", "' '", "1e9", "[[x]]"]
    )
    changed = _replaced(text, node, instead) if written else None
    return changed and Mutation("other type", changed, node.line, told_there=True) or None


def misspelt_key(text: str, pick: random.Random) -> Mutation | None:
    """A key with a letter too many."""
    node = pick.choice(list(_keys(_root(text))))
    place = pick.randrange(1, len(node.text) + 1)
    changed = _replaced(text, node, node.text[:place] + "x" + node.text[place:])
    return changed and Mutation("misspelt key", changed, node.line, told_there=True) or None


def doubled_key(text: str, pick: random.Random) -> Mutation | None:
    """A key of the file itself comes again at its end."""
    root = _root(text)
    assert isinstance(root, MappingNode)
    key = pick.choice(root.entries)[0].text
    return Mutation("doubled key", f"{text.rstrip()}\n{key}: x\n", len(text.rstrip().split("\n")) + 1, True, True)


def cleverness(text: str, pick: random.Random) -> Mutation | None:
    """Anchors, aliases and tags."""
    node, written = _value(text, pick)
    changed = _replaced(text, node, pick.choice([f"&a {written}", f"!!str {written}", f"!x {written}", "*a"]))
    return changed and Mutation("cleverness", changed, node.line, True, True) or None


def merge_key(text: str, pick: random.Random) -> Mutation:
    """A merge key at the top."""
    if pick.random() < 0.5:
        return Mutation("merge key", f"<<: {{}}\n{text}", 1, True, True)
    return Mutation("merge key", f"{text.rstrip()}\n<<: {{}}\n", len(text.rstrip().split("\n")) + 1, True, True)


def _line(text: str, pick: random.Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, pick.choice([number for number, line in enumerate(lines) if line.strip()])


def indentation(text: str, pick: random.Random) -> Mutation:
    """A line begins further to the right, or to the left."""
    lines, number = _line(text, pick)
    lines[number] = " " * pick.randint(1, 4) + lines[number] if pick.random() < 0.5 else lines[number].lstrip(" ")
    return Mutation("indentation", "\n".join(lines), number + 1)


def tab(text: str, pick: random.Random) -> Mutation:
    """A line that is indented with a tab."""
    lines, number = _line(text, pick)
    lines[number] = "\t" + lines[number].lstrip()
    return Mutation("tab", "\n".join(lines), number + 1, True, True)


def lost_line(text: str, pick: random.Random) -> Mutation:
    """A line is gone."""
    lines, number = _line(text, pick)
    del lines[number]
    return Mutation("lost line", "\n".join(lines), number + 1)


def repeated_line(text: str, pick: random.Random) -> Mutation:
    """A line stands twice."""
    lines, number = _line(text, pick)
    lines.insert(number, lines[number])
    return Mutation("repeated line", "\n".join(lines), number + 1)


def swapped_lines(text: str, pick: random.Random) -> Mutation:
    """Two neighbours have changed places."""
    lines, number = _line(text, pick)
    other = min(number + 1, len(lines) - 1)
    lines[number], lines[other] = lines[other], lines[number]
    return Mutation("swapped lines", "\n".join(lines), number + 1)


def truncated(text: str, pick: random.Random) -> Mutation:
    """The end is missing."""
    at = pick.randrange(len(text))
    return Mutation("truncated", text[:at], text[:at].count("\n") + 1)


def stray_character(text: str, pick: random.Random) -> Mutation:
    """Something that YAML knows, or nobody sees, has slipped in."""
    at = pick.randrange(len(text))
    letter = pick.choice(
        list("{}[]:,&*!|>'\"%@`#-?\x00\x07\x1b\x85\xa0\u2028\u200b\u202e\ufeff\ue000\t\r") + ["\n", ": ", " #", "---\n"]
    )
    return Mutation("stray character", text[:at] + letter + text[at:], text[:at].count("\n") + 1)


def second_document(text: str, pick: random.Random) -> Mutation:
    """Another document begins between two lines."""
    lines, number = _line(text, pick)
    lines.insert(number, pick.choice(["---", "...", "--- x", "%YAML 1.1"]))
    return Mutation("second document", "\n".join(lines), number + 1)


def depth(text: str, pick: random.Random) -> Mutation:
    """Conditions within conditions."""
    levels = pick.choice([3, 15, 40, 2000])
    nested = "".join("{all: [" for _ in range(levels)) + "{stage: {is: A}}" + "]}" * levels
    return Mutation("depth", re.sub(r"(?ms)^when:.*?(?=^\w)", f"when: {nested}\n", text), 1)


def size(text: str, pick: random.Random) -> Mutation:
    """Far too much of something."""
    return Mutation(
        "size",
        text
        + pick.choice(["#" * 300_000, "x: y\n" * 30_000, "notes:\n" + "  - a\n" * 20_000, "long: " + "a " * 100_000]),
        len(text.split("\n")),
        False,
        True,
    )


MUTATIONS: tuple[Mutate, ...] = (
    other_value,
    other_type,
    misspelt_key,
    doubled_key,
    cleverness,
    merge_key,
    indentation,
    tab,
    lost_line,
    repeated_line,
    swapped_lines,
    truncated,
    stray_character,
    second_document,
    depth,
    size,
)
