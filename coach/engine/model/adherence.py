"""Adherence: whether the deal shows what a card asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.engine.model.authorship import Author
from coach.engine.model.deal import Deal


class Adherence(StrEnum):
    """Whether what a playbook asks for was seen on the deal in time, done by a person.

    WAITING: not yet, and there is time left.
    """

    WAITING = "waiting"
    SEEN = "seen"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked for on a deal since a card was delivered on it, at ``since``; ``then`` is the deal as it was.

    What the playbook asks for counts until ``due``, None where it asks for nothing. ``until`` ends the watch.
    ``seen_at`` and ``moved_at`` are what was observed so far. ``seen_by`` says who did what is on the deal, whether
    that counts or not; None while there is nothing, or nobody had to do anything for it. ``moved_by`` is the same of
    the step forward.
    """

    key: str
    playbook: str
    since: datetime
    until: datetime
    then: Deal
    due: datetime | None = None
    adherence: Adherence | None = None
    seen_at: datetime | None = None
    moved_at: datetime | None = None
    seen_by: Author | None = None
    moved_by: Author | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """What a watch has come to. ``over``: nothing more can change."""

    key: str
    adherence: Adherence | None
    seen_at: datetime | None
    moved_at: datetime | None
    over: bool
    seen_by: Author | None = None
    moved_by: Author | None = None
