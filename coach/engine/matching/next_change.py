"""When conditions that depend on time next change their outcome.

Time passes in one direction: a count since something rises and a count down to something falls, one at a time, at known
moments. So the next whole number at which an outcome changes gives the moment of the change.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from coach.engine.matching.clauses import Literal
from coach.engine.matching.columns import ConditionColumn, columns
from coach.engine.matching.facts import DAY, View, last_change
from coach.engine.matching.operands import Operand, aspect_of
from coach.engine.matching.truth import items
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.operators import Side


@dataclass(frozen=True, slots=True)
class Passing:
    """How an operand changes with time. ``step`` is what a day adds. ``starts`` returns the moment from which whole
    periods of 24 hours are counted; it is None if calendar days are counted.
    """

    step: int
    starts: Callable[[View], datetime | None] | None = None


def _came_into_stage(view: View) -> datetime | None:
    change = last_change(view)
    return change.at if change else None


_PASSING: Mapping[str, Passing] = {
    "days_in_stage": Passing(1, _came_into_stage),
    "age_days": Passing(1, lambda view: view.deal.created_at),
    "owner_tenure_days": Passing(1),
    "days_to_close": Passing(-1),
}
_AHEAD = Passing(-1)


def passing_of(aspect: Operand) -> Passing | None:
    """How this operand changes with time; None if only an event changes it."""
    if aspect.side is Side.DAYS_AHEAD:
        return _AHEAD
    return _PASSING.get(aspect.fact) if aspect.side is Side.VALUE and not aspect.of_product else None


def next_turn(column: ConditionColumn, rows: int, view: View) -> datetime | None:
    """The first moment after now at which an outcome in ``rows`` changes; None if that never happens."""
    passing, active = passing_of(column.aspect), rows & column.rows
    if passing is None or not active:
        return None
    value = column.read(view)
    if not isinstance(value, int):
        return None
    count = column.next_change(value, passing.step, active)
    if count is None:
        return None
    try:
        return _moment(passing, abs(count - value), count, view)
    except OverflowError:  # beyond the calendar: a playbook may wait for a million years
        return None


def _moment(passing: Passing, days: int, count: int, view: View) -> datetime | None:
    if passing.starts is None:
        return datetime.combine(view.today + timedelta(days=days), time(), view.zone).astimezone(view.now.tzinfo)
    start = passing.starts(view)
    return start + count * DAY if start else None


def next_turn_in(node: Node, view: View) -> datetime | None:
    """The first moment after now at which the outcome of any condition in a tree changes."""
    return min(_turns(node, view), default=None)


def _turns(node: Node, view: View) -> Iterator[datetime]:
    match node:
        case Condition():
            if turn := next_turn(_alone(node, view.item is not None), 1, view):
                yield turn
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _turns(part, view)
        case Not(part):
            yield from _turns(part, view)
        case SomeProduct(part) | EveryProduct(part):
            for item in items(view):
                yield from _turns(part, item)


@lru_cache(maxsize=1024)
def _alone(condition: Condition, of_product: bool) -> ConditionColumn:
    """A column with the condition as its only row."""
    literal = Literal(condition, positive=True)
    return columns([(0, literal, aspect_of(condition, of_product))], 1)[0]
