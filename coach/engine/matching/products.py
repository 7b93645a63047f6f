"""Rows with conditions on line items: “some product is …”, “every product is …”, and their negations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_

from coach.engine.matching.clauses import Quantified, Quantifier
from coach.engine.matching.columns import ConditionColumn, columns
from coach.engine.matching.facts import View
from coach.engine.matching.next_change import next_turn, passing_of
from coach.engine.matching.operands import aspect_of
from coach.engine.matching.truth import items, products_known
from coach.engine.model import Unknown

_OF_SOME = (Quantifier.SOME, Quantifier.NOT_SOME)
_NEGATED = (Quantifier.NOT_SOME, Quantifier.NOT_EVERY)
Outcome = tuple[int, int]
"""The rows that are true, and the rows that are true or unknown."""


@dataclass(frozen=True, slots=True)
class ProductColumn:
    """One quantified statement about line items for each of ``rows``; ``free`` rows have none here."""

    quantifier: Quantifier
    columns: tuple[ConditionColumn, ...]
    rows: int
    free: int

    @classmethod
    def of(cls, quantifier: Quantifier, said: Iterable[tuple[int, Quantified]], everything: int) -> "ProductColumn":
        """Takes at most one statement per row."""
        said = list(said)
        rows = reduce(or_, (1 << row for row, _ in said), 0)
        literals = (
            (row, literal, aspect_of(literal.condition, of_product=True))
            for row, quantified in said
            for literal in quantified.literals
        )
        return cls(quantifier, columns(literals, everything), rows, everything & ~rows)

    def outcome(self, view: View) -> Outcome:
        """The outcome of the rows on a deal; free rows are true."""
        if not products_known(view):
            return self.free, self.free | self.rows
        true, possible = self._combined([satisfied(self.columns, item, self.rows) for item in items(view)])
        return true | self.free, possible | self.free

    @property
    def passes(self) -> bool:
        """Whether the outcome may change with time alone."""
        return any(passing_of(column.aspect) for column in self.columns)

    def turns(self, possible: int, view: View) -> Iterator[datetime]:
        """The next moments at which ``possible`` rows may change, for any of the line items."""
        if products_known(view):
            for item in items(view):
                yield from (turn for column in self.columns if (turn := next_turn(column, possible, item)))

    def _combined(self, each: list[Outcome]) -> Outcome:
        true, possible = each[0] if each else (0, 0)  # “every” is false if there is no product
        join = or_ if self.quantifier in _OF_SOME else and_
        for one, other in each[1:]:
            true, possible = join(true, one), join(possible, other)
        if self.quantifier in _NEGATED:
            return self.rows & ~possible, self.rows & ~true
        return true, possible


def satisfied(columns: tuple[ConditionColumn, ...], view: View, rows: int) -> Outcome:
    """The outcome of ``rows`` over all of these columns. Rows that are already false are not evaluated further."""
    true = possible = rows
    for column in columns:
        if possible & column.rows:
            value = column.read(view)
            if value is None or isinstance(value, Unknown):
                true &= column.free
            else:
                held = column.satisfied(value, possible)
                true &= held
                possible &= held
        elif not possible:
            break
    return true, possible
