"""What deciding on a deal needs from the store, and leaves there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from coach.engine.model import Card, Delivery, DeliveryState, Evaluated, PastCard, RepLoad, Watch
from coach.ports.claims import DealClaim


class Evaluation(Protocol):
    """An open transaction over a batch of claimed deals; it commits when the ``with`` block ends without an error."""

    def claims(self) -> Sequence[DealClaim]:
        """Those of the claims that are still ours."""

    def past(self, opportunity_id: str) -> Sequence[PastCard]:
        """Every card ever given on this deal, oldest first."""

    def standing(self, opportunity_id: str) -> Sequence[Card]:
        """The same cards, as they last read."""

    def watches(self, opportunity_id: str) -> Sequence[Watch]:
        """What is still looked for on the deal."""

    def expect(self, rep_ids: Collection[str]) -> None:
        """Read the loads of these reps, which will be asked for, at once."""

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given, what was saved earlier in this transaction included.

        Nobody else decides meanwhile.
        """

    def save(self, claim: DealClaim, evaluated: Evaluated) -> None:
        """Keep the outcome, and mark the claim's wish as done."""


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """A delivery as it is wanted now, how far it is, and whether it is at its target or could be."""

    delivery: Delivery
    state: DeliveryState
    on_record: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept about one deal: ``past`` and ``standing`` as an :class:`Evaluation` gives them, deliveries by key.

    ``decided`` says that the deal is decided on again after an edit: it was before, and is open or has a card that is.
    """

    past: Sequence[PastCard] = ()
    standing: Sequence[Card] = ()
    deliveries: Mapping[str, KeptDelivery] = field(default_factory=dict)
    decided: bool = True
