"""Which attempt to create a note has certainly sent nothing yet; none is known to be such among those of before."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    comment = "the fence of an attempt of which nothing can have been sent yet"
    op.add_column("note", sa.Column("unsent", sa.BigInteger(), comment=comment))


def downgrade() -> None:
    op.drop_column("note", "unsent")
