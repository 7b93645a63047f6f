"""Many trees as one index: which are true, which unknown, and when the passing of time alone could next change that.

Each tree becomes clauses, each clause a row, each row a bit. Operand by operand, the deal's value removes the rows that
it does not satisfy. Conditions that depend on time are evaluated last: the rows that are left before them are those
that time alone could still make true.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from coach.engine.matching.clauses import Clause, Quantified, Quantifier, clauses
from coach.engine.matching.columns import ConditionColumn, columns
from coach.engine.matching.facts import View
from coach.engine.matching.next_change import next_turn, next_turn_in, passing_of
from coach.engine.matching.operands import aspect_of
from coach.engine.matching.products import Outcome, ProductColumn, satisfied
from coach.engine.matching.truth import every, truth
from coach.engine.model import Truth
from coach.engine.playbook.conditions import Node


@dataclass(frozen=True, slots=True)
class Hits:
    """``true`` and ``unknown`` are positions in the list of trees, ascending."""

    true: tuple[int, ...]
    unknown: tuple[int, ...]
    check_at: datetime | None


NOTHING = Hits((), (), None)
FEW_BITS = 24


@dataclass(frozen=True, slots=True)
class Index:
    """``everything`` is the bit set of all rows. ``owners`` gives the tree of each row, ``rows_of`` the rows of each
    tree. The rows of one tree are adjacent.
    """

    everything: int
    owners: Sequence[int]
    rows_of: Sequence[int]
    lasting: tuple[ConditionColumn, ...]
    products: tuple[ProductColumn, ...]
    passing: tuple[ConditionColumn, ...]
    passing_products: tuple[ProductColumn, ...]
    trees: tuple[tuple[int, tuple[Node, ...]], ...]

    @classmethod
    def of(cls, nodes: Sequence[Node]) -> "Index":
        """Build the index over these trees."""
        rows = [(owner, clause) for owner, node in enumerate(nodes) for clause in clauses(node)]
        everything = (1 << len(rows)) - 1
        literals = (
            (row, literal, aspect_of(literal.condition, of_product=False))
            for row, (_, clause) in enumerate(rows)
            for literal in clause.literals
        )
        made = columns(literals, everything)
        products = tuple(_products([clause for _, clause in rows], everything))
        return cls(
            everything=everything,
            owners=[owner for owner, _ in rows],
            rows_of=_rows_of([owner for owner, _ in rows], len(nodes)),
            lasting=tuple(column for column in made if not passing_of(column.aspect)),
            products=tuple(each for each in products if not each.passes),
            passing=tuple(column for column in made if passing_of(column.aspect)),
            passing_products=tuple(each for each in products if each.passes),
            trees=tuple((1 << row, clause.trees) for row, (_, clause) in enumerate(rows) if clause.trees),
        )

    def find(self, view: View, among: Iterable[int] | None = None) -> Hits:
        """Evaluate every tree on a deal, or only the trees at the positions ``among``."""
        rows = self.everything if among is None else reduce(or_, (self.rows_of[place] for place in among), 0)
        true, possible = satisfied(self.lasting, view, rows)
        if possible:
            true, possible = _with_products(self.products, true, possible, view)
        if not possible:
            return NOTHING
        check_at = self._check_at(possible, view)
        one, other = satisfied(self.passing, view, possible)
        true, possible = _with_products(self.passing_products, true & one, other, view)
        true, possible = self._walk(true, possible, view)
        return Hits(*self._owners_of(true, possible), check_at)

    def _walk(self, true: int, possible: int, view: View) -> Outcome:
        """Evaluate the parts that the index cannot hold, for rows whose other conditions hold."""
        for row, nodes in self.trees:
            if possible & row:
                outcome = every(truth(node, view) for node in nodes)
                true = true if outcome is Truth.TRUE else true & ~row
                possible = possible & ~row if outcome is Truth.FALSE else possible
        return true, possible

    def _check_at(self, possible: int, view: View) -> datetime | None:
        """The first moment at which a row could change whose outcome depends on time alone."""
        turns = [turn for column in self.passing if (turn := next_turn(column, possible, view))]
        if self.passing_products or self.trees:
            turns += self._further_turns(possible, view)
        return min(turns, default=None)

    def _further_turns(self, possible: int, view: View) -> Iterator[datetime]:
        for products in self.passing_products:
            yield from products.turns(possible, view)
        for row, nodes in self.trees:
            if possible & row:
                yield from (turn for node in nodes if (turn := next_turn_in(node, view)))

    def _owners_of(self, true: int, possible: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        applies = self._owners(true)
        unknown = self._owners(possible & ~true) if possible != true else ()
        return applies, tuple(owner for owner in unknown if owner not in applies)

    def _owners(self, rows: int) -> tuple[int, ...]:
        return tuple(dict.fromkeys([self.owners[row] for row in _bits(rows)]))


def _rows_of(owners: Sequence[int], trees: int) -> list[int]:
    """The bit set of each tree's rows."""
    rows = [0] * trees
    for row, owner in enumerate(owners):
        rows[owner] |= 1 << row
    return rows


def _with_products(groups: Iterable[ProductColumn], true: int, possible: int, view: View) -> Outcome:
    """Apply the conditions on line items to the rows that are ``true``, or ``possible``, so far."""
    for products in groups:
        if possible & products.rows:
            one, other = products.outcome(view)
            true, possible = true & one, possible & other
    return true, possible


def _products(rows: Sequence[Clause], everything: int) -> Iterator[ProductColumn]:
    """A clause may have several statements with the same quantifier: the first of each goes into one group, the second
    into another.
    """
    groups: dict[tuple[Quantifier, int], list[tuple[int, Quantified]]] = defaultdict(list)
    for row, clause in enumerate(rows):
        said: dict[Quantifier, int] = defaultdict(int)
        for quantified in clause.products:
            groups[quantified.quantifier, said[quantified.quantifier]].append((row, quantified))
            said[quantified.quantifier] += 1
    for (quantifier, _), group in groups.items():
        yield ProductColumn.of(quantifier, group, everything)


def _bits(rows: int) -> list[int]:
    """The positions of the set bits, lowest first.

    Few of them are taken off one by one. Of many, each would mean a pass over the wide integer, and a string of digits
    is searched instead: of 10,000 bits, 24 set ones cost the same either way.
    """
    places = []
    if rows.bit_count() <= FEW_BITS:
        while rows:
            lowest = rows & -rows
            places.append(lowest.bit_length() - 1)
            rows ^= lowest
        return places
    digits = f"{rows:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        places.append(place)
        place = digits.find("1", place + 1)
    return places
