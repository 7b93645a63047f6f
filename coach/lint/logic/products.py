"""What is said of the line items, of which some or each must be so: line items on which it is true."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import prod

from coach.engine.matching.clauses import Literal, Quantified, Quantifier
from coach.lint.logic.facts import Values, values_of
from coach.lint.logic.stages import ANY_TYPES
from coach.lint.logic.values import CannotTellError

Literals = tuple[Literal, ...]

_MOST_CHOICES = 256


@dataclass(frozen=True, slots=True)
class ProductLiterals:
    """Literals by what is said with them: of some line item, of each, of none, and what not each satisfies.

    ``none`` and ``not_each`` are false, rather than unknown, on an item where one of their literals is.
    """

    some: tuple[Literals, ...]
    each: Literals
    none: tuple[Literals, ...]
    not_each: tuple[Literals, ...]

    @classmethod
    def of(cls, said: Iterable[Quantified]) -> "ProductLiterals":
        """Sorted by quantifier."""
        by_quantifier: dict[Quantifier, list[Literals]] = {quantifier: [] for quantifier in Quantifier}
        for quantified in said:
            by_quantifier[quantified.quantifier].append(quantified.literals)
        return cls(
            some=tuple(by_quantifier[Quantifier.SOME]),
            each=tuple(chain.from_iterable(by_quantifier[Quantifier.EVERY])),
            none=tuple(by_quantifier[Quantifier.NOT_SOME]),
            not_each=tuple(by_quantifier[Quantifier.NOT_EVERY]),
        )

    @property
    def needs_one(self) -> bool:
        """Whether there must be a line item: “each” is false of a deal without any."""
        return bool(self.some or self.each)

    def items(self) -> tuple[Values, ...] | None:
        """At least one line item, so that all of it is true; None where there are none. Raises CannotTellError."""
        wanted = [*([literals] for literals in self.some), *(_denials(literals) for literals in self.not_each)]
        found = [self._item(alternatives) for alternatives in wanted or [[()]]]
        items = tuple(item for item in found if item)
        return items if len(items) == len(found) else None

    def _item(self, alternatives: Sequence[Literals]) -> Values | None:
        """A line item on which one of these is true, and what is said of each, and of none."""
        return next((item for literals in alternatives for item in self._items(literals)), None)

    def _items(self, literals: Literals) -> Iterator[Values]:
        denied = [_denials(unwanted) for unwanted in self.none]
        if prod(len(choices) for choices in denied) > _MOST_CHOICES:
            raise CannotTellError
        for choice in product(*denied):
            item = values_of((*literals, *self.each, *chain.from_iterable(choice)), True, ANY_TYPES)
            if item:
                yield item


def _denials(literals: Literals) -> list[Literals]:
    """Each way in which not all of these are true."""
    return [(Literal(literal.condition, not literal.positive),) for literal in literals]
