"""What names are searched by, without accents and case; and the account of each deal and decision."""

import sqlalchemy as sa
from alembic import op

from coach.text import folded

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None

TOGETHER = 1_000
SHORT = 255


def upgrade() -> None:
    for name in ("deal_folded", "account_name", "account_folded"):
        op.add_column("decision", sa.Column(name, sa.Text(), comment=COMMENTS.get(name)))
    op.add_column("deal", sa.Column("account_name", sa.Text()))
    op.add_column("deal", sa.Column("account_folded", sa.Text(), comment="the same as it is searched"))
    _fill()
    op.create_index("ix_decision_account", "decision", ["org_id", "account_folded", "at", "id"])
    if _postgres():
        _indexes_of_postgresql()


COMMENTS = {"deal_folded": "deal_name as it is searched", "account_folded": "account_name as it is searched"}


def _fill() -> None:
    """Each row once: a million of them are rewritten, and what a name folds to is looked up.

    It must be what searches fold to, so this is the code's own function, and not a copy of it as it was.
    """
    account = "snapshot -> 'account' ->> 'name'" if _postgres() else "json_extract(snapshot, '$.account.name')"
    op.execute(f"UPDATE deal SET account_name = substr({account}, 1, {SHORT}) WHERE snapshot IS NOT NULL")
    op.execute("CREATE TEMPORARY TABLE folding (name TEXT PRIMARY KEY, folded TEXT)")
    names = "SELECT deal_name FROM decision UNION SELECT account_name FROM deal"
    found = [name for name in op.get_bind().execute(sa.text(names)).scalars() if name]
    for first in range(0, len(found), TOGETHER):
        rows = [{"name": name, "folded": folded(name)[:SHORT]} for name in found[first : first + TOGETHER]]
        op.get_bind().execute(sa.text("INSERT INTO folding VALUES (:name, :folded)"), rows)
    op.execute("UPDATE deal SET account_folded = (SELECT folded FROM folding WHERE name = account_name)")
    same_deal = "deal.org_id = decision.org_id AND deal.opportunity_id = decision.opportunity_id"
    op.execute(
        "UPDATE decision SET"
        " deal_folded = coalesce((SELECT folded FROM folding WHERE name = decision.deal_name), ''),"
        f" account_name = coalesce((SELECT account_name FROM deal WHERE {same_deal}), ''),"
        f" account_folded = coalesce((SELECT account_folded FROM deal WHERE {same_deal}), '')"
    )
    op.execute("DROP TABLE folding")


def _postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _indexes_of_postgresql() -> None:
    """As revision 0004 made one of the names as they are, which nothing looks at any more."""
    op.execute("DROP INDEX IF EXISTS ix_decision_words")
    op.execute(
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm;"
        " CREATE INDEX ix_decision_folded ON decision USING gin (deal_folded gin_trgm_ops);"
        " CREATE INDEX ix_decision_accounts ON decision USING gin (account_folded gin_trgm_ops);"
        " EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN"
        " RAISE NOTICE 'Without the extension pg_trgm, looking for a name is slower.'; END $$"
    )


def downgrade() -> None:
    if _postgres():
        for name in ("ix_decision_folded", "ix_decision_accounts"):
            op.execute(f"DROP INDEX IF EXISTS {name}")
        op.execute(
            "DO $$ BEGIN CREATE INDEX ix_decision_words ON decision USING gin (deal_name gin_trgm_ops);"
            " EXCEPTION WHEN undefined_object THEN NULL; END $$"
        )
    op.drop_index("ix_decision_account", "decision")
    for name in ("deal_folded", "account_name", "account_folded"):
        op.drop_column("decision", name)
    for name in ("account_name", "account_folded"):
        op.drop_column("deal", name)
