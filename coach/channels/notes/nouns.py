"""A note to be written, and what became of it: a delivery as this channel sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.engine.model import Outcome
from coach.ports import Whereabouts


@dataclass(frozen=True, slots=True)
class NoteWork:
    """One note to be created (``note_id`` is None) or updated on the record.

    ``forms`` are the same body from the richest to plain escaped text: which of them an org takes is found out.
    ``imprints`` tell whatever may stand there of ours from what others wrote (:mod:`coach.engine.notes.others`);
    ``version`` is the last version of the note whose words are accounted for, None where that is not known; ``shared``:
    it is known to hold words of others. ``language`` is that of the note. One that ``leaves`` is removed where nobody
    wrote into it. ``known`` are the ids of notes of ours on the same record that are known to be others;
    ``left_before``: Coach has removed an earlier note of this key itself.
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
    not. ``code`` is Salesforce's error code, or empty. ``version`` and ``shared`` are what :class:`NoteWork` says of
    them from now on; None where nothing new is known.
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
    """A note of ours that a look-up found. ``link_id`` is None where it hangs on no record yet."""

    note_id: str
    link_id: str | None


NEWEST_NOTES = 2_000
"""So many notes of its own Coach is told of at once: one page of an answer, and one call."""


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
    """What a look at a note told. ``outsiders`` says that people from outside who see the record see the note, too."""

    where: Whereabouts
    link_id: str | None = None
    outsiders: bool = False
