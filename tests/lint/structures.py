"""Playbooks taken apart and put together otherwise: what a program, or a person in a hurry, makes of the structure."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.lint.meaning import meaning

Place = tuple[int, ...]
Tree = list[Any]
"""``["map", [[key, tree], …]]``, ``["list", [tree, …]]`` or ``["value", value]``."""

VALUES: tuple[Decimal | bool | str, ...] = (
    Decimal(5),
    Decimal(-1),
    Decimal("0.5"),
    Decimal("1E+9"),
    True,
    False,
    "",
    " ",
    "x" * 4001,
    "5",
    "true",
    "live ",
)
VALUES += ("Draft", "2027-02-30", "😀", "\u202e", "a\nb", "{{ deal.nope }}", "{{", "{% if %}", "http://x.example", "~")


@dataclass
class Written:
    """The text of a tree, a line for each key and item. ``lines`` says on which line what stands."""

    lines: dict[Place, int] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    def write(self, tree: Tree, indent: int, place: Place, begun: str | None = None) -> None:
        kind, inside = tree
        for number, part in enumerate(inside if kind != "value" else ()):
            start = begun if begun is not None and number == 0 else " " * indent
            start += f"{_scalar(part[0])}:" if kind == "map" else "-"
            below = part[1] if kind == "map" else part
            self.lines[*place, number] = len(self.text) + 1
            if below[0] == "value" or not below[1]:
                self.text.append(f"{start} {_empty(below)}")
            elif kind == "map":
                self.text.append(start)
                self.write(below, indent + 2, (*place, number))
            else:
                self.write(below, indent + 2, (*place, number), f"{start} ")


def _empty(tree: Tree) -> str:
    return {"map": "{}", "list": "[]"}.get(tree[0]) or _scalar(tree[1])


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def as_tree(said: Any) -> Tree:
    """A copy of what another parser has read."""
    if isinstance(said, tuple):
        return ["map", [[key, as_tree(value)] for key, value in said]]
    return ["list", [as_tree(each) for each in said]] if isinstance(said, list) else ["value", said]


def places(tree: Tree, place: Place = ()) -> Iterator[Place]:
    for number, part in enumerate(tree[1] if tree[0] != "value" else ()):
        yield (*place, number)
        yield from places(part[1] if tree[0] == "map" else part, (*place, number))


def at(tree: Tree, place: Place) -> Tree:
    for number in place:
        part = tree[1][number]
        tree = part[1] if tree[0] == "map" else part
    return tree


@dataclass(frozen=True)
class Restructured:
    """``lines`` are those of what was changed, of what is in it and around it; empty where something was removed."""

    text: str
    lines: frozenset[int]


Restructure = Callable[[Tree, Place, random.Random], Place | None]
"""Changes the tree at a place; gives the place of what is told of, or None where nothing could be done."""


def other_key(tree: Tree, place: Place, pick: random.Random) -> Place | None:
    above = at(tree, place[:-1])
    if above[0] != "map":
        return None
    entry = above[1][place[-1]]
    key, letter = entry[0], pick.randrange(len(entry[0]))
    entry[0] = pick.choice(
        (
            key[:letter] + key[letter + 1 :],
            key.upper(),
            key + " ",
            key + "\u00a0",
            "😀" + key,
            key[::-1],
            key + "s",
            "а" + key,
        )
    )
    return place


def new_key(tree: Tree, place: Place, pick: random.Random) -> Place | None:
    above = at(tree, place[:-1])
    if above[0] != "map":
        return None
    above[1].insert(place[-1], [f"{above[1][place[-1]][0]}_2", ["value", pick.choice(VALUES)]])
    return place


def other_value(tree: Tree, place: Place, pick: random.Random) -> Place:
    at(tree, place)[:] = ["value", pick.choice(VALUES)]
    return place


def into_a_list(tree: Tree, place: Place, _: random.Random) -> Place:
    found = at(tree, place)
    found[:] = ["list", [list(found), list(found)]]
    return place


def into_a_map(tree: Tree, place: Place, pick: random.Random) -> Place:
    found = at(tree, place)
    found[:] = ["map", [[pick.choice(("is", "all", "value")), list(found)]]]
    return place


def from_elsewhere(tree: Tree, place: Place, pick: random.Random) -> Place:
    other = pick.choice(list(places(tree)))
    at(tree, place)[:] = as_tree(_said(at(tree, other)))
    return place


def removed(tree: Tree, place: Place, _: random.Random) -> Place:
    del at(tree, place[:-1])[1][place[-1]]
    return ()


def _said(tree: Tree) -> Any:
    if tree[0] == "map":
        return tuple((key, _said(part)) for key, part in tree[1])
    return [_said(part) for part in tree[1]] if tree[0] == "list" else tree[1]


RESTRUCTURES: tuple[Restructure, ...] = (
    other_key,
    new_key,
    other_value,
    into_a_list,
    into_a_map,
    from_elsewhere,
    removed,
)


def restructured(text: str, change: Restructure, pick: random.Random) -> Restructured | None:
    """The playbook, changed at one random place."""
    tree = as_tree(meaning(text))
    place = change(tree, pick.choice(list(places(tree))), pick)
    if place is None:
        return None
    written = Written()
    written.write(tree, 0, ())
    inside = {line for each, line in written.lines.items() if place and each[: len(place)] == place}
    above = written.lines.get(place[:-1])
    around = {above, above + 1} if above else set()
    return Restructured("\n".join(written.text) + "\n", frozenset(inside | around))
