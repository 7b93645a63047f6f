"""Who did what was seen on a deal, and who moved it.

What was seen before was seen without knowing by whom, and that does not count.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

TABLES = ("card_progress", "card_adherence")
COMMENTS = {
    "card_progress": (
        "who did what is on the deal, whether it counts or not",
        "who moved the deal forward, whether it counts or not",
    ),
    "card_adherence": ("rep, somebody_else, automation or not_known",) * 2,
}
COUNTED = (
    "rep_id",
    "opportunity_id",
    "playbook",
    "skill",
    "minutes",
    "opened_at",
    "acknowledged_at",
    "done_at",
    "dismissed_at",
    "useful",
    "answered_at",
    "right",
    "adherence",
    "moved_at",
)


def upgrade() -> None:
    for table in TABLES:
        for name, comment in zip(("seen_by", "moved_by"), COMMENTS[table], strict=True):
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True, comment=comment))
        rows = sa.table(table, *(sa.column(name) for name in ("adherence", "seen_at", "seen_by", "moved_at", "moved_by")))
        unsure = {"adherence": "not_seen", "seen_at": None, "seen_by": "not_known"}
        op.execute(sa.update(rows).where(rows.c.adherence == "seen").values(unsure))
        op.execute(sa.update(rows).where(rows.c.moved_at.is_not(None)).values(moved_at=None, moved_by="not_known"))
    _index((*COUNTED, "seen_by"))


def downgrade() -> None:
    _index(COUNTED)
    for table in TABLES:
        for name in ("seen_by", "moved_by"):
            op.drop_column(table, name)


def _index(counted: tuple[str, ...]) -> None:
    op.drop_index("ix_card_progress_time", "card_progress")
    op.create_index("ix_card_progress_time", "card_progress", ["org_id", "delivered_at"], postgresql_include=counted)
