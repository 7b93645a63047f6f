"""How often somebody at an address did not show who they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "refusal",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False, comment="of IPv6 the first half, which is one connection's"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("org_id", "address", name="pk_refusal"),
    )


def downgrade() -> None:
    op.drop_table("refusal")
