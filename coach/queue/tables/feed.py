"""The tables of the feed that other systems follow.

``feed``       one row for each fact that was added, in an order that never changes
``feed_head``  the last position that was assigned, and the last that was cleared away
"""

import sqlalchemy as sa

from coach.database.columns import Key, Moment, Words
from coach.queue.tables.records import event, metadata

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# For queries by the age of events, not by deal: checking that events arrive, and deleting old ones.
sa.Index("ix_event_received", event.c.org_id, event.c.source, event.c.received_at)

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("position", sa.BigInteger, comment="none until the fact is committed and has been numbered"),
    sa.Column("kind", Words, nullable=False),
    sa.Column("ref", Key, nullable=False, comment="which decision, attempt or response"),
    sa.Column("rep_id", Key, comment="whom it is about"),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("org_id", "position"),
    sqlite_autoincrement=True,
)
_unnumbered = feed.c.position.is_(None)
sa.Index("ix_feed_unnumbered", feed.c.org_id, feed.c.id, sqlite_where=_unnumbered, postgresql_where=_unnumbered)

feed_head = sa.Table(
    "feed_head",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False, comment="the last that was given out"),
    sa.Column("gone_through", sa.BigInteger, nullable=False, comment="up to here the feed has been cleared"),
)
