"""Who viewed whose log, and what the keeping of data needs."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_event_received", "event", ["org_id", "source", "received_at"])
    _feed()
    _view()
    # What was decided and settled before there was a feed comes first in it.
    op.execute(
        "INSERT INTO feed (org_id, kind, ref, rep_id, at)"
        " SELECT org_id, kind, ref, rep_id, at FROM ("
        "SELECT org_id, 'decision' AS kind, CAST(id AS TEXT) AS ref, owner_id AS rep_id, at, id AS place FROM decision"
        " UNION ALL "
        "SELECT note.org_id, 'settlement', note.key || '/' || CAST(attempt.number AS TEXT),"
        " COALESCE(card.owner_id, deal.owner_id), attempt.settled_at, 0"
        " FROM attempt JOIN note ON note.key = attempt.note_key LEFT JOIN card ON card.key = note.key"
        " LEFT JOIN deal ON deal.org_id = note.org_id AND deal.opportunity_id = note.opportunity_id"
        " WHERE attempt.settled_at IS NOT NULL"
        ") AS fact ORDER BY at, place"
    )


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column(
            "position",
            sa.BigInteger(),
            nullable=True,
            comment="none until the fact is committed and has been numbered",
        ),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("ref", KEY, nullable=False, comment="which decision, attempt or response"),
        sa.Column("rep_id", KEY, nullable=True, comment="whom it is about"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("org_id", "position", name=op.f("uq_feed_org_id_position")),
        sqlite_autoincrement=True,
    )
    unnumbered = sa.text("position IS NULL")
    op.create_index(
        "ix_feed_unnumbered", "feed", ["org_id", "id"], sqlite_where=unnumbered, postgresql_where=unnumbered
    )
    op.create_table(
        "feed_head",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="the last that was given out"),
        sa.Column("gone_through", sa.BigInteger(), nullable=False, comment="up to here the feed has been cleared"),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_feed_head")),
    )


def _view() -> None:
    op.create_table(
        "view",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("viewer_id", KEY, nullable=False, comment="a user of the org, or a service token"),
        sa.Column("viewer_name", WORDS, nullable=False),
        sa.Column("rep_id", KEY, nullable=False, comment="whose log; empty: everybody's"),
        sa.Column("what", WORDS, nullable=False, comment="page, export, api or feed"),
        sa.Column("detail", WORDS, nullable=False, comment="which page, or the filters of an export"),
        sa.Column("once", KEY, nullable=False, comment="what is recorded once has the same value each time"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view")),
        sa.UniqueConstraint("org_id", "once", name=op.f("uq_view_org_id_once")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_view_rep", "view", ["org_id", "rep_id", "at"])
    op.create_index("ix_view_at", "view", ["org_id", "at"])


def downgrade() -> None:
    for table in ("view", "feed_head", "feed"):
        op.drop_table(table)
    op.drop_index("ix_event_received", "event")
