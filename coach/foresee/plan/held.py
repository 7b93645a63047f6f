"""On which deals the added or changed playbooks are held back, and which others come first there.

For an author whose new playbook gives few cards: they can look at those deals, and at the competing playbooks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

from coach.engine.model import Deal, Decision, Reason, Verdict
from coach.foresee.plan.edit import LibraryEdit
from coach.foresee.why import winners

_Name = TypeVar("_Name", bound=str)

NAMED = 3
"""Maximum deals that are named."""


@dataclass(frozen=True, slots=True)
class NamedDeal:
    """The attributes of a deal that a reader needs to find it."""

    opportunity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SomeDeals:
    """``count`` deals; the ``first`` ones are named, in the order in which deals are planned."""

    count: int = 0
    first: tuple[NamedDeal, ...] = ()

    def plus(self, deal: Deal) -> "SomeDeals":
        """The same with one more deal."""
        named = (NamedDeal(deal.id, deal.name),) if self.count < NAMED else ()
        return SomeDeals(self.count + 1, (*self.first, *named))


@dataclass(frozen=True, slots=True)
class HeldBackGroup:
    """The deals where one playbook is held back for one reason.

    If it yields to others, ``by`` has the playbooks that come first, those on the most deals first. A deal with two
    places counts for both of its playbooks.
    """

    reason: Reason
    deals: SomeDeals
    by: Mapping[str, SomeDeals]


@dataclass(slots=True)
class HeldTally:
    """Counts deal by deal for ``edited`` playbooks. ``always`` playbooks take no place, and outrank nobody."""

    edited: frozenset[str]
    always: frozenset[str]
    _deals: defaultdict[tuple[str, Reason], SomeDeals] = field(default_factory=lambda: defaultdict(SomeDeals))
    _by: defaultdict[tuple[str, Reason, str], SomeDeals] = field(default_factory=lambda: defaultdict(SomeDeals))

    @classmethod
    def of(cls, edit: LibraryEdit) -> Self:
        """An empty tally. Playbooks that the edit removes are not held back, but gone."""
        always = (name for name, book in edit.after.library.playbooks.items() if book.always)
        return cls(frozenset((*edit.added, *edit.changed)), frozenset(always))

    def count(self, deal: Deal, decisions: Sequence[Decision]) -> None:
        """Count a deal under the library after the edit."""
        held = dict.fromkeys((one.playbook, one.reason) for one in decisions if self._counts(one))
        for playbook, reason in held:
            self._deals[playbook, reason] = self._deals[playbook, reason].plus(deal)
            for winner in winners(reason, decisions, self.always):
                self._by[playbook, reason, winner] = self._by[playbook, reason, winner].plus(deal)

    def held(self) -> dict[str, tuple[HeldBackGroup, ...]]:
        """By playbook, sorted by name; the reason on the most deals first."""
        return {name: tuple(self._of(name)) for name in sorted({name for name, _ in self._deals})}

    def _counts(self, decision: Decision) -> bool:
        """A card that loses its place counts as outranked, like one that never gets a place."""
        waits = decision.verdict is Verdict.HOLD_BACK or (
            decision.verdict is Verdict.RETIRE and decision.reason is Reason.OUTRANKED
        )
        return waits and decision.playbook in self.edited

    def _of(self, name: str) -> list[HeldBackGroup]:
        reasons = _most_first({reason: deals for (own, reason), deals in self._deals.items() if own == name})
        return [HeldBackGroup(reason, deals, self._ahead(name, reason)) for reason, deals in reasons.items()]

    def _ahead(self, name: str, reason: Reason) -> dict[str, SomeDeals]:
        found = {winner: deals for (own, why, winner), deals in self._by.items() if (own, why) == (name, reason)}
        return _most_first(found)


def _most_first(counts: Mapping[_Name, SomeDeals]) -> dict[_Name, SomeDeals]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1].count, item[0])))
