"""The tables for managers' additions to the log, and the indexes for browsing it.

``comment``     a manager's comment on a decision, and its follow-up date
``saved_view``  filters of the log that somebody saved under a name
"""

import sqlalchemy as sa

from coach.database.columns import Key, Moment, Short, Words
from coach.log.columns import CHOSEN
from coach.queue.tables.records import decision, metadata

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

comment = sa.Table(
    "comment",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("decision_id", _RowId, sa.ForeignKey("decision.id", ondelete="CASCADE"), nullable=False),
    sa.Column("rep_id", Key, nullable=False, comment="whose decision it is about"),
    sa.Column("author_id", Key, nullable=False),
    sa.Column("author_name", Short),
    sa.Column("at", Moment, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("follow_up_on", sa.Date, comment="when its author wants to come back to it"),
    sa.Column("settled_at", Moment, comment="when they had"),
    sa.Index("ix_comment_decision", "decision_id", "id"),
    sqlite_autoincrement=True,
)
unsettled = sa.and_(comment.c.follow_up_on.is_not(None), comment.c.settled_at.is_(None))
sa.Index(
    "ix_comment_follow_up",
    comment.c.org_id,
    comment.c.rep_id,
    comment.c.follow_up_on,
    sqlite_where=unsettled,
    postgresql_where=unsettled,
)

saved_view = sa.Table(
    "saved_view",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("owner_id", Key, nullable=False),
    sa.Column("name", Short, nullable=False),
    sa.Column("query", Words, nullable=False, comment="the filters, as they stand in the address bar"),
    sa.Column("shared", sa.Boolean(create_constraint=False), nullable=False, comment="with its owner's team"),
    sa.UniqueConstraint("org_id", "owner_id", "name"),
    sqlite_autoincrement=True,
)

ONLY_IN_REVISIONS = frozenset({"ix_decision_families", "ix_decision_folded", "ix_decision_accounts"})
"""Indexes of types that only PostgreSQL has; those of folded texts also need the extension pg_trgm."""

NAME_OF_INDEX = "ix_decision_{}"
"""The name of the index of a column that can be filtered by value."""

# One index for each order of the log, and one for each filter that may leave few rows of many.
_said = decision.c
has_card, delivered = _said.card_key.is_not(None), _said.verdict == sa.literal_column("'deliver'")
sa.Index("ix_decision_at", _said.org_id, _said.at, _said.id)
sa.Index("ix_decision_rep", _said.org_id, _said.owner_name, _said.at, _said.id)
sa.Index("ix_decision_name", _said.org_id, _said.deal_name, _said.id)
sa.Index("ix_decision_worth", _said.org_id, _said.worth, _said.id)
sa.Index("ix_decision_playbook", _said.org_id, _said.playbook, _said.at, _said.id)
for each in CHOSEN.values():
    sa.Index(NAME_OF_INDEX.format(each.sql.name), _said.org_id, each.sql, _said.at, _said.id)
sa.Index("ix_decision_reason", _said.org_id, _said.reason, _said.at, _said.id)
sa.Index("ix_decision_account", _said.org_id, _said.account_folded, _said.at, _said.id)
sa.Index("ix_decision_amount", _said.org_id, _said.currency, _said.amount)
sa.Index("ix_decision_card", _said.card_key, sqlite_where=has_card, postgresql_where=has_card)
sa.Index(
    "ix_decision_delivered",
    _said.org_id,
    _said.owner_id,
    _said.at,
    _said.card_key,
    sqlite_where=delivered,
    postgresql_where=delivered,
)
