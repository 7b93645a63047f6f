"""Which playbooks were in force when, and what they said."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shipment",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="counts from 1"),
        sa.Column("library", KEY, nullable=False, comment="its content hash"),
        sa.Column(
            "revision", WORDS, nullable=False, comment="where it came from; empty where that is not known"
        ),
        sa.Column("place", WORDS, nullable=False, comment="the folder where it was found first"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "revisited_at", MOMENT, nullable=True, comment="when the last open deal had been decided on again"
        ),
        sa.PrimaryKeyConstraint("org_id", "number", name=op.f("pk_shipment")),
    )
    op.create_index("ix_shipment_library", "shipment", ["org_id", "library", "number"])
    op.create_table(
        "playbook_text",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("hash", KEY, nullable=False, comment="SHA-256 of the text"),
        sa.Column("text", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "hash", name=op.f("pk_playbook_text")),
    )
    op.add_column(
        "library",
        sa.Column("contents", sa.JSON(), nullable=True, comment="the hash of each playbook's text, by its name"),
    )
    op.add_column("deal", sa.Column("closed", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("deal", "closed")
    op.drop_column("library", "contents")
    op.drop_table("playbook_text")
    op.drop_table("shipment")
