"""One fact of a deal or a line item: a value that satisfies everything said of it, or that there is none.

Conditions cut the values of a fact into regions within which none of them changes its outcome. So it is enough to try
one value of each region, with the very comparison that decides about deals.
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
from coach.engine.playbook.operators import OPERATORS, Side, Witness, compares, fold
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact

_MOST_TEXTS = 512
_MOST_WRITTEN = 1_000
"""Values that are written of one fact; each would be tried on all, and no playbook that says something has so many."""
_DIGITS = 400
"""Enough for the middle between any two numbers that a playbook may hold."""
_NEVER_WRITTEN = "\0"
"""A character that no playbook may hold, so that between two words it completes no third."""

_ANY_FACT = Fact("", Kind.NUMBER, "")
"""A further field, of whose values nothing is known."""


class CannotTellError(Exception):
    """Deciding would take too long. Stays within this package: the caller assumes what does no harm."""


@lru_cache(maxsize=65_536)
def value_for(aspect: Operand, literals: tuple[Literal, ...]) -> object | None:
    """A value that makes all of ``literals`` true, a plausible one first; None where there is none.

    Raises CannotTellError.
    """
    if not any(map(_names, literals)) and len(list(islice(_written(literals), _MOST_WRITTEN))) == _MOST_WRITTEN:
        raise CannotTellError
    found = next((value for value in _candidates(aspect, literals) if holds(literals, value)), None)
    if found is None and not all(_exhausted(aspect, literal) for literal in literals):
        raise CannotTellError
    return found


def _exhausted(aspect: Operand, literal: Literal) -> bool:
    """Whether the candidates are all there are, as far as this literal goes."""
    operator = OPERATORS[literal.condition.operator]
    if aspect.kind is Kind.BOOLEAN:
        return True
    if aspect.kind in (Kind.TEXT, Kind.STAGE):
        may_be_selection = aspect.fact.startswith(FIELDS) and any(";" in str(value) for value in _written([literal]))
        return operator.witness is not Witness.CANNOT_TELL and not may_be_selection
    return operator.line is not None and aspect.kind is not Kind.TIME


def holds(literals: Iterable[Literal], value: object) -> bool:
    """Whether a known value makes all of these true."""
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
    """Each that is named, then all that is asked for together."""
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
    """The numbers that are named, what lies between them, and beyond. “More than 14 days ago” is below minus 14."""
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
    """The texts that are named, and one that has in it what must be in it, beginning as it must begin.

    If any text satisfies everything, so does the one that is put together from the parts which that text has: it holds
    no others.
    """
    if named := [literal.condition.values for literal in literals if _names(literal)]:
        fewest = min(named, key=len)
        yield from map(str, fewest)
        return
    yield from map(str, _written(literals))
    wanted = [literal.condition for literal in literals if literal.positive]
    beginnings = [each.values for each in wanted if OPERATORS[each.operator].witness is Witness.BEGINNING]
    parts = [each.values for each in wanted if OPERATORS[each.operator].witness is Witness.PART]
    if prod(len(values) for values in (*beginnings, *parts)) > _MOST_TEXTS:
        raise CannotTellError
    for choice in product(*beginnings, *parts):
        words = [fold(str(word)) for word in choice]
        start = max(words[: len(beginnings)], key=len, default="")
        yield " – ".join(word for word in (start or "Something else", *words[len(beginnings) :]))
        yield _NEVER_WRITTEN.join((start, *words[len(beginnings) :], ""))
    if any(_searches(literal) and not _is_ascii(literal) for literal in literals):
        raise CannotTellError  # a letter may change with its neighbours when texts are made comparable


def _names(literal: Literal) -> bool:
    """Whether the only values that make it true are those it names."""
    return OPERATORS[literal.condition.operator].witness is (Witness.NAMED if literal.positive else Witness.OTHER)


def _searches(literal: Literal) -> bool:
    return OPERATORS[literal.condition.operator].witness in (Witness.BEGINNING, Witness.PART)


def _is_ascii(literal: Literal) -> bool:
    return all(str(value).isascii() for value in literal.condition.values)
