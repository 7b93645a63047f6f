"""Evaluates a tree directly and records every condition with its expected and found values, and its outcome."""

from collections.abc import Callable, Iterable

from coach.engine.matching import words
from coach.engine.matching.facts import HIDDEN, View
from coach.engine.matching.lines import by_worth
from coach.engine.matching.truth import (
    PRODUCT,
    every,
    every_product,
    items,
    judge,
    opposite,
    products_known,
    some,
    value_of,
)
from coach.engine.model import Trace, Truth
from coach.engine.playbook.conditions import FIELDS, AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct

MOST_PRODUCTS = 3
"""Line items shown if no single one decides: a deal may have hundreds, and traces are stored with decisions."""


def explain(node: Node, view: View) -> Trace:
    """The trace of a tree on a deal."""
    match node:
        case Condition():
            return _condition(node, view)
        case AllOf(parts):
            return _group("all", "all of these", parts, view, every)
        case AnyOf(parts):
            return _group("any", "at least one of these", parts, view, some)
        case Not(part):
            return _not(part, view)
        case SomeProduct(part):
            return _some_product(part, view)
        case EveryProduct(part):
            return _every_product(part, view)


def _condition(condition: Condition, view: View) -> Trace:
    value = value_of(condition, view)
    truth = judge(condition, value)
    fact = f"{PRODUCT}.{condition.fact}" if view.item else condition.fact
    return Trace(
        condition=condition.fact.removeprefix(FIELDS),
        expected=words.expected(condition, view.item is not None),
        found=words.found(condition, value, view),
        truth=truth,
        missing=(fact,) if truth is Truth.UNKNOWN else (),
    )


def _group(
    word: str, expected: str, nodes: Iterable[Node], view: View, combine: Callable[[Iterable[Truth]], Truth]
) -> Trace:
    parts = tuple(explain(node, view) for node in nodes)
    true = sum(part.truth is Truth.TRUE for part in parts)
    truth = combine(part.truth for part in parts)
    return Trace(word, expected, f"{true} of {len(parts)} true", truth, parts, _missing(truth, parts))


def _not(node: Node, view: View) -> Trace:
    part = explain(node, view)
    parts = part.parts if part.condition == "all" and len(part.parts) == 1 else (part,)
    truth = opposite(part.truth)
    found = {Truth.TRUE: "it is not so", Truth.FALSE: "it is so", Truth.UNKNOWN: "it cannot be told"}[truth]
    return Trace(
        "not", "none of this together" if len(part.parts) > 1 else "not this", found, truth, parts, part.missing
    )


def _some_product(conditions: AllOf, view: View) -> Trace:
    expected = "a product with all of this"
    if not products_known(view):
        return _hidden(PRODUCT, expected)
    each = [_product(conditions, item) for item in by_worth(view)]
    truth = some(trace.truth for trace in each)
    found = next((trace.condition for trace in each if truth is Truth.TRUE is trace.truth), f"none of {_count(each)}")
    if truth is Truth.UNKNOWN:
        found = f"cannot be told of {_count(each)}"
    return Trace(PRODUCT, expected, found, truth, _shown(each, truth), _missing(truth, each))


def _every_product(conditions: AllOf, view: View) -> Trace:
    expected = "all of this for each product"
    if not products_known(view):
        return _hidden("every_product", expected)
    each = [_product(conditions, item) for item in items(view)]
    truth = every_product([trace.truth for trace in each])
    found = f"{sum(trace.truth is Truth.TRUE for trace in each)} of {_count(each)}"
    return Trace("every_product", expected, found, truth, _shown(each, truth), _missing(truth, each))


def _hidden(word: str, expected: str) -> Trace:
    return Trace(word, expected, HIDDEN.reason, Truth.UNKNOWN, (), (PRODUCT,))


def _product(conditions: AllOf, view: View) -> Trace:
    """The trace of one line item, labelled with its name."""
    trace = explain(conditions, view)
    name = words.text(view.item.name) if view.item else ""
    return Trace(
        name or "a product without a name", "all of this", trace.found, trace.truth, trace.parts, trace.missing
    )


def _shown(each: list[Trace], truth: Truth) -> tuple[Trace, ...]:
    """The line items that decide the outcome come first, then those closest to it."""
    nearest = sorted(
        each, key=lambda trace: (trace.truth is not truth, -sum(p.truth is Truth.TRUE for p in trace.parts))
    )
    return tuple(nearest[:MOST_PRODUCTS])


def _count(each: list[Trace]) -> str:
    return "1 product" if len(each) == 1 else f"{len(each)} products"


def _missing(truth: Truth, parts: Iterable[Trace]) -> tuple[str, ...]:
    """The facts whose absence made the outcome unknown, each once."""
    if truth is not Truth.UNKNOWN:
        return ()
    return tuple(dict.fromkeys(fact for part in parts for fact in part.missing))
