"""What is known of others in a note: what of ours stands there, which version that was, whether it holds words of
theirs.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    for column in (
        sa.Column("imprints", sa.Text(), nullable=False, server_default="", comment="of all that may stand there of ours"),
        sa.Column("version", sa.Integer(), comment="the last one in Salesforce whose words are accounted for"),
        sa.Column(
            "shared",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="it is known to hold words of others",
        ),
    ):
        op.add_column("note", column)


def downgrade() -> None:
    for name in ("shared", "version", "imprints"):
        op.drop_column("note", name)
