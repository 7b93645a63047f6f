"""Reps' responses, and the cards that they respond to. Responses are only ever added."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, tzinfo

import sqlalchemy as sa

from coach.database.transaction import Database, Transaction
from coach.engine.model import VisibleReps
from coach.engine.responses import Response, ResponseKind, after
from coach.queue import deals, feed
from coach.queue.progress import ASIDE, progress_values
from coach.queue.tables.answers import card_progress, card_response
from coach.queue.tables.records import Row
from coach.reps import stored, written
from coach.reps.responses import RepResponse, responses_to
from coach.reps.stored import StoredCard
from coach.reps.written import WrittenWords


class AnswersStore:
    """The part of the store for reps' responses. ``timezone`` determines when their days begin."""

    def __init__(self, database: Database, timezone: tzinfo) -> None:
        self._database = database
        self._timezone = timezone

    def find(self, card_key: str) -> StoredCard | None:
        """The card with this key, if its deal is still known."""
        return self._database.read(lambda transaction: stored.with_key(transaction, card_key, self._timezone))

    def open_for(self, rep_id: str) -> list[StoredCard]:
        """The open cards on a rep's deals, in no particular order."""
        return self._database.read(lambda transaction: stored.open_for(transaction, rep_id, self._timezone))

    def said_by(self, rep_id: str, since: datetime) -> list[StoredCard]:
        """The cards on a rep's deals to which they responded since then, the latest first."""
        return self._database.read(lambda transaction: stored.said_by(transaction, rep_id, since, self._timezone))

    def language_of(self, rep_id: str) -> str | None:
        """The language of a rep's latest card; None if they never had one."""
        return self._database.read(lambda transaction: stored.language_of(transaction, rep_id))

    def written(self, reader_id: str, playbook: str | None = None) -> list[WrittenWords]:
        """What reps wrote in their own words, about one playbook or all; unread first, then newest first."""
        return self._database.read(lambda transaction: written.written(transaction, reader_id, playbook))

    def people_given(self) -> Mapping[str, int]:
        """By playbook, how many reps were ever given one of its cards."""
        return self._database.read(written.people_given)

    def addresses(self, user_id: str) -> frozenset[str]:
        """A user's user name and e-mail address, in lower case."""
        return self._database.read(lambda transaction: written.addresses(transaction, user_id))

    def mark_read(self, response_id: int, reader_id: str, reader_name: str, answer: str = "") -> None:
        """Record that a user has read a rep's words and, if ``answer`` is not empty, their answer."""
        self._database.write(lambda transaction: written.mark(transaction, response_id, reader_id, reader_name, answer))

    def respond(self, card_key: str, rep_id: str, via: str, say: Callable[[datetime], Response]) -> bool:
        """Store a rep's response, at the database's time. Returns True if it is news; then the deal is evaluated again.

        Saying the same twice changes nothing. Opening a card does not cause a new evaluation.
        """
        return self._database.write(
            lambda transaction: _respond(transaction, card_key, rep_id, via, say, self._timezone)
        )

    def responses(self, card_key: str, scope: VisibleReps = None) -> list[RepResponse]:
        """The responses to a card by the reps in ``scope`` (None: all), oldest first."""
        return self._database.read(lambda transaction: responses_to(transaction, card_key, scope))


def _respond(
    transaction: Transaction,
    card_key: str,
    rep_id: str,
    via: str,
    say: Callable[[datetime], Response],
    timezone: tzinfo,
) -> bool:
    opportunity_id = transaction.connection.execute(
        sa.select(card_progress.c.opportunity_id).where(
            card_progress.c.org_id == transaction.org_id, card_progress.c.card_key == card_key
        )
    ).scalar_one_or_none()
    if opportunity_id is None:
        return False
    deals.hold(transaction, opportunity_id)
    row = transaction.connection.execute(
        sa.select(card_progress).where(card_progress.c.card_key == card_key).with_for_update()
    ).one()
    own = [each.response for each in responses_to(transaction, card_key, frozenset({rep_id}))]
    response, before = say(transaction.now), stored.progress_of(row, rep_id, own, timezone)
    progress = after(before, response, timezone)
    if progress == before:
        return False
    _add(transaction, row, rep_id, via, response)
    values = progress_values(progress)
    if rep_id != row.rep_id:
        # Another rep's progress does not count for the rep who was given the card. That it is laid aside counts for the
        # deal.
        values = {name: value for name, value in values.items() if name in ASIDE}
    transaction.connection.execute(sa.update(card_progress).where(card_progress.c.card_key == card_key).values(values))
    if response.kind is not ResponseKind.OPENED:
        deals.request_again(transaction, opportunity_id)
    return True


def _add(transaction: Transaction, progress: Row, rep_id: str, via: str, response: Response) -> None:
    number = transaction.connection.execute(
        sa.insert(card_response)
        .values(
            org_id=transaction.org_id,
            card_key=progress.card_key,
            opportunity_id=progress.opportunity_id,
            rep_id=rep_id,
            via=via,
            **{each.name: getattr(response, each.name) for each in fields(Response)},
        )
        .returning(card_response.c.id)
    ).scalar_one()
    feed.tell(transaction, [feed.News(feed.FeedKind.RESPONSE, str(number), rep_id)])
