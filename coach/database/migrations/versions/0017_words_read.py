"""Who has read what a rep wrote about a card, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "words_read",
        sa.Column("response_id", ROW_ID, nullable=False),
        sa.Column("reader_id", KEY, nullable=False),
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("reader_name", WORDS, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answer", WORDS, nullable=False, comment="to the rep; empty where it was only read"),
        sa.PrimaryKeyConstraint("response_id", "reader_id", name=op.f("pk_words_read")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["card_response.id"],
            name=op.f("fk_words_read_response_id_card_response"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_words_read_reader", "words_read", ["org_id", "reader_id"])
    written = sa.text("words != ''")
    op.create_index(
        "ix_card_response_words", "card_response", ["org_id", "id"], sqlite_where=written, postgresql_where=written
    )


def downgrade() -> None:
    op.drop_index("ix_card_response_words", "card_response")
    op.drop_index("ix_words_read_reader", "words_read")
    op.drop_table("words_read")
