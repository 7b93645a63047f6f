"""The cards given of one playbook on one deal, and the card that could be next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from coach.engine.model import CardState, PastCard, Reason
from coach.engine.playbook.model import Playbook

LAID_ASIDE = frozenset({Reason.DONE, Reason.DISMISSED, Reason.SNOOZED})
"""A card that a person laid aside does not come back when the deal leaves a state and returns to it."""


@dataclass(frozen=True, slots=True)
class History:
    """The cards given of one playbook on one deal, by occasion.

    At most one is open. It is not always the last: if the author removed the later card, an earlier one comes back.
    """

    cards: tuple[PastCard, ...] = ()

    @property
    def open(self) -> PastCard | None:
        """The card that is on the record now."""
        return next((card for card in reversed(self.cards) if card.state is CardState.OPEN), None)

    def without_open(self, reason: Reason) -> "History":
        """The history after the open card has been retired for this reason."""
        return History(
            tuple(
                replace(card, state=CardState.RETIRED, retired_reason=reason) if card == self.open else card
                for card in self.cards
            )
        )

    @property
    def next_occasion(self) -> int:
        """The number of the next occasion; occasions count from 1."""
        return self.cards[-1].occasion + 1 if self.cards else 1

    def last_of(self, playbook: Playbook) -> PastCard | None:
        """The latest card that the playbook still has. A card that the author removed neither returns nor counts."""
        names = {card.name for card in playbook.cards}
        return next((card for card in reversed(self.cards) if card.name in names), None)

    def next_card(self, playbook: Playbook) -> str | None:
        """The first card, in the author's order, that this deal has not had yet."""
        given = {card.name for card in self.cards}
        return next((card.name for card in playbook.cards if card.name not in given), None)


def histories(past: Iterable[PastCard]) -> dict[str, History]:
    """The histories by playbook. The cards may come in any order."""
    by_playbook: dict[str, list[PastCard]] = {}
    for card in sorted(past, key=lambda card: card.occasion):
        by_playbook.setdefault(card.playbook, []).append(card)
    return {name: History(tuple(cards)) for name, cards in by_playbook.items()}


def cooldown_ends(card: PastCard, playbook: Playbook) -> datetime:
    """When the playbook may give its next card. The cooldown counts from this card's first delivery."""
    return card.opened_at + timedelta(days=playbook.limits.cooldown_days)
