"""The feed: every fact in one fixed order, which another system can follow without losing or repeating a row.

A row's number is not the order in which rows become visible: of two transactions, the one that took its number later
may commit first, and a reader that had read up to that number would never see the other. So a fact is put into the feed
without a position, in its own transaction. Positions are assigned afterwards, to committed rows only, by one
transaction at a time. So every row with a position was there before any row that gets one later, and no position is
ever filled in behind a reader. A slow writer delays only its own rows.

An alternative would be to show only rows older than the oldest open transaction, without a second write for each row.
But that stops while any transaction on the server is open, and its numbers mean nothing in a restored copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.engine.model import VisibleReps
from coach.queue.tables.feed import feed, feed_head

NUMBERED_AT_ONCE = 10_000
"""How many rows one request assigns positions to, when a follower comes back after a long time."""
WINDOW = 50_000
"""How many positions one request searches for rows that the viewer may see; a bound on how long it takes."""


class FeedKind(StrEnum):
    """The kind of fact that a row records."""

    DECISION = "decision"
    SETTLEMENT = "settlement"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class News:
    """A fact that was just added. ``ref`` names it within its kind; ``rep_id`` is whom it is about."""

    kind: FeedKind
    ref: str
    rep_id: str | None


@dataclass(frozen=True, slots=True)
class FeedCursor:
    """A fact's place in the feed."""

    position: int
    kind: FeedKind
    ref: str
    rep_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the feed. ``after`` is where the next part begins; ``more`` says whether there is one now.

    ``gone_through`` is the last position that was cleared away: a reader that had not read that far has missed
    something. ``head`` is the last position that exists.
    """

    places: tuple[FeedCursor, ...]
    after: int
    more: bool
    gone_through: int
    head: int


def tell(transaction: Transaction, news: Sequence[News]) -> None:
    """Put facts into the feed, in the transaction that adds them."""
    rows = [
        {
            "org_id": transaction.org_id,
            "kind": each.kind,
            "ref": each.ref,
            "rep_id": each.rep_id,
            "at": transaction.now,
        }
        for each in news
    ]
    if rows:
        transaction.connection.execute(sa.insert(feed), rows)


def waits(transaction: Transaction) -> bool:
    """Whether any committed fact has no position yet."""
    found = sa.select(feed.c.id).where(_unnumbered(transaction)).limit(1)
    return transaction.connection.execute(found).first() is not None


def number(transaction: Transaction, limit: int = NUMBERED_AT_ONCE) -> int:
    """Assign positions to the oldest facts without one; returns how many there were."""
    last = _hold_head(transaction)
    fresh = (
        sa.select(feed.c.id, sa.func.row_number().over(order_by=feed.c.id).label("place"))
        .where(_unnumbered(transaction))
        .order_by(feed.c.id)
        .limit(limit)
        .subquery("fresh")
    )
    count = transaction.connection.execute(
        sa.update(feed).where(feed.c.id == fresh.c.id).values(position=last + fresh.c.place)
    ).rowcount
    if count:
        transaction.connection.execute(
            sa.update(feed_head).where(feed_head.c.org_id == transaction.org_id).values(position=last + count)
        )
    return count


def read(transaction: Transaction, after: int, limit: int, scope: VisibleReps) -> Stretch:
    """The rows after a position, about people in ``scope`` (None: everybody).

    The head is read before the rows, so that a row that gets its position in between is left for the next call.
    ``gone_through`` is read after them, so that a row that is cleared in between is reported as missed.
    """
    head, gone_through = _head(transaction)
    end = min(head, max(after, gone_through) + WINDOW)
    rows = transaction.connection.execute(
        sa.select(feed.c.position, feed.c.kind, feed.c.ref, feed.c.rep_id, feed.c.at)
        .where(feed.c.org_id == transaction.org_id, feed.c.position > after, feed.c.position <= end, *_within(scope))
        .order_by(feed.c.position)
        .limit(limit)
    )
    places = tuple(FeedCursor(row.position, FeedKind(row.kind), row.ref, row.rep_id, row.at) for row in rows)
    reached = places[-1].position if len(places) == limit else max(end, after)
    _, gone_through = _head(transaction)
    return Stretch(places, reached, reached < head, gone_through, head)


def clear(transaction: Transaction, before: datetime, limit: int) -> int:
    """Remove the oldest numbered rows that are older than ``before``, in order; returns how many there were.

    It stops at the first row that is not older, so that the cleared part is always the beginning of the feed.
    """
    _hold_head(transaction)
    rows = transaction.connection.execute(
        sa.select(feed.c.position, feed.c.at)
        .where(feed.c.org_id == transaction.org_id, feed.c.position.is_not(None))
        .order_by(feed.c.position)
        .limit(limit)
    ).all()
    kept = next((place for place, row in enumerate(rows) if row.at >= before), len(rows))
    if kept:
        through = rows[kept - 1].position
        transaction.connection.execute(
            sa.delete(feed).where(feed.c.org_id == transaction.org_id, feed.c.position <= through)
        )
        transaction.connection.execute(
            sa.update(feed_head).where(feed_head.c.org_id == transaction.org_id).values(gone_through=through)
        )
    return kept


def _hold_head(transaction: Transaction) -> int:
    """The last assigned position, locked until the transaction ends: only one at a time assigns positions."""
    transaction.connection.execute(
        insert(transaction.postgres, feed_head).on_conflict_do_nothing(index_elements=["org_id"]),
        {"org_id": transaction.org_id, "position": 0, "gone_through": 0},
    )
    position: int = transaction.connection.execute(
        sa.select(feed_head.c.position).where(feed_head.c.org_id == transaction.org_id).with_for_update()
    ).scalar_one()
    return position


def _head(transaction: Transaction) -> tuple[int, int]:
    row = transaction.connection.execute(
        sa.select(feed_head.c.position, feed_head.c.gone_through).where(feed_head.c.org_id == transaction.org_id)
    ).one_or_none()
    return (row.position, row.gone_through) if row else (0, 0)


def _unnumbered(transaction: Transaction) -> sa.ColumnElement[bool]:
    return sa.and_(feed.c.org_id == transaction.org_id, feed.c.position.is_(None))


def _within(scope: VisibleReps) -> list[sa.ColumnElement[bool]]:
    return [] if scope is None else [feed.c.rep_id.in_(sorted(scope))]
