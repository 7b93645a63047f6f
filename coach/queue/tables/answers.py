"""The tables of what reps did with their cards.

``card_response``   what a rep said about a card; rows are only ever added
``words_read``      who has read what a rep wrote in their own words, and what they answered
``card_progress``   one row per card: the sum of its responses and its adherence, so that pages need not compute it
``card_adherence``  what was looked for on the deal after a delivery, and whether it was seen
"""

import sqlalchemy as sa

from coach.database.columns import Exact, Key, Moment, Words
from coach.queue.tables.records import decision, metadata

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _flag() -> sa.Boolean:
    return sa.Boolean(create_constraint=False)


card_response = sa.Table(
    "card_response",
    metadata,
    sa.Column("id", _RowId, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("card_key", Key, sa.ForeignKey("card.key"), nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("rep_id", Key, nullable=False, comment="who responded"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", Words, nullable=False, comment="opened, acknowledged, done, dismissed, snoozed, rated, answered"),
    sa.Column("via", Words, nullable=False, comment="session, or link where nobody was signed in"),
    sa.Column("dismissal", Words, comment="why a card was dismissed"),
    sa.Column("words", Words, nullable=False, comment="the same in the rep's own words"),
    sa.Column("until", Moment, comment="until when a card was put off"),
    sa.Column("stage", Words, comment="the stage while which it was put off"),
    sa.Column("useful", _flag()),
    sa.Column("option", sa.Integer, comment="the answer chosen, counted from 1; for the rep alone"),
    sa.Column("sure", _flag(), comment="for the rep alone"),
    sa.Column("right", _flag(), comment="for the rep alone"),
    sa.Index("ix_card_response_card", "card_key", "id"),
    sa.Index("ix_card_response_rep", "org_id", "rep_id", "id"),
    sqlite_autoincrement=True,
)

written = card_response.c.words != sa.literal_column("''")
"""A literal, not a parameter: a planner that sees a parameter cannot use the partial index."""
sa.Index(
    "ix_card_response_words",
    card_response.c.org_id,
    card_response.c.id,
    sqlite_where=written,
    postgresql_where=written,
)

words_read = sa.Table(
    "words_read",
    metadata,
    sa.Column("response_id", _RowId, sa.ForeignKey("card_response.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reader_id", Key, primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("reader_name", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("answer", Words, nullable=False, comment="to the rep; empty where it was only read"),
    sa.Index("ix_words_read_reader", "org_id", "reader_id"),
)

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
    "seen_by",
)
"""The columns that are counted over a whole company; PostgreSQL reads them from the index alone."""

card_progress = sa.Table(
    "card_progress",
    metadata,
    sa.Column("card_key", Key, sa.ForeignKey("card.key"), primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("rep_id", Key, nullable=False, comment="whose card it is: the deal's owner when it was delivered"),
    sa.Column("playbook", Key, nullable=False),
    sa.Column("card", Words, nullable=False),
    sa.Column("skill", Words, comment="what the playbook taught then"),
    sa.Column("delivered_at", Moment, nullable=False),
    sa.Column("minutes", Exact, nullable=False, comment="of the rep's week that the delivery cost"),
    # what the rep did
    sa.Column("opened_at", Moment),
    sa.Column("acknowledged_at", Moment, comment="the first response that shows that the rep took note"),
    sa.Column("done_at", Moment),
    sa.Column("dismissed_at", Moment),
    sa.Column("dismissal", Words),
    sa.Column("aside", Words, comment="done, dismissed or snoozed: the rep's last word, where it lays the card aside"),
    sa.Column("aside_words", Words),
    sa.Column("aside_until", Moment),
    sa.Column("aside_stage", Words),
    sa.Column("useful", _flag()),
    sa.Column("answered_at", Moment),
    sa.Column("option", sa.Integer, comment="for the rep alone"),
    sa.Column("sure", _flag(), comment="for the rep alone"),
    sa.Column("right", _flag(), comment="for the rep alone"),
    # what was seen on the deal
    sa.Column("adherence", Words, comment="waiting, seen or not_seen; none where nothing is looked for"),
    sa.Column("seen_at", Moment),
    sa.Column("moved_at", Moment, comment="when the deal moved forward, within the time that is looked at"),
    sa.Column("seen_by", Words, comment="who did what is on the deal, whether it counts or not"),
    sa.Column("moved_by", Words, comment="who moved the deal forward, whether it counts or not"),
    sa.Index("ix_card_progress_rep", "org_id", "rep_id", "delivered_at"),
    sa.Index("ix_card_progress_time", "org_id", "delivered_at", postgresql_include=COUNTED),
)
answered = card_progress.c.answered_at.is_not(None)
sa.Index(
    "ix_card_progress_answered",
    card_progress.c.org_id,
    card_progress.c.rep_id,
    card_progress.c.skill,
    card_progress.c.answered_at,
    sqlite_where=answered,
    postgresql_where=answered,
)

card_adherence = sa.Table(
    "card_adherence",
    metadata,
    sa.Column("card_key", Key, sa.ForeignKey("card.key"), primary_key=True),
    sa.Column("org_id", Key, nullable=False),
    sa.Column("opportunity_id", Key, nullable=False),
    sa.Column("playbook", Key, nullable=False),
    sa.Column("delivered_at", Moment, nullable=False),
    sa.Column("due_at", Moment, comment="until when adherence counts; none where the playbook looks for nothing"),
    sa.Column("watched_until", Moment, nullable=False, comment="until when the deal is looked at for this card"),
    sa.Column("baseline", sa.JSON(none_as_null=True), comment="the deal at delivery; none once nothing is looked for"),
    sa.Column("adherence", Words, comment="waiting, seen or not_seen"),
    sa.Column("seen_at", Moment),
    sa.Column("moved_at", Moment),
    sa.Column("seen_by", Words, comment="rep, somebody_else, automation or not_known"),
    sa.Column("moved_by", Words, comment="rep, somebody_else, automation or not_known"),
    sa.Column("settled_at", Moment, comment="when the last question about this card was answered"),
)
watched = card_adherence.c.settled_at.is_(None)
sa.Index(
    "ix_card_adherence_watched",
    card_adherence.c.org_id,
    card_adherence.c.opportunity_id,
    sqlite_where=watched,
    postgresql_where=watched,
)

held_back = decision.c.verdict == sa.literal_column("'hold_back'")
"""A literal, not a parameter: a planner that sees a parameter cannot use the partial index."""
sa.Index(
    "ix_decision_held_back",
    decision.c.org_id,
    decision.c.at,
    decision.c.reason,
    decision.c.owner_id,
    sqlite_where=held_back,
    postgresql_where=held_back,
)
