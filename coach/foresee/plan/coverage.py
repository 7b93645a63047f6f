"""Counts the open deals that have no, one or several playbooks, by stage and product family."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coach.engine.model import Deal, Decision, Reason

NO_PRODUCT = "no product"
NOT_KNOWN = "not known"
NO_FAMILY = "without a family"

_NOT_APPLYING = frozenset(
    {
        Reason.APPROVAL_OVER,
        Reason.AUDIENCE_UNKNOWN,
        Reason.CANNOT_TELL,
        Reason.DEAL_CLOSED,
        Reason.DEAL_GONE,
        Reason.DRAFT,
        Reason.MISSING_DATA,
        Reason.NO_LONGER_APPLIES,
        Reason.NOT_IN_AUDIENCE,
        Reason.PLAYBOOK_GONE,
        Reason.RETIRED,
    }
)

Cell = tuple[str, str]
"""A stage and a product family."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The numbers of deals to which no playbook, one, or several apply."""

    none: int = 0
    one: int = 0
    several: int = 0

    @property
    def deals(self) -> int:
        """The number of all deals."""
        return self.none + self.one + self.several

    @property
    def share(self) -> Decimal:
        """The share of deals with at least one playbook: 0 to 1; 1 if there are no deals."""
        return 1 - Decimal(self.none) / self.deals if self.deals else Decimal(1)


@dataclass(slots=True)
class Coverage:
    """Counts open deals. A deal counts once, under the family of the product with the highest total.

    A playbook covers a deal that it applies to, whether its card is given or held back: it is live, its audience
    includes the owner, and no fact that it needs is missing.
    """

    _counts: dict[Cell, Counter[int]] = field(default_factory=dict)

    def count(self, deal: Deal, decisions: Iterable[Decision]) -> None:
        """Add one deal."""
        if not deal.closed:
            applying = {decision.playbook for decision in decisions if decision.reason not in _NOT_APPLYING}
            self._counts.setdefault((deal.stage, family_of(deal)), Counter())[min(len(applying), 2)] += 1

    def cells(self) -> Mapping[Cell, Covered]:
        """The counts by stage and family."""
        return {cell: Covered(counts[0], counts[1], counts[2]) for cell, counts in sorted(self._counts.items())}

    def total(self) -> Covered:
        """The counts of all deals."""
        counts = sum(self._counts.values(), Counter[int]())
        return Covered(counts[0], counts[1], counts[2])


def family_of(deal: Deal) -> str:
    """The family of the product with the highest total; if several have it, the first of them."""
    if "product" in deal.unreadable:
        return NOT_KNOWN
    if not deal.products:
        return NO_PRODUCT
    return max(deal.products, key=lambda item: item.total or Decimal(0)).family or NO_FAMILY
