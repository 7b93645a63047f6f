"""The table of who viewed whose log: rows are only ever added, and deleted when their retention period is over."""

import sqlalchemy as sa

from coach.database.columns import Key, Moment, Words
from coach.queue.tables.records import metadata

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

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
