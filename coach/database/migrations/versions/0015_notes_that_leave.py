"""A note may be wanted to go from its record, where nobody else wrote into it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column(
        "note",
        sa.Column(
            "leaves",
            sa.Boolean(create_constraint=False),
            nullable=False,
            server_default=sa.false(),
            comment="it goes from the record where nobody else wrote into it",
        ),
    )


def downgrade() -> None:
    op.drop_column("note", "leaves")
