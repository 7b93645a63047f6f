"""Conditions that do not hold on a deal, in sentences: what was found, what the playbook asks for, on which line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.engine.matching.facts import HIDDEN
from coach.engine.matching.words import LEFT_UNSAID
from coach.engine.model import Trace, Truth
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, Node, Not, leaves
from coach.engine.playbook.operators.equality import NOT_FILLED_IN
from coach.text import plain

CLOSED = "The deal is closed, and its conditions do not ask for closed deals."
CHANGE_CLOSED = "Ask for them in its file, as in “closed: true”."
FILL_IN = "Fill it in on the deal."
SHOW = "An admin lets Coach read the field."
_ASKS = (
    ("contains ", "a text that contains "),
    ("begins with ", "a text that begins with "),
    ("includes ", "a selection that includes "),
    ("came ", "a deal that "),
    ("today ", "a date that is today "),
    ("before ", "a date before "),
    ("after ", "a date after "),
    ("more than ", "a date more than "),
    ("filled in", "something there"),
    ("not filled in", "nothing there"),
)
"""Connects an expected value to “asks for”, for values that need other words in between."""
_MOST = 6


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that is not true, what would change that, and its line in the file; 0 if it has none."""

    sentence: str
    change: str = ""
    line: int = 0
    parts: tuple["Unmet", ...] = ()


def unmet(tree: AllOf, trace: Trace) -> tuple[Unmet, ...]:
    """What keeps a tree from being true, in the author's order. If something is false, unknown conditions are left out.

    ``trace`` is that of the tree.
    """
    if trace.truth is Truth.TRUE:
        return ()
    return tuple(_all(tree.parts, trace.parts, trace.truth))


def _all(nodes: Sequence[Node], traces: Sequence[Trace], truth: Truth) -> Iterator[Unmet]:
    for node, trace in zip(nodes, traces, strict=True):
        if trace.truth is truth:
            yield _one(node, trace)


def _one(node: Node, trace: Trace) -> Unmet:
    line = next((leaf.line for leaf in leaves(node) if leaf.line), 0)
    match node:
        case Condition():
            return _leaf(trace, line)
        case AllOf(parts):
            return Unmet("These have to hold together:", "", line, tuple(_all(parts, trace.parts, trace.truth)))
        case AnyOf(parts):
            inner = (_one(part, found) for part, found in zip(parts, trace.parts, strict=True))
            return Unmet("One of these has to hold, and none does:", "", line, tuple(inner)[:_MOST])
        case Not():
            held = " and ".join(f"{_label(each)} is {each.found}" for each in _leaves(trace))
            if trace.truth is Truth.UNKNOWN:
                return Unmet(f"It cannot be told whether something holds that must not: {held}.", FILL_IN, line)
            return Unmet(f"This holds, and must not: {held}.", "", line)
    return _product(trace, line)


def _leaf(trace: Trace, line: int) -> Unmet:
    if trace.expected == LEFT_UNSAID:
        return Unmet(CLOSED, CHANGE_CLOSED, line)
    if trace.truth is Truth.UNKNOWN:
        change = FILL_IN if trace.found == NOT_FILLED_IN else SHOW if trace.found == HIDDEN.reason else ""
        return Unmet(f"{_label(trace)} cannot be told: {trace.found}.", change, line)
    return Unmet(f"{_sentence_start(trace)}; the playbook asks for {_asked(trace.expected)}.", "", line)


def _product(trace: Trace, line: int) -> Unmet:
    """In a trace, the products closest to the outcome come first. The author can most easily do something about
    those.
    """
    if not trace.parts:
        return Unmet(f"No product fits: {trace.found}.", "", line)
    nearest = trace.parts[0]
    inner = tuple(_leaf(each, 0) for each in _leaves(nearest) if each.truth is not Truth.TRUE)
    whole = "Each product has to fit" if trace.condition == "every_product" else "No product fits"
    return Unmet(f"{whole}: {trace.found}. The nearest is {nearest.condition}:", "", line, inner[:_MOST])


def _leaves(trace: Trace) -> Iterator[Trace]:
    if not trace.parts:
        yield trace
    for part in trace.parts:
        yield from _leaves(part)


def _sentence_start(trace: Trace) -> str:
    history = trace.found.startswith(("came ", "in ")) and trace.condition == "stage"
    return f"The deal {'is ' if trace.found.startswith('in ') else ''}{trace.found}" if history else _is(trace)


def _is(trace: Trace) -> str:
    return f"{_label(trace)}: {trace.found}"


def _label(trace: Trace) -> str:
    label = plain(trace.condition)
    return label[:1].upper() + label[1:]


def _asked(expected: str) -> str:
    for start, words in _ASKS:
        if expected == start:
            return words
        if expected.startswith(start) and start.endswith(" "):
            return words + expected.removeprefix(start) if start != "came " else words + expected
    return expected
