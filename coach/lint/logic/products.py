"""Find line items that satisfy the conditions on them, which may be about some item or about each."""

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
    """Literals by quantifier: some line item satisfies them, each does, none does, or not each does.

    An item counts for ``none`` and ``not_each`` only if one of their literals is false on it, not merely unknown.
    """

    some: tuple[Literals, ...]
    each: Literals
    none: tuple[Literals, ...]
    not_each: tuple[Literals, ...]

    @classmethod
    def of(cls, said: Iterable[Quantified]) -> "ProductLiterals":
        """Group the literals by quantifier."""
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
        """Whether there must be a line item: “each” is false on a deal without any."""
        return bool(self.some or self.each)

    def items(self) -> tuple[Values, ...] | None:
        """One or more line items on which everything is true; None if there are none. Raises CannotTellError."""
        wanted = [*([literals] for literals in self.some), *(_denials(literals) for literals in self.not_each)]
        found = [self._item(alternatives) for alternatives in wanted or [[()]]]
        items = tuple(item for item in found if item)
        return items if len(items) == len(found) else None

    def _item(self, alternatives: Sequence[Literals]) -> Values | None:
        """A line item that satisfies one of the alternatives, and also ``each`` and ``none``."""
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
    """Each way to make the conjunction of these literals false, by denying one of them."""
    return [(Literal(literal.condition, not literal.positive),) for literal in literals]
