"""The tables. Times are in UTC, durations of reading in minutes, money in the units of its currency.

``event``      what came in, once for each (org, source, source's id, deal)
``deal``       the queue of deals: wanted > done means work; and the deal as last read
``decision``   the decision log; rows are only ever added
``card``       what was put on a record, open or retired
``delivery``   the queue of deliveries: what is wanted, what is written, and its state
``attempt``    one row per claim of a delivery, committed before the call is made
``rep``        the owners of deals, and their managers
``counter``    counts of things that are not stored; only ever rises
``memory``     what was found out about the org
``slot``       which periodic job ran for which slot of time
``heartbeat``  when a canary, sent every 30 seconds, last reached each worker
``library``    every playbook library that was ever live
"""

from typing import Any, TypeAlias

import sqlalchemy as sa

from coach.database.columns import Exact, Key, Moment, Names, Short, Words, folded_from
from coach.engine.model import DeliveryState
from coach.ports import EVERY_NOTE_REFUSED, ORG_REFUSES

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Row: TypeAlias = sa.Row[*tuple[Any, ...]]

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite assigns row ids automatically only if the column's type is INTEGER."""


def _partial(name: str, *columns: sa.Column[object], where: sa.ColumnElement[bool]) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


event = sa.Table(
    "event",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("source", Key, nullable=False),
    sa.Column("source_event_id", Key, nullable=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("occurred_at", Moment, comment="the sender's claim"),
    sa.Column("received_at", Moment, nullable=False),
    sa.UniqueConstraint("org_id", "source", "source_event_id", "opportunity_id"),
    sa.Index("ix_event_deal", "org_id", "opportunity_id", "id"),
    sqlite_autoincrement=True,
)

deal = sa.Table(
    "deal",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("opportunity_id", Key, primary_key=True),
    # the queue
    sa.Column("wanted", sa.BigInteger, nullable=False, comment="rises with each request to decide on the deal"),
    sa.Column("done", sa.BigInteger, nullable=False, default=0, comment="the request that was last answered"),
    sa.Column("lease_owner", Words, comment="the worker that holds it"),
    sa.Column("fence", sa.BigInteger, nullable=False, default=0, comment="how often it was claimed"),
    sa.Column("attempts", sa.Integer, nullable=False, default=0, comment="claims since it was last answered"),
    sa.Column("crashes", sa.Integer, nullable=False, default=0, comment="those of them that were never given back"),
    sa.Column("due_at", Moment, nullable=False, comment="when it may be claimed; while held, the end of the lease"),
    sa.Column("check_at", Moment, comment="when a condition or a limit could next flip without an event"),
    sa.Column("waiting_since", Moment, nullable=False, comment="when the oldest unanswered request was made"),
    sa.Column("event_id", _RowId, comment="the event behind it; none where time made the request"),
    sa.Column("newer_since", Moment, comment="when the oldest request was made that the holder does not know of"),
    sa.Column("newer_event_id", _RowId, comment="the event behind that one"),
    sa.Column("sentence", Words, nullable=False, default="", comment="why it waits, for a person"),
    # the deal as last read
    sa.Column("gone", sa.Boolean(create_constraint=False), nullable=False, default=False),
    sa.Column("name", Words),
    sa.Column("account_name", Short),
    sa.Column("account_folded", Short, comment="the same as it is searched"),
    sa.Column("owner_id", Key),
    sa.Column("stage", Words),
    sa.Column("amount", Exact, comment="in units of currency"),
    sa.Column("currency", Words),
    sa.Column("snapshot", sa.JSON(none_as_null=True)),
    sa.Column("closed", sa.Boolean(create_constraint=False)),
    sa.Column("library", Words, comment="hash of the library it was last decided with"),
    sa.Column("decided_at", Moment),
)
waits = deal.c.wanted > deal.c.done
_partial("ix_deal_waits", deal.c.org_id, deal.c.waiting_since, deal.c.opportunity_id, where=waits)
_partial("ix_deal_check", deal.c.org_id, deal.c.check_at, where=deal.c.check_at.is_not(None))
sa.Index("ix_deal_owner", deal.c.org_id, deal.c.owner_id)

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("event_id", _RowId, comment="the oldest event that led here"),
    sa.Column("deal_name", Short),
    folded_from("deal_name", "deal_folded"),
    sa.Column("account_name", Short),
    folded_from("account_name", "account_folded"),
    sa.Column("owner_id", Key),
    sa.Column("owner_name", Short),
    sa.Column("manager_id", Key),
    sa.Column("stage", Short),
    sa.Column("stage_before", Short),
    sa.Column("amount", Exact, comment="in units of currency"),
    sa.Column("currency", Short),
    sa.Column("worth", sa.Double, comment="the amount in the org's own currency, for orders and bands; 0 if unknown"),
    sa.Column("product_families", Names, nullable=False),
    sa.Column("playbook", Key, nullable=False),
    sa.Column("card", Words),
    sa.Column("card_key", Key, comment="the card that it speaks of; it is in the table of cards unless it was erased"),
    sa.Column("occasion", sa.Integer, nullable=False),
    sa.Column("verdict", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("detail", Words, nullable=False),
    sa.Column("minutes", Exact, nullable=False),
    sa.Column("library", Words, nullable=False),
    sa.Column("revision", Words, comment="where that library came from, as its commit; null where that is not known"),
    sa.Column("trace", sa.JSON(none_as_null=True)),
    sa.Index("ix_decision_log", "org_id", "id"),
    sa.Index("ix_decision_owner", "org_id", "owner_id", "at", "id"),
    sa.Index("ix_decision_manager", "org_id", "manager_id"),
    sa.Index("ix_decision_deal", "org_id", "opportunity_id", "playbook", "id"),
    sqlite_autoincrement=True,
)

card = sa.Table(
    "card",
    metadata,
    sa.Column("key", Key, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("playbook", Key, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("occasion", sa.Integer, nullable=False),
    sa.Column("title", Words, nullable=False),
    sa.Column("blocks", sa.JSON, nullable=False),
    sa.Column("question", sa.JSON(none_as_null=True)),
    sa.Column("why", Words, nullable=False),
    sa.Column("minutes", Exact, nullable=False, comment="reading time, as it reads now"),
    sa.Column("language", Words, nullable=False, server_default="en", comment="the tag of its language and region"),
    sa.Column("charged", Exact, nullable=False, comment="minutes of the rep's week that its delivery cost"),
    sa.Column("owner_id", Key, nullable=False, comment="the rep it was first delivered to"),
    sa.Column("state", Words, nullable=False),
    sa.Column("opened_at", Moment, nullable=False, comment="when it was first delivered"),
    sa.Column("retired_at", Moment),
    sa.Column("retired_reason", Words),
    sa.Index("ix_card_deal", "org_id", "opportunity_id", "opened_at"),
    sa.Index("ix_card_rep", "org_id", "owner_id", "opened_at"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("key", Key, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    # what is wanted
    sa.Column("channel", Key, nullable=False),
    sa.Column("target", Key, nullable=False, comment="the record or the person that it is for"),
    sa.Column("title", Words, nullable=False),
    sa.Column("body", sa.JSON, nullable=False, comment="lines, which the channel writes in its own form"),
    sa.Column("live", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("language", Words, nullable=False, comment="the tag of its language and region"),
    sa.Column(
        "leaves",
        sa.Boolean(create_constraint=False),
        nullable=False,
        comment="it goes from its target where nobody else wrote into it",
    ),
    sa.Column(
        "returns",
        sa.Boolean(create_constraint=False),
        nullable=False,
        comment="it comes back with its next text after somebody removed it",
    ),
    sa.Column("sha", Words, nullable=False, comment="SHA-256 of title and body"),
    sa.Column("wanted_at", Moment, nullable=False, comment="since when the target lacks what is wanted"),
    sa.Column("event_id", _RowId, comment="the event that led to it"),
    # what is written
    sa.Column("written_sha", Words, comment="none while an attempt is under way: nobody knows what stands"),
    sa.Column("written_at", Moment),
    sa.Column("remote_id", Key, comment="the name that the other side gave it"),
    sa.Column("details", sa.JSON, nullable=False, comment="what its channel keeps about it"),
    # its state
    sa.Column("state", Words, nullable=False),
    sa.Column("action", Words, comment="what the attempt under way may do: create, update or look"),
    sa.Column("sent_sha", Words, comment="what the attempt under way carries"),
    sa.Column("lease_owner", Words),
    sa.Column("fence", sa.BigInteger, nullable=False, comment="how often it was claimed"),
    sa.Column("attempts", sa.Integer, nullable=False, comment="claims since it was last written"),
    sa.Column("crashes", sa.Integer, nullable=False, comment="those of the last claims that were never settled"),
    sa.Column("due_at", Moment, nullable=False, comment="when it may be claimed; while sending, the end of the lease"),
    sa.Column("in_doubt_since", Moment, comment="when a create was made whose answer is not known"),
    sa.Column("unsent", sa.BigInteger, comment="the fence of an attempt of which nothing can have been sent yet"),
    sa.Column("code", Words, nullable=False),
    sa.Column("sentence", Words, nullable=False, comment="why it waits, and who must act"),
    sa.Index("ix_delivery_deal", "org_id", "opportunity_id"),
    sa.Index("ix_delivery_state", "org_id", "state", "key"),
)
ACTIVE = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.IN_DOUBT, DeliveryState.WAITING)
_active: sa.BindParameter[list[str]] = sa.bindparam(
    "active", [state.value for state in ACTIVE], expanding=True, literal_execute=True
)
on_its_way = delivery.c.state.in_(_active)
"""A literal, not a parameter: a planner that sees a parameter cannot use the partial index."""
refused_by_org = sa.and_(
    on_its_way,
    delivery.c.state == DeliveryState.WAITING,
    delivery.c.sentence.endswith(EVERY_NOTE_REFUSED),
)
"""Deliveries that wait because the org refuses all of them. Their codes differ: the one that is tried has the org's."""
held_back = sa.or_(
    refused_by_org,
    sa.and_(on_its_way, delivery.c.state != DeliveryState.SENDING, delivery.c.code == ORG_REFUSES),
)
"""Deliveries that wait because the org is left alone, whatever the reason for that."""
_partial("ix_delivery_due", delivery.c.org_id, delivery.c.due_at, where=delivery.c.state.in_(_active))

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("delivery_key", Key, sa.ForeignKey("delivery.key"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False, comment="the delivery's fence"),
    sa.Column("action", Words, nullable=False),
    sa.Column("worker", Words, nullable=False),
    sa.Column("event_id", _RowId),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("settled_at", Moment, comment="none while under way, and where the worker was lost"),
    sa.Column("outcome", Words),
    sa.Column("code", Words),
    sa.Column("sentence", Words),
    sa.Index("ix_attempt_settled", "settled_at"),
)

rep = sa.Table(
    "rep",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("id", Key, primary_key=True),
    sa.Column("name", Words, nullable=False),
    sa.Column("email", Words),
    sa.Column("active", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("manager_id", Key),
    sa.Column("manager_name", Words),
    sa.Index("ix_rep_manager", "org_id", "manager_id"),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("name", Key, primary_key=True),
    sa.Column("label", Key, primary_key=True),
    sa.Column("shard", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("value", sa.BigInteger, nullable=False),
)

memory = sa.Table(
    "memory",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("name", Key, primary_key=True),
    sa.Column("value", Words, nullable=False),
)

slot = sa.Table(
    "slot",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("job", Key, primary_key=True),
    sa.Column("slot", Key, primary_key=True),
    sa.Column("worker", Words, nullable=False),
    sa.Column("claimed_at", Moment, nullable=False),
)

heartbeat = sa.Table(
    "heartbeat",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("worker", Key, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

library = sa.Table(
    "library",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("hash", Key, primary_key=True),
    sa.Column("revision", Words, nullable=False, comment="where it came from, for a person: a commit, a folder"),
    sa.Column("first_seen", Moment, nullable=False),
    sa.Column("contents", sa.JSON(none_as_null=True), comment="the hash of each playbook's text, by its name"),
)
