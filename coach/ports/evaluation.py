"""The interface to the store for one evaluation: what deciding on a deal reads, and what it saves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from coach.engine.model import Card, Delivery, DeliveryState, Evaluated, PastCard, RepLoad, Watch
from coach.ports.claims import DealClaim


class Evaluation(Protocol):
    """An open transaction over a batch of claimed deals; it commits when the ``with`` block ends without an error."""

    def claims(self) -> Sequence[DealClaim]:
        """The claims that are still ours."""

    def past(self, opportunity_id: str) -> Sequence[PastCard]:
        """Every card ever given on this deal, oldest first."""

    def standing(self, opportunity_id: str) -> Sequence[Card]:
        """The same cards, with their latest text."""

    def watches(self, opportunity_id: str) -> Sequence[Watch]:
        """The watches that are still open on the deal."""

    def expect(self, rep_ids: Collection[str]) -> None:
        """Read the loads of these reps in one query, because they will all be needed."""

    def load(self, rep_id: str) -> RepLoad:
        """The rep's load, including what was saved earlier in this transaction.

        Nobody else decides at the same time.
        """

    def save(self, claim: DealClaim, evaluated: Evaluated) -> None:
        """Save the outcome, and mark the claim's request as done."""


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery as it is wanted now, its state, and whether it is at its target or could be."""

    delivery: Delivery
    state: DeliveryState
    on_record: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is stored about one deal: ``past`` and ``standing`` as in :class:`Evaluation`, deliveries by key.

    ``decided`` says whether an edit leads to a new decision on the deal: it was decided on before, and it is open or
    has an open card.
    """

    past: Sequence[PastCard] = ()
    standing: Sequence[Card] = ()
    deliveries: Mapping[str, StoredDelivery] = field(default_factory=dict)
    decided: bool = True
