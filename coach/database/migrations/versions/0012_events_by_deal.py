"""Two events that a sender calls by one id, on two deals, are two."""

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

KEY = ["org_id", "source", "source_event_id"]


def upgrade() -> None:
    _unique_by([*KEY, "opportunity_id"], before=KEY)


def downgrade() -> None:
    _unique_by(KEY, before=[*KEY, "opportunity_id"])


def _unique_by(columns: list[str], before: list[str]) -> None:
    with op.batch_alter_table("event", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(f"uq_event_{'_'.join(before)}", type_="unique")
        batch.create_unique_constraint(f"uq_event_{'_'.join(columns)}", columns)
