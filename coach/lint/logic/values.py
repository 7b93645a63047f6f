"""Find a value for one fact of a deal or line item that satisfies all conditions on it, or tell that there is none.

Conditions divide the values of a fact into regions. Within a region the outcome of every condition is the same. So it
is enough to try one value of each region, with the same comparison that is used on real deals.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import islice, pairwise, product
from math import ceil, floor, prod

from coach.engine.matching.clauses import Literal
from coach.engine.matching.operands import Operand
from coach.engine.model.fields import selection
from coach.engine.playbook.conditions import FIELDS, Kind
from coach.engine.playbook.operators import OPERATORS, ExampleValue, Side, compares, fold
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact

_MOST_TEXTS = 512
_MOST_WRITTEN = 1_000
"""Maximum number of values that conditions name for a fact. Each is tried on all; no sensible playbook has so many."""
_DIGITS = 400
"""Decimal precision: enough for the midpoint between any two numbers that a playbook may contain."""
_NEVER_WRITTEN = "\0"
"""A separator that no playbook may contain, so that joining two words with it never forms a third."""

_ANY_FACT = Fact("", Kind.NUMBER, "")
"""Stands for a further field: nothing is known about its values."""


class CannotTellError(Exception):
    """Deciding is not possible, or would take too long. Stays within lint: the caller makes the harmless assumption."""


@lru_cache(maxsize=65_536)
def value_for(aspect: Operand, literals: tuple[Literal, ...]) -> object | None:
    """A value that makes all of ``literals`` true, preferably a plausible one; None if there is none.

    Raises CannotTellError.
    """
    if not any(map(_names, literals)) and len(list(islice(_written(literals), _MOST_WRITTEN))) == _MOST_WRITTEN:
        raise CannotTellError
    found = next((value for value in _candidates(aspect, literals) if holds(literals, value)), None)
    if found is None and not all(_exhausted(aspect, literal) for literal in literals):
        raise CannotTellError
    return found


def _exhausted(aspect: Operand, literal: Literal) -> bool:
    """Whether the candidates cover every region for this literal, so that no match means there is none."""
    operator = OPERATORS[literal.condition.operator]
    if aspect.kind is Kind.BOOLEAN:
        return True
    if aspect.kind in (Kind.TEXT, Kind.STAGE):
        may_be_selection = aspect.fact.startswith(FIELDS) and any(";" in str(value) for value in _written([literal]))
        return operator.example is not ExampleValue.CANNOT_TELL and not may_be_selection
    return operator.line is not None and aspect.kind is not Kind.TIME


def holds(literals: Iterable[Literal], value: object) -> bool:
    """Whether a known value makes all literals true."""
    return all(
        compares(literal.condition.operator)(value, literal.condition.values) is literal.positive
        for literal in literals
    )


def _candidates(aspect: Operand, literals: Sequence[Literal]) -> Iterable[object]:
    if aspect.kind is Kind.BOOLEAN:
        return (True, False)
    if aspect.kind is Kind.DATE:
        return _dates(literals)
    if aspect.kind in (Kind.NUMBER, Kind.MONEY):
        return _numbers(aspect, literals)
    if aspect.kind is Kind.TIME:
        return (value for value in _written(literals) if isinstance(value, time))
    if aspect.kind is Kind.SELECTION:
        return _selections(literals)
    return _texts(literals)


def _written(literals: Iterable[Literal]) -> Iterator[object]:
    for literal in literals:
        yield from literal.condition.values


def _selections(literals: Sequence[Literal]) -> Iterator[tuple[str, ...]]:
    """Each selection that a literal names, then the union of all that are required, then an unrelated one."""
    named = [selection(str(value)) for value in _written(literals)]
    yield from named
    wanted = (literal.condition.values for literal in literals if literal.positive)
    yield tuple(dict.fromkeys(part for values in wanted for value in values for part in selection(str(value))))
    yield ("Something else",)


def _dates(literals: Sequence[Literal]) -> Iterator[date]:
    for day in _written(literals):
        if isinstance(day, date):
            yield from (day + timedelta(days=step) for step in (0, -1, 1) if date.min < day < date.max)


def _numbers(aspect: Operand, literals: Sequence[Literal]) -> Iterable[Decimal | int]:
    """The numbers named, and numbers between and beyond them. Negatives too: “more than 14 days ago” is below -14."""
    fact = (PRODUCT_FACTS if aspect.of_product else DEAL_FACTS).get(aspect.fact, _ANY_FACT)
    named = {value for value in _written(literals) if isinstance(value, Decimal)}
    cuts = sorted({Decimal(0), *named, *(value.copy_negate() for value in named)})
    whole = aspect.side is Side.DAYS_AHEAD or fact.whole
    found = _whole_numbers(cuts) if whole else _any_numbers(cuts)
    fitting = (
        number
        for number in found
        if (fact.least is None or number >= fact.least) and (fact.greatest is None or number <= fact.greatest)
    )
    return sorted(fitting, key=lambda number: (number < 0, abs(number)))


def _whole_numbers(cuts: Iterable[Decimal]) -> set[Decimal | int]:
    return {number for cut in cuts for number in (floor(cut) - 1, floor(cut), ceil(cut), ceil(cut) + 1)}


def _any_numbers(cuts: Sequence[Decimal]) -> set[Decimal | int]:
    with localcontext(prec=_DIGITS):
        between = {(one + other) / 2 for one, other in pairwise(cuts)}
        return {*cuts, *between, cuts[0] - 1, cuts[-1] + 1}


def _texts(literals: Sequence[Literal]) -> Iterator[str]:
    """The texts named, and texts put together from a required beginning and the required parts.

    If any text satisfies everything, so does the one that consists only of that text's required parts, because it
    contains no other parts.
    """
    if named := [literal.condition.values for literal in literals if _names(literal)]:
        fewest = min(named, key=len)
        yield from map(str, fewest)
        return
    yield from map(str, _written(literals))
    wanted = [literal.condition for literal in literals if literal.positive]
    beginnings = [each.values for each in wanted if OPERATORS[each.operator].example is ExampleValue.BEGINNING]
    parts = [each.values for each in wanted if OPERATORS[each.operator].example is ExampleValue.PART]
    if prod(len(values) for values in (*beginnings, *parts)) > _MOST_TEXTS:
        raise CannotTellError
    for choice in product(*beginnings, *parts):
        words = [fold(str(word)) for word in choice]
        start = max(words[: len(beginnings)], key=len, default="")
        yield " – ".join(word for word in (start or "Something else", *words[len(beginnings) :]))
        yield _NEVER_WRITTEN.join((start, *words[len(beginnings) :], ""))
    if any(_searches(literal) and not _is_ascii(literal) for literal in literals):
        raise CannotTellError  # folding a text may change a letter depending on its neighbours


def _names(literal: Literal) -> bool:
    """Whether only the values that the literal names make it true."""
    return OPERATORS[literal.condition.operator].example is (
        ExampleValue.NAMED if literal.positive else ExampleValue.OTHER
    )


def _searches(literal: Literal) -> bool:
    return OPERATORS[literal.condition.operator].example in (ExampleValue.BEGINNING, ExampleValue.PART)


def _is_ascii(literal: Literal) -> bool:
    return all(str(value).isascii() for value in literal.condition.values)
