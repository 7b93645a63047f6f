"""The transaction in which deals are decided on: what is known of them, and what is to be saved.

Everything known of a batch is read at once, and everything that results is written at once at the end. So hundreds of
deals cost a dozen statements, and on PostgreSQL an event that arrives for one of them meanwhile does not have to wait.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import tzinfo

from coach.database.transaction import Transaction
from coach.engine.model import Card, Evaluated, PastCard, RepLoad, Watch
from coach.learn import Spacing
from coach.ports import DealClaim
from coach.queue import cards, deals, outcome, progress
from coach.queue.budget import RepLoads
from coach.queue.cards import CardRow


class OpenEvaluation:
    """Implements :class:`coach.ports.Evaluation`."""

    def __init__(
        self, transaction: Transaction, claims: Sequence[DealClaim], timezone: tzinfo, spacing: Spacing
    ) -> None:
        self._transaction = transaction
        self._ours = {claim.opportunity_id: claim for claim in deals.still_ours(transaction, claims)}
        self._cards: dict[str, list[CardRow]] = defaultdict(list)
        for card in cards.of_deals(transaction, list(self._ours)):
            self._cards[card.opportunity_id].append(card)
        self._watches = progress.watches_of(transaction, list(self._ours))
        self._budget = RepLoads(transaction, timezone, spacing)
        self._saved: dict[str, Evaluated] = {}

    def claims(self) -> Sequence[DealClaim]:
        """The claims that are still ours."""
        return list(self._ours.values())

    def past(self, opportunity_id: str) -> Sequence[PastCard]:
        """Every card ever given on this deal, oldest first."""
        return [cards.past(row) for row in self._cards[opportunity_id]]

    def standing(self, opportunity_id: str) -> Sequence[Card]:
        """Every card ever given on this deal, with its latest text."""
        return [cards.text(row) for row in self._cards[opportunity_id]]

    def watches(self, opportunity_id: str) -> Sequence[Watch]:
        """The watches that are still open on the deal."""
        return self._watches.get(opportunity_id, [])

    def expect(self, rep_ids: Collection[str]) -> None:
        """Read the loads of these reps in one query, because they will all be needed."""
        self._budget.expect(rep_ids)

    def load(self, rep_id: str) -> RepLoad:
        """The rep's load, including what was saved earlier in this transaction."""
        return self._budget.load(rep_id)

    def save(self, claim: DealClaim, evaluated: Evaluated) -> None:
        """Save the outcome when the transaction ends, if the claim is still ours then."""
        if claim.opportunity_id not in self._ours:
            return
        self._saved[claim.opportunity_id] = evaluated
        known = self._known()
        for card in evaluated.cards:
            if evaluated.deal and card.key not in known:
                self._budget.charge(evaluated.deal.owner.id, cards.delivery(evaluated, card))

    def finish(self) -> None:
        """Write everything that was saved."""
        saved = [(self._ours[opportunity_id], evaluated) for opportunity_id, evaluated in sorted(self._saved.items())]
        if saved:
            outcome.keep(self._transaction, saved, self._known())

    def _known(self) -> dict[str, CardRow]:
        return {row.key: row for rows in self._cards.values() for row in rows}
