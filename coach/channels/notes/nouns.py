"""The channel's own types: a note to be written, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.engine.model import Outcome
from coach.ports import Whereabouts


@dataclass(frozen=True, slots=True)
class NoteWork:
    """One note to be created (``note_id`` is None) or updated on the record.

    ``forms`` are the same body, from the richest markup to plain escaped text; Coach finds out which of them an org
    accepts. ``imprints`` distinguish our own text in the note from what others wrote
    (:mod:`coach.engine.notes.others`). ``version`` is the last version of the note whose words are accounted for, None
    if that is not known. ``shared`` says that it is known to hold words of others. ``language`` is that of the note. A
    note that ``leaves`` is removed unless somebody wrote into it. ``known`` are the ids of our other notes on the same
    record. ``left_before`` says that Coach itself has removed an earlier note of this key.
    """

    key: str
    opportunity_id: str
    title: str
    forms: tuple[str, ...]
    note_id: str | None = None
    link_id: str | None = None
    imprints: tuple[str, ...] = ()
    version: int | None = None
    shared: bool = False
    language: str = "en"
    leaves: bool = False
    known: frozenset[str] = frozenset()
    left_before: bool = False


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    """The settlement of one :class:`NoteWork`.

    WRITTEN carries ``note_id`` and ``link_id``. ``note_id`` may be set on a failure too: the note exists, its link does
    not. ``code`` is Salesforce's error code, or empty. ``version`` and ``shared`` are the new values for the fields of
    :class:`NoteWork`; None if nothing new is known.
    """

    key: str
    outcome: Outcome
    note_id: str | None = None
    link_id: str | None = None
    code: str = ""
    sentence: str = ""
    after: timedelta | None = None
    version: int | None = None
    shared: bool | None = None


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note of ours that a search found. ``link_id`` is None if it is attached to no record yet."""

    note_id: str
    link_id: str | None


NEWEST_NOTES = 2_000
"""The most notes of its own that Coach asks for at once: one page of an answer, and one call."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note that Coach made."""

    note_id: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where a note of ours should be."""

    opportunity_id: str
    note_id: str


@dataclass(frozen=True, slots=True)
class NoteSighting:
    """The result of looking for a note. ``outsiders``: external people who see the record can see the note, too."""

    where: Whereabouts
    link_id: str | None = None
    outsiders: bool = False
