"""The open cards on all of a rep's deals, in the service's own order, and the rep's recent responses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from coach.engine.languages import Wording, messages, words_in
from coach.engine.notes.body import minutes_read
from coach.engine.responses import ResponseKind
from coach.reps.card.view import CardView, ViewedAs, card_view, message_for
from coach.reps.stored import StoredCard

LATELY = timedelta(days=14)
MOST_LATELY = 20
CARDS = messages("{value} card", "{value} cards")

RankOf = Callable[[str], tuple[bool, int, str]]
"""The sort key for a playbook's cards, by the playbook's name; ascending."""


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The page. ``read`` are cards for compliance that the rep has read, which stay; ``lately`` are cards that have
    left.
    """

    cards: Sequence[CardView]
    read: Sequence[CardView]
    lately: Sequence[CardView]
    now: datetime
    words: Wording
    just: str = ""
    message: str = ""

    @property
    def count(self) -> str:
        """The number of cards, in words."""
        return self.words.count(*CARDS, len(self.cards), value=self.words.figures.number(Decimal(len(self.cards))))

    @property
    def minutes(self) -> str:
        """The reading time of all of them."""
        return minutes_read(sum((view.kept.card.minutes for view in self.cards), Decimal(0)), self.words)

    def ago(self, at: datetime) -> str:
        """How long ago that is."""
        return self.words.figures.ago(self.now - at)


@dataclass(frozen=True, slots=True)
class OpenNowBuilder:
    """Builds the page from stored data. ``always`` returns whether a playbook's cards cannot be put off."""

    always: Callable[[str], bool]
    rank: RankOf
    private: bool
    now: datetime
    zone: tzinfo

    def page(
        self, open_cards: Sequence[StoredCard], said: Sequence[StoredCard], just: str, told: ResponseKind | None
    ) -> OpenNow:
        """``just`` is the key of the card that the rep has just responded to with ``told``."""
        views = [self._view(kept, just, told) for kept in sorted(open_cards, key=self._order)]
        here = [view for view in views if view.is_open]
        read = [view for view in here if view.always and view.kept.progress.acknowledged_at]
        cards = [view for view in here if view not in read]
        kept_here = {view.kept.card.key for view in here}
        lately = [self._view(kept, just, told) for kept in said if kept.card.key not in kept_here][:MOST_LATELY]
        language = next((kept.card.language for kept in (*open_cards, *said)), "en")
        gone = next((view for view in lately if view.message), None)
        message = f"{gone.kept.card.title}: {gone.message}" if gone else ""
        return OpenNow(cards, read, lately, self.now, words_in(language), just, message)

    def _view(self, kept: StoredCard, just: str, told: ResponseKind | None) -> CardView:
        always = self.always(kept.card.playbook)
        return card_view(
            kept,
            ViewedAs.OWNER,
            always=always,
            private=self.private,
            now=self.now,
            zone=self.zone,
            told=message_for(told, news=True, always=always) if told and kept.card.key == just else "",
        )

    def _order(self, kept: StoredCard) -> tuple[object, ...]:
        """As on one deal: first cards that cannot be put off, then by priority; ties by the deal's worth."""
        later, priority, name = self.rank(kept.card.playbook)
        return later, priority, -kept.worth, name, kept.delivered_at, kept.card.key
