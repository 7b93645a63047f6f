"""The first shape."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("key", KEY, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("playbook", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("why", WORDS, nullable=False),
        sa.Column("minutes", EXACT, nullable=False, comment="reading time, as it reads now"),
        sa.Column("charged", EXACT, nullable=False, comment="minutes of the rep's week that its delivery cost"),
        sa.Column("owner_id", KEY, nullable=False, comment="the rep it was first delivered to"),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False, comment="when it was first delivered"),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("retired_reason", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_card")),
    )
    op.create_index("ix_card_deal", "card", ["org_id", "opportunity_id", "opened_at"])
    op.create_index("ix_card_rep", "card", ["org_id", "owner_id", "opened_at"])
    op.create_table(
        "counter",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("label", KEY, nullable=False),
        sa.Column("shard", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "name", "label", "shard", name=op.f("pk_counter")),
    )
    op.create_table(
        "deal",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False, comment="rises with each wish to look at the deal"),
        sa.Column("done", sa.BigInteger(), nullable=False, comment="the wish that was last answered"),
        sa.Column("lease_owner", WORDS, nullable=True, comment="the worker that holds it"),
        sa.Column("fence", sa.BigInteger(), nullable=False, comment="how often it was claimed"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="claims since it was last answered"),
        sa.Column("crashes", sa.Integer(), nullable=False, comment="those of them that were never given back"),
        sa.Column("due_at", MOMENT, nullable=False, comment="when it may be claimed; while held, the end of the lease"),
        sa.Column(
            "check_at", MOMENT, nullable=True, comment="when a condition or a limit could next flip without an event"
        ),
        sa.Column("waiting_since", MOMENT, nullable=False, comment="when the oldest unanswered wish was made"),
        sa.Column("event_id", ROW_ID, nullable=True, comment="the event behind it; none where time made the wish"),
        sa.Column(
            "newer_since",
            MOMENT,
            nullable=True,
            comment="when the oldest wish was made that the holder does not know of",
        ),
        sa.Column("newer_event_id", ROW_ID, nullable=True, comment="the event behind that one"),
        sa.Column("sentence", WORDS, nullable=False, comment="why it waits, for a person"),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("name", WORDS, nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("stage", WORDS, nullable=True),
        sa.Column("amount", EXACT, nullable=True, comment="in units of currency"),
        sa.Column("currency", WORDS, nullable=True),
        sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("library", WORDS, nullable=True, comment="hash of the library it was last decided with"),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("org_id", "opportunity_id", name=op.f("pk_deal")),
    )
    op.create_index(
        "ix_deal_check",
        "deal",
        ["org_id", "check_at"],
        sqlite_where=sa.text("check_at IS NOT NULL"),
        postgresql_where=sa.text("check_at IS NOT NULL"),
    )
    op.create_index("ix_deal_owner", "deal", ["org_id", "owner_id"])
    op.create_index(
        "ix_deal_waits",
        "deal",
        ["org_id", "waiting_since", "opportunity_id"],
        sqlite_where=sa.text("wanted > done"),
        postgresql_where=sa.text("wanted > done"),
    )
    op.create_table(
        "decision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("event_id", ROW_ID, nullable=True, comment="the oldest event that led here"),
        sa.Column("deal_name", WORDS, nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("owner_name", WORDS, nullable=True),
        sa.Column("manager_id", KEY, nullable=True),
        sa.Column("stage", WORDS, nullable=True),
        sa.Column("stage_before", WORDS, nullable=True),
        sa.Column("amount", EXACT, nullable=True, comment="in units of currency"),
        sa.Column("currency", WORDS, nullable=True),
        sa.Column("product_families", sa.JSON(), nullable=False),
        sa.Column("playbook", KEY, nullable=False),
        sa.Column("card", WORDS, nullable=True),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("verdict", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("detail", WORDS, nullable=False),
        sa.Column("minutes", EXACT, nullable=False),
        sa.Column("library", WORDS, nullable=False),
        sa.Column("trace", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_deal", "decision", ["org_id", "opportunity_id", "playbook", "id"])
    op.create_index("ix_decision_log", "decision", ["org_id", "id"])
    op.create_index("ix_decision_manager", "decision", ["org_id", "manager_id"])
    op.create_index("ix_decision_owner", "decision", ["org_id", "owner_id", "at", "id"])
    op.create_table(
        "event",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("source_event_id", KEY, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=True, comment="the sender's claim"),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("org_id", "source", "source_event_id", name=op.f("uq_event_org_id_source_source_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_deal", "event", ["org_id", "opportunity_id", "id"])
    op.create_table(
        "heartbeat",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("worker", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "worker", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "library",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("hash", KEY, nullable=False),
        sa.Column("revision", WORDS, nullable=False, comment="where it came from, for a person: a commit, a folder"),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "hash", name=op.f("pk_library")),
    )
    op.create_table(
        "memory",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "name", name=op.f("pk_memory")),
    )
    op.create_table(
        "note",
        sa.Column("key", KEY, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("html", WORDS, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("sha", WORDS, nullable=False, comment="SHA-256 of title and html"),
        sa.Column("wanted_at", MOMENT, nullable=False, comment="since when the record lacks what is wanted"),
        sa.Column("event_id", ROW_ID, nullable=True, comment="the event that led to the wish"),
        sa.Column(
            "written_sha", WORDS, nullable=True, comment="none while an attempt is under way: nobody knows what stands"
        ),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("note_id", KEY, nullable=True),
        sa.Column("link_id", KEY, nullable=True),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=True, comment="what the attempt under way may do: create, update or look"),
        sa.Column("sent_sha", WORDS, nullable=True, comment="what the attempt under way carries"),
        sa.Column("lease_owner", WORDS, nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False, comment="how often it was claimed"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="claims since it was last written"),
        sa.Column("crashes", sa.Integer(), nullable=False, comment="those of the last claims that were never settled"),
        sa.Column(
            "due_at", MOMENT, nullable=False, comment="when it may be claimed; while sending, the end of the lease"
        ),
        sa.Column("in_doubt_since", MOMENT, nullable=True, comment="when a create was made whose answer is not known"),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("sentence", WORDS, nullable=False, comment="why it waits, and who must act"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_note")),
    )
    op.create_index("ix_note_deal", "note", ["org_id", "opportunity_id"])
    op.create_index(
        "ix_note_due",
        "note",
        ["org_id", "due_at"],
        sqlite_where=sa.text("state IN ('pending', 'sending', 'in_doubt', 'waiting')"),
        postgresql_where=sa.text("state IN ('pending', 'sending', 'in_doubt', 'waiting')"),
    )
    op.create_index("ix_note_state", "note", ["org_id", "state", "key"])
    op.create_table(
        "rep",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("email", WORDS, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("manager_id", KEY, nullable=True),
        sa.Column("manager_name", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_rep")),
    )
    op.create_index("ix_rep_manager", "rep", ["org_id", "manager_id"])
    op.create_table(
        "slot",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("job", KEY, nullable=False),
        sa.Column("slot", KEY, nullable=False),
        sa.Column("worker", WORDS, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "job", "slot", name=op.f("pk_slot")),
    )
    op.create_table(
        "attempt",
        sa.Column("note_key", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="the note's fence"),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("worker", WORDS, nullable=False),
        sa.Column("event_id", ROW_ID, nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True, comment="none while under way, and where the worker was lost"),
        sa.Column("outcome", WORDS, nullable=True),
        sa.Column("code", WORDS, nullable=True),
        sa.Column("sentence", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["note_key"], ["note.key"], name=op.f("fk_attempt_note_key")),
        sa.PrimaryKeyConstraint("note_key", "number", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_settled", "attempt", ["settled_at"])


def downgrade() -> None:
    for table in (
        "attempt",
        "slot",
        "rep",
        "note",
        "memory",
        "library",
        "heartbeat",
        "event",
        "decision",
        "deal",
        "counter",
        "card",
    ):
        op.drop_table(table)
