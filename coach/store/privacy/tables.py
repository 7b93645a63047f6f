"""The tables of what leaves this house: the feed that others follow, and who viewed whose log.

``feed``       one row for each fact that was added, in an order that never changes
``feed_head``  the last position that was given out, and the last that is gone
``view``       who viewed whose log; rows are only ever added, and go when their time is over
"""

import sqlalchemy as sa

from coach.store.database.columns import Key, Moment, Words
from coach.store.tables import event, metadata

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# For what is done with events of an age, and not of a deal: seeing that they arrive, and clearing them away.
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

view = sa.Table(
    "view",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("viewer_id", Key, nullable=False, comment="a user of the org, or a service token"),
    sa.Column("viewer_name", Words, nullable=False),
    sa.Column("rep_id", Key, nullable=False, comment="whose log; empty: everybody's"),
    sa.Column("what", Words, nullable=False, comment="page, export, api or feed"),
    sa.Column("detail", Words, nullable=False, comment="which page, or the filters of an export"),
    sa.Column("once", Key, nullable=False, comment="what is recorded once has the same value each time"),
    sa.UniqueConstraint("org_id", "once"),
    sa.Index("ix_view_rep", "org_id", "rep_id", "at"),
    sa.Index("ix_view_at", "org_id", "at"),
    sqlite_autoincrement=True,
)
