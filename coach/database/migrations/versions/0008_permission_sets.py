"""Which permission sets somebody has, of those that mean something to Coach."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    column = sa.Column("granted", sa.JSON(), nullable=False, server_default="[]", comment="their permission sets")
    op.add_column("person", column)


def downgrade() -> None:
    op.drop_column("person", "granted")
