"""Each card and each note says which language it reads in, so that what Coach adds to it later is in the same."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()


def upgrade() -> None:
    for table in ("card", "note"):
        column = sa.Column(
            "language", WORDS, nullable=False, server_default="en", comment="the tag of its language and region"
        )
        op.add_column(table, column)


def downgrade() -> None:
    for table in ("card", "note"):
        op.drop_column(table, "language")
