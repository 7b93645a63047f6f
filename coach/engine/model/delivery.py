"""Note: a card on the record, and its way there."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a note is on its way to the record."""

    PENDING = "pending"
    SENDING = "sending"
    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    WAITING = "waiting"
    PARKED = "parked"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """Somebody took it off the record: it is not put back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a card ended: in a few words, and why in a sentence. ``done``: what it asks for was done; ``by_person``: its
    end is somebody's doing.
    """

    label: str
    sentence: str
    done: bool = False
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A note as it should stand on the record. ``key`` is its card's key, or the deal's for a living note.

    ``html``, the richest form, holds a marker made from the key, so that a note can be found again after a lost answer.
    ``live`` is False once nothing in it is open. One that ``leaves`` goes from the record, except where people wrote
    into it: then it reads like this, with their words. ``language`` is the tag of the language that it reads in.
    """

    key: str
    opportunity_id: str
    title: str
    html: str
    live: bool = True
    language: str = "en"
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryWork:
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


class Outcome(StrEnum):
    """What became of one :class:`DeliveryWork`."""

    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    RECORD_GONE = "record_gone"
    VANISHED = "vanished"
    """The note that was to be updated is no longer there, and nothing says why. The record is."""
    REMOVED = "removed"
    """Somebody deleted the note: it lies in the recycle bin."""
    LEFT = "left"
    """It was to leave the record, and is not there any more."""
    NOT_NEEDED = "not_needed"
    """It is not on the record, and was retired before it came there."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The settlement of one :class:`DeliveryWork`.

    WRITTEN carries ``note_id`` and ``link_id``. REFUSED means that an admin must act, and ``sentence`` says who does
    what. TRY_AGAIN may carry ``after``, the shortest wait that makes sense. ``note_id`` may be set on a failure too:
    the note exists, its link does not. ``code`` is Salesforce's error code, or empty. ``version`` and ``shared`` are
    what :class:`DeliveryWork` says of them from now on; None where nothing new is known.
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
