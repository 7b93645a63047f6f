"""What reps did with a card, and whether it was seen on the deal."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTED = (
    "rep_id",
    "opportunity_id",
    "playbook",
    "skill",
    "minutes",
    "opened_at",
    "acknowledged_at",
    "done_at",
    "dismissed_at",
    "useful",
    "answered_at",
    "right",
    "adherence",
    "moved_at",
)


def upgrade() -> None:
    op.add_column("card", sa.Column("question", sa.JSON(), nullable=True))
    _responses()
    _progress()
    _adherence()
    held_back = sa.text("verdict = 'hold_back'")
    op.create_index(
        "ix_decision_held_back",
        "decision",
        ["org_id", "at", "reason", "owner_id"],
        sqlite_where=held_back,
        postgresql_where=held_back,
    )
    # Cards that were delivered before responses were kept are counted from now on, too.
    op.execute(
        "INSERT INTO card_progress"
        " (card_key, org_id, opportunity_id, rep_id, playbook, card, delivered_at, minutes)"
        " SELECT key, org_id, opportunity_id, owner_id, playbook, name, opened_at, charged FROM card"
    )


def _responses() -> None:
    op.create_table(
        "card_response",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("card_key", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False, comment="who responded"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "kind",
            WORDS,
            nullable=False,
            comment="opened, acknowledged, done, dismissed, snoozed, rated, answered",
        ),
        sa.Column("via", WORDS, nullable=False, comment="session, or link where nobody was signed in"),
        sa.Column("dismissal", WORDS, nullable=True, comment="why a card was dismissed"),
        sa.Column("words", WORDS, nullable=False, comment="the same in the rep's own words"),
        sa.Column("until", MOMENT, nullable=True, comment="until when a card was put off"),
        sa.Column("stage", WORDS, nullable=True, comment="the stage while which it was put off"),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column(
            "option", sa.Integer(), nullable=True, comment="the answer chosen, counted from 1; for the rep alone"
        ),
        sa.Column("sure", sa.Boolean(), nullable=True, comment="for the rep alone"),
        sa.Column("right", sa.Boolean(), nullable=True, comment="for the rep alone"),
        sa.ForeignKeyConstraint(["card_key"], ["card.key"], name=op.f("fk_card_response_card_key_card")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_response")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_card_response_card", "card_response", ["card_key", "id"])
    op.create_index("ix_card_response_rep", "card_response", ["org_id", "rep_id", "id"])


def _progress() -> None:
    op.create_table(
        "card_progress",
        sa.Column("card_key", KEY, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False, comment="whose card it is: the deal's owner when it was delivered"),
        sa.Column("playbook", KEY, nullable=False),
        sa.Column("card", WORDS, nullable=False),
        sa.Column("skill", WORDS, nullable=True, comment="what the playbook taught then"),
        sa.Column("delivered_at", MOMENT, nullable=False),
        sa.Column("minutes", EXACT, nullable=False, comment="of the rep's week that the delivery cost"),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column(
            "acknowledged_at",
            MOMENT,
            nullable=True,
            comment="the first response that shows that the rep took note",
        ),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("dismissed_at", MOMENT, nullable=True),
        sa.Column("dismissal", WORDS, nullable=True),
        sa.Column(
            "aside",
            WORDS,
            nullable=True,
            comment="done, dismissed or snoozed: the rep's last word, where it lays the card aside",
        ),
        sa.Column("aside_words", WORDS, nullable=True),
        sa.Column("aside_until", MOMENT, nullable=True),
        sa.Column("aside_stage", WORDS, nullable=True),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("option", sa.Integer(), nullable=True, comment="for the rep alone"),
        sa.Column("sure", sa.Boolean(), nullable=True, comment="for the rep alone"),
        sa.Column("right", sa.Boolean(), nullable=True, comment="for the rep alone"),
        sa.Column(
            "adherence", WORDS, nullable=True, comment="waiting, seen or not_seen; none where nothing is looked for"
        ),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column(
            "moved_at", MOMENT, nullable=True, comment="when the deal moved forward, within the time that is looked at"
        ),
        sa.ForeignKeyConstraint(["card_key"], ["card.key"], name=op.f("fk_card_progress_card_key_card")),
        sa.PrimaryKeyConstraint("card_key", name=op.f("pk_card_progress")),
    )
    op.create_index("ix_card_progress_rep", "card_progress", ["org_id", "rep_id", "delivered_at"])
    op.create_index("ix_card_progress_time", "card_progress", ["org_id", "delivered_at"], postgresql_include=COUNTED)
    answered = sa.text("answered_at IS NOT NULL")
    op.create_index(
        "ix_card_progress_answered",
        "card_progress",
        ["org_id", "rep_id", "skill", "answered_at"],
        sqlite_where=answered,
        postgresql_where=answered,
    )


def _adherence() -> None:
    op.create_table(
        "card_adherence",
        sa.Column("card_key", KEY, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("playbook", KEY, nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=False),
        sa.Column(
            "due_at",
            MOMENT,
            nullable=True,
            comment="until when adherence counts; none where the playbook looks for nothing",
        ),
        sa.Column("watched_until", MOMENT, nullable=False, comment="until when the deal is looked at for this card"),
        sa.Column(
            "baseline", sa.JSON(), nullable=True, comment="the deal at delivery; none once nothing is looked for"
        ),
        sa.Column("adherence", WORDS, nullable=True, comment="waiting, seen or not_seen"),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True, comment="when the last question about this card was answered"),
        sa.ForeignKeyConstraint(["card_key"], ["card.key"], name=op.f("fk_card_adherence_card_key_card")),
        sa.PrimaryKeyConstraint("card_key", name=op.f("pk_card_adherence")),
    )
    watched = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_card_adherence_watched",
        "card_adherence",
        ["org_id", "opportunity_id"],
        sqlite_where=watched,
        postgresql_where=watched,
    )


def downgrade() -> None:
    op.drop_index("ix_decision_held_back", "decision")
    op.drop_table("card_adherence")
    op.drop_table("card_progress")
    op.drop_table("card_response")
    op.drop_column("card", "question")
