"""For one operand: its value → the rows that it satisfies, as a bit set in an integer.

A row is a clause of some playbook; bit *n* stands for row *n*. A column knows the rows that have a condition on its
operand; any value satisfies all other rows. A known value makes each condition true or false, so one bit set per value
is enough. An unknown value makes all rows of the column unknown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.engine.matching.clauses import Literal
from coach.engine.matching.facts import Read
from coach.engine.matching.operands import Operand, reader
from coach.engine.matching.ranges import ORDERED, Ranges
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators import OPERATORS, Takes, compares, fold

Rows = Sequence[tuple[int, Literal]]
"""Literals of one operand, each with its row."""


class Lookup(Protocol):
    """Bit sets by value."""

    def satisfied(self, value: object, possible: int) -> int:
        """The rows that this value satisfies. Bits of rows that are not ``possible`` do not matter."""

    def next_change(self, value: int, step: int, rows: int) -> int | None:
        """The nearest whole number, upwards (``step`` 1) or downwards (-1), at which an outcome in ``rows`` may
        change.
        """

    def share(self) -> float:
        """How many rows an outcome leaves on average; of the values that playbooks name, one counts like another."""


@dataclass(frozen=True, slots=True)
class ConditionColumn:
    """``rows`` have a condition here, ``free`` have none. A row is satisfied if all lookups say so."""

    aspect: Operand
    read: Read
    rows: int
    free: int
    lookups: tuple[Lookup, ...]
    satisfied: Callable[[object, int], int]
    """The rows that a known value satisfies. Bits of rows that are not possible do not matter."""

    def next_change(self, value: int, step: int, rows: int) -> int | None:
        """The nearest whole number, upwards (``step`` 1) or downwards (-1), at which an outcome in ``rows`` may
        change.
        """
        if len(self.lookups) == 1:
            return self.lookups[0].next_change(value, step, rows)
        counts = (lookup.next_change(value, step, rows) for lookup in self.lookups)
        return min((count for count in counts if count is not None), key=lambda count: count * step, default=None)


def columns(literals: Iterable[tuple[int, Literal, Operand]], everything: int) -> tuple[ConditionColumn, ...]:
    """One column per operand, those that leave the fewest rows first: most deals are through after two or three of
    them. Columns that look values up come before those that search in texts.
    """
    by_aspect: dict[Operand, list[tuple[int, Literal]]] = defaultdict(list)
    for row, literal, aspect in literals:
        by_aspect[aspect].append((row, literal))
    made = [_column(aspect, rows, everything) for aspect, rows in by_aspect.items()]
    return tuple(sorted(made, key=_effort))


def _effort(column: ConditionColumn) -> tuple[bool, float]:
    searches = any(isinstance(lookup, Search) for lookup in column.lookups)
    return searches, min((lookup.share() for lookup in column.lookups), default=1)


def _column(aspect: Operand, rows: Rows, everything: int) -> ConditionColumn:
    own = 0
    for row, _ in rows:
        own |= 1 << row
    lookups = tuple(_lookups(aspect, rows, everything))
    return ConditionColumn(aspect, reader(aspect), own, everything & ~own, lookups, _all_of(lookups))


def _all_of(lookups: tuple[Lookup, ...]) -> Callable[[object, int], int]:
    """All lookups, one after the other. Nearly every column has one, which then is asked without a detour."""
    if len(lookups) == 1:
        return lookups[0].satisfied

    def satisfied(value: object, possible: int) -> int:
        for lookup in lookups:
            possible &= lookup.satisfied(value, possible)
        return possible

    return satisfied


def _lookups(aspect: Operand, rows: Rows, everything: int) -> Iterable[Lookup]:
    indexed, searched = _parted(aspect.kind, rows)
    if indexed:
        yield (Ranges if aspect.kind in ORDERED else ValueColumn).of(indexed, everything)
    if searched:
        yield Search.of(searched, everything)


def _parted(kind: Kind, rows: Rows) -> tuple[Rows, Rows]:
    """The rows whose operators declare how to look them up, and those that must be tried one by one."""
    indexed, searched = list[tuple[int, Literal]](), list[tuple[int, Literal]]()
    for row, literal in rows:
        operator = OPERATORS[literal.condition.operator]
        (indexed if (operator.line if kind in ORDERED else operator.exact) else searched).append((row, literal))
    return indexed, searched


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """For words and booleans: a bit set for each value that a playbook names, and one for all other values.

    ``written`` holds the texts as playbooks write them, as most deals have them: a value that is found there need not
    be folded, which took longer than all the rest. Selections, ids and times need more than the lookup of a word, so
    their values are compared one by one.
    """

    written: Mapping[object, int]
    named: Mapping[object, int]
    others: int
    tried: "Search"

    @classmethod
    def of(cls, rows: Rows, everything: int) -> "ValueColumn":
        """A column of rows whose operators are ``exact``."""
        by_row: dict[int, list[Literal]] = defaultdict(list)
        naming: dict[object, set[int]] = defaultdict(set)
        for row, literal in rows:
            by_row[row].append(literal)
            for value in _named(literal):
                naming[value].add(row)
        others = everything
        for row, literals in by_row.items():
            if not all(_holds(literal, None) for literal in literals):
                others &= ~(1 << row)
        named = {}
        for value, naming_rows in naming.items():
            named[value] = others
            for row in naming_rows:
                holds = all(_holds(literal, value) for literal in by_row[row])
                named[value] = named[value] | (1 << row) if holds else named[value] & ~(1 << row)
        texts = {each for _, literal in rows for each in literal.condition.values if isinstance(each, str)}
        written: dict[object, int] = {text: named[fold(text)] for text in texts if fold(text) in named}
        return cls(written, named, others, Search.of(rows, everything))

    def satisfied(self, value: object, possible: int) -> int:
        """The rows that this value satisfies."""
        if (rows := self.written.get(value)) is not None:
            return rows
        if isinstance(value, str | bool):
            return self.named.get(fold(value) if isinstance(value, str) else value, self.others)
        return self.tried.satisfied(value, possible)

    def next_change(self, value: int, step: int, rows: int) -> int | None:
        """The next whole number: nothing more is known of values that are compared one by one."""
        return self.tried.next_change(value, step, rows)

    def share(self) -> float:
        """How many rows a value leaves on average."""
        return (self.others.bit_count() + sum(map(int.bit_count, self.named.values()))) / (1 + len(self.named))


def _named(literal: Literal) -> tuple[object, ...]:
    if OPERATORS[literal.condition.operator].takes is Takes.FLAG:
        return (True, False)
    return tuple(fold(value) if isinstance(value, str) else value for value in literal.condition.values)


_NO_VALUE = object()


def _holds(literal: Literal, value: object) -> bool:
    """Whether the literal is true of a value. None stands for any value that no playbook names."""
    compared = _NO_VALUE if value is None else value
    return compares(literal.condition.operator)(compared, literal.condition.values) is literal.positive


@dataclass(frozen=True, slots=True)
class Search:
    """For substring searches and the like: each distinct search runs once, and only if its outcome still matters."""

    searches: tuple[tuple[Literal, int, int], ...]

    @classmethod
    def of(cls, rows: Rows, everything: int) -> "Search":
        """A column of rows whose operators do not declare a lookup."""
        by_literal: dict[Literal, int] = defaultdict(int)
        for row, literal in rows:
            by_literal[literal] |= 1 << row
        return cls(tuple((literal, own, everything & ~own) for literal, own in by_literal.items()))

    def satisfied(self, value: object, possible: int) -> int:
        """The rows that this text satisfies."""
        for literal, own, free in self.searches:
            if possible & own and not _holds(literal, value):
                possible &= free
        return possible

    def next_change(self, value: int, step: int, rows: int) -> int | None:
        """The next whole number: nothing more is known of values that are compared one by one."""
        return value + step if any(own & rows for _, own, _ in self.searches) else None

    def share(self) -> float:
        """How many rows a text leaves that nothing is found in."""
        return sum(free.bit_count() for _, _, free in self.searches) / max(1, len(self.searches))
