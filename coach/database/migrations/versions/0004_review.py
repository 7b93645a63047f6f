"""What managers add to the log: comments, follow-ups, saved views; and the log's indexes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SHORT_COLUMNS = ("deal_name", "owner_name", "stage", "stage_before", "currency")
INDEXES = {
    "ix_decision_at": ["org_id", "at", "id"],
    "ix_decision_rep": ["org_id", "owner_name", "at", "id"],
    "ix_decision_name": ["org_id", "deal_name", "id"],
    "ix_decision_worth": ["org_id", "worth", "id"],
    "ix_decision_playbook": ["org_id", "playbook", "at", "id"],
    "ix_decision_stage": ["org_id", "stage", "at", "id"],
    "ix_decision_reason": ["org_id", "reason", "at", "id"],
    "ix_decision_amount": ["org_id", "currency", "amount"],
}
PARTIAL_INDEXES = {
    "ix_decision_card": (["card_key"], sa.text("card_key IS NOT NULL")),
    "ix_decision_delivered": (["org_id", "owner_id", "at", "card_key"], sa.text("verdict = 'deliver'")),
}


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.add_column(
        "decision",
        sa.Column(
            "worth", sa.Double(), comment="the amount in the org's own currency, for orders and bands; 0 if unknown"
        ),
    )
    op.add_column(
        "decision",
        sa.Column(
            "card_key", KEY, comment="the card that it speaks of; it is in the table of cards unless it was erased"
        ),
    )
    if postgres:
        _families_as_a_list()
    _fill()
    _comments()
    _saved_views()
    for name, columns in INDEXES.items():
        op.create_index(name, "decision", columns)
    for name, (columns, where) in PARTIAL_INDEXES.items():
        op.create_index(name, "decision", columns, sqlite_where=where, postgresql_where=where)
    if postgres:
        _indexes_of_postgresql()


def _fill() -> None:
    """Decisions of earlier days, as they would be kept today. Until now nobody kept what a currency was worth."""
    cut = ", ".join(f"{column} = substr(coalesce({column}, ''), 1, 255)" for column in SHORT_COLUMNS)
    op.execute(
        f"UPDATE decision SET {cut}, worth = coalesce(CAST(amount AS DOUBLE PRECISION), 0), card_key = ("
        "SELECT card.key FROM card WHERE card.org_id = decision.org_id"
        " AND card.opportunity_id = decision.opportunity_id AND card.playbook = decision.playbook"
        " AND card.name = decision.card AND card.occasion = decision.occasion)"
    )


def _families_as_a_list() -> None:
    op.execute(
        "CREATE FUNCTION pg_temp.names(document json) RETURNS text[] LANGUAGE sql AS "
        "$$ SELECT coalesce(array_agg(left(name, 255)), '{}') FROM json_array_elements_text(document) AS name $$"
    )
    op.execute(
        "ALTER TABLE decision ALTER COLUMN product_families TYPE text[] USING pg_temp.names(product_families)"
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("decision_id", ROW_ID, nullable=False),
        sa.Column("rep_id", KEY, nullable=False, comment="whose decision it is about"),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("author_name", WORDS, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True, comment="when its author wants to come back to it"),
        sa.Column("settled_at", MOMENT, nullable=True, comment="when they had"),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_comment_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_decision", "comment", ["decision_id", "id"])
    unsettled = sa.text("follow_up_on IS NOT NULL AND settled_at IS NULL")
    op.create_index(
        "ix_comment_follow_up",
        "comment",
        ["org_id", "rep_id", "follow_up_on"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )


def _saved_views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("query", WORDS, nullable=False, comment="the filters, as they stand in the address bar"),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="with its owner's team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("org_id", "owner_id", "name", name=op.f("uq_saved_view_org_id_owner_id_name")),
        sqlite_autoincrement=True,
    )


def _indexes_of_postgresql() -> None:
    """What SQLite has no kind of. Where the database will not have the extension, looking for a name is slower."""
    op.execute("CREATE INDEX ix_decision_families ON decision USING gin (product_families)")
    op.execute(
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        " CREATE INDEX ix_decision_words ON decision USING gin (deal_name gin_trgm_ops);"
        " EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN"
        " RAISE NOTICE 'Without the extension pg_trgm, looking for the name of a deal is slower.'; END $$"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("ix_decision_words", "ix_decision_families"):
            op.execute(f"DROP INDEX IF EXISTS {name}")
        op.execute("ALTER TABLE decision ALTER COLUMN product_families TYPE json USING to_json(product_families)")
    for name in (*INDEXES, *PARTIAL_INDEXES):
        op.drop_index(name, "decision")
    op.drop_table("saved_view")
    op.drop_table("comment")
    op.drop_column("decision", "card_key")
    op.drop_column("decision", "worth")
