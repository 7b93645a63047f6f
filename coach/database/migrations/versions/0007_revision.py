"""Each decision says which revision its playbooks came from."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()

_AS_IT_WAS_THEN = """
    UPDATE decision SET revision = (
        SELECT shipment.revision FROM shipment
        WHERE shipment.org_id = decision.org_id AND shipment.library = decision.library AND shipment.at <= decision.at
        ORDER BY shipment.number DESC LIMIT 1
    )
"""
"""For decisions that were made before there was a column: what was in force at that time."""


def upgrade() -> None:
    op.add_column(
        "decision",
        sa.Column(
            "revision", WORDS, nullable=True, comment="where that library came from, as its commit; null where that is not known"
        ),
    )
    op.execute(_AS_IT_WAS_THEN)
    op.execute("UPDATE decision SET revision = NULL WHERE revision = ''")


def downgrade() -> None:
    op.drop_column("decision", "revision")
