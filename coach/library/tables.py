"""The tables of the playbooks: which library was in force when, and its texts.

``release``        one row each time a library came into force; the last one is in force now
``playbook_text``  every text that a playbook in any release ever had, stored once
"""

import sqlalchemy as sa

from coach.database.columns import Key, Moment, Words
from coach.queue.tables.records import metadata

release = sa.Table(
    "release",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="counts from 1"),
    sa.Column("library", Key, nullable=False, comment="its content hash"),
    sa.Column("revision", Words, nullable=False, comment="where it came from; empty where that is not known"),
    sa.Column("place", Words, nullable=False, comment="the folder where it was found first"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("revisited_at", Moment, comment="when the last open deal had been decided on again"),
    sa.Index("ix_release_library", "org_id", "library", "number"),
)

playbook_text = sa.Table(
    "playbook_text",
    metadata,
    sa.Column("org_id", Key, primary_key=True),
    sa.Column("hash", Key, primary_key=True, comment="SHA-256 of the text"),
    sa.Column("text", Words, nullable=False),
)
