"""Operators that compare a deal with itself at the time of delivery, under ``adherence: seen:``."""

from datetime import date, datetime, time
from decimal import Decimal

from coach.engine.model import Truth
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.comparing import chosen, fold
from coach.engine.playbook.operators.operator import Operator, Side, Takes

_ORDERED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.SELECTION})


def _changed(then: object, now: object) -> Truth:
    return Truth.TRUE if _comparable(then) != _comparable(now) else Truth.FALSE


def _comparable(value: object) -> object:
    if isinstance(value, str):
        return fold(value)
    return chosen(value) if isinstance(value, tuple) else value


def _increased(then: object, now: object) -> Truth:
    """More, or later; for a selection, something was added. Unknown for a kind without an order, such as text."""
    if isinstance(then, tuple) or isinstance(now, tuple):
        before, after = (chosen(value) if isinstance(value, tuple) else frozenset() for value in (then, now))
        return Truth.TRUE if after - before else Truth.FALSE
    if isinstance(then, bool) or isinstance(now, bool):
        return Truth.UNKNOWN
    for kind in (Decimal | int, datetime, date, time):
        if isinstance(then, kind) and isinstance(now, kind):
            return Truth.TRUE if now > then else Truth.FALSE  # type: ignore[operator]  # both of one ordered kind
    return Truth.UNKNOWN


SINCE_DELIVERY = (
    Operator(
        word="changed",
        kinds=frozenset(Kind),
        takes=Takes.TRUE,
        meaning="It is not what it was when the card was delivered.",
        compare_with_delivery=_changed,
        in_another_currency=Truth.TRUE,
        looks_at=Side.AS_IT_IS,
        phrase=lambda _values: "has changed",
    ),
    Operator(
        word="increased",
        kinds=_ORDERED,
        takes=Takes.TRUE,
        meaning="It is more, or later, than when the card was delivered; of a selection: something was added.",
        compare_with_delivery=_increased,
        looks_at=Side.AS_IT_IS,
        phrase=lambda _values: "has gone up",
    ),
    Operator(
        word="decreased",
        kinds=_ORDERED,
        takes=Takes.TRUE,
        meaning="It is less, or earlier, than when the card was delivered; of a selection: something was taken away.",
        compare_with_delivery=lambda then, now: _increased(now, then),
        looks_at=Side.AS_IT_IS,
        phrase=lambda _values: "has gone down",
    ),
)
