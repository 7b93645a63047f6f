"""The tables of access control. Of secrets, only the SHA-256 is stored.

``person``   the org's users and whom they report to, as last read
``session``  who is signed in
``token``    service tokens, including revoked ones
``refusal``  failed authentications by address, for a quarter of an hour
"""

import sqlalchemy as sa

from coach.database.columns import Key, Moment, Words
from coach.queue.tables.records import metadata

person = sa.Table(
    "person",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("id", Key, primary_key=True),
    sa.Column("name", Words, nullable=False),
    sa.Column("username", Words, nullable=False),
    sa.Column("active", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("manager_id", Key),
    sa.Column("granted", sa.JSON, nullable=False, server_default="[]", comment="their permission sets"),
    sa.Index("ix_person_manager", "org_id", "manager_id"),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("hash", Key, primary_key=True, comment="SHA-256 of what the cookie holds"),
    sa.Column("user_id", Key, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("username", Words, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("used_at", Moment, nullable=False, comment="to the minute"),
    sa.Index("ix_session_user", "org_id", "user_id"),
)

token = sa.Table(
    "token",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("id", Key, primary_key=True, comment="what it is called when it is listed or revoked"),
    sa.Column("hash", Key, nullable=False, comment="SHA-256 of the token"),
    sa.Column("name", Words, nullable=False, comment="what it is for, in its maker's words"),
    sa.Column("scopes", Words, nullable=False, comment="spaces between"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("used_at", Moment, comment="to the minute"),
    sa.Column("revoked_at", Moment),
    sa.UniqueConstraint("org_id", "hash"),
)

refusal = sa.Table(
    "refusal",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("address", Key, primary_key=True, comment="of IPv6 the first half, which is one connection's"),
    sa.Column("since", Moment, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
)
