"""Adherence: whether the deal shows what a card asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.engine.model.authorship import Author
from coach.engine.model.deal import Deal


class Adherence(StrEnum):
    """Whether a person did in time what a playbook asks for, as seen on the deal.

    WAITING: not seen yet, and there is time left.
    """

    WAITING = "waiting"
    SEEN = "seen"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look for on a deal after a card was delivered on it at ``since``. ``then`` is the deal at that time.

    What the playbook asks for counts until ``due``; None if it asks for nothing. ``until`` ends the watch. ``seen_at``
    and ``moved_at`` are what was observed so far. ``seen_by`` says who did what was seen, whether or not that counts;
    None if nothing was seen, or nobody had to act for it. ``moved_by`` is the same for the step forward.
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
    """The current result of a watch. ``over``: nothing more can change."""

    key: str
    adherence: Adherence | None
    seen_at: datetime | None
    moved_at: datetime | None
    over: bool
    seen_by: Author | None = None
    moved_by: Author | None = None
