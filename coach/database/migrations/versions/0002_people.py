"""People of the org, sessions, and service tokens."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

# As coach.database.columns has them today; a revision must not change when the code does.
WORDS = sa.Text()
KEY = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("username", WORDS, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("manager_id", KEY, nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_manager", "person", ["org_id", "manager_id"])
    op.create_table(
        "session",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("hash", KEY, nullable=False, comment="SHA-256 of what the cookie holds"),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("username", WORDS, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False, comment="to the minute"),
        sa.PrimaryKeyConstraint("org_id", "hash", name=op.f("pk_session")),
    )
    op.create_index("ix_session_user", "session", ["org_id", "user_id"])
    op.create_table(
        "token",
        sa.Column("org_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False, comment="what it is called when it is listed or revoked"),
        sa.Column("hash", KEY, nullable=False, comment="SHA-256 of the token"),
        sa.Column("name", WORDS, nullable=False, comment="what it is for, in its maker's words"),
        sa.Column("scopes", WORDS, nullable=False, comment="spaces between"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True, comment="to the minute"),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_token")),
        sa.UniqueConstraint("org_id", "hash", name=op.f("uq_token_org_id_hash")),
    )


def downgrade() -> None:
    op.drop_table("token")
    op.drop_table("session")
    op.drop_table("person")
