"""The Salesforce org: read deals, write notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from coach.engine.model import Deal, DeliveryWork, Edits, Event, FieldSelection, Receipt


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom we are signed in as: both ids have 18 characters; ``instance_url`` has no trailing slash."""

    org_id: str
    user_id: str
    instance_url: str


@dataclass(frozen=True, slots=True)
class DealsRead:
    """The answer to one read: ``deals`` by id; ``gone`` are deleted, or hidden from our user; of ``odd`` the org told
    something that no deal can be made of.
    """

    deals: Mapping[str, Deal]
    gone: frozenset[str] = frozenset()
    odd: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """The answer to "what changed": ``events``, oldest first. ``rates`` is a mark that differs once an exchange rate
    does; None where none is asked for, or none is shown to us. ``lost_at`` is when a record beside some deal was last
    deleted that left no trace of which deal it was; None where none was.
    """

    events: Sequence[Event]
    rates: str | None = None
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiUsage:
    """API calls used of those allowed in the last 24 hours, as the org last told us."""

    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note of ours that a look-up found. ``link_id`` is None where it hangs on no record yet."""

    note_id: str
    link_id: str | None


NOTHING = FieldSelection()
RATES = "org.rates"
"""Where the mark of the exchange rates is kept: whoever has older ones reads them anew."""


HELD_CALLS = "org.held_calls"
HELD_WRITES = "org.held_writes"
"""Where it is kept that the org refuses every call, or every note, until an admin says that the cause is gone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note of ours should be."""

    opportunity_id: str
    note_id: str


NEWEST_NOTES = 2_000
"""So many notes of its own Coach is told of at once: one page of an answer, and one call."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note that Coach made."""

    note_id: str
    title: str
    created_at: datetime


class Whereabouts(StrEnum):
    """What a look at a note tells."""

    THERE = "there"
    """On its record."""
    LOST = "lost"
    """Nowhere, and nothing tells of a person who wanted it so."""
    UNLINKED = "unlinked"
    """It exists and hangs on its record no more, and nothing tells of a person who wanted it so."""
    REMOVED = "removed"
    """Somebody deleted it, or took it off its record."""
    NOT_TOLD = "not_told"
    """Its record is gone or hidden from our user: that is found out elsewhere."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look at a note told. ``outsiders`` says that people from outside who see the record see the note, too."""

    where: Whereabouts
    link_id: str | None = None
    outsiders: bool = False


class Org(Protocol):
    """The one configured Salesforce org."""

    def identity(self) -> Identity:
        """Sign in where needed, and say as whom."""

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Read opportunities (18-character ids) with all that a :class:`Deal` holds, in as few calls as possible."""

    def edits(self, ids: Sequence[str], custom_fields: frozenset[str]) -> Mapping[str, Edits]:
        """Who changed what on these opportunities, as far as their histories are open to our user."""

    def now(self) -> datetime:
        """The org's own time, whatever the worker's clock says."""

    def skew(self) -> timedelta | None:
        """How far that is ahead of the worker's; None before the org's first answer."""

    def changed_since(self, since: datetime, asked: FieldSelection = NOTHING) -> Changes:
        """An event for every opportunity that changed at or after ``since``, in the org's time; and for every open one
        beside which something did that ``asked`` depends on.

        The event's own id is made from record ids and modstamp, so that a change is counted once however often it is
        seen.
        """

    def readable(self, asked: FieldSelection) -> str:
        """A mark that differs once something of ``asked`` can be read that could not be before, or the reverse."""

    def write_notes(self, work: Sequence[DeliveryWork]) -> Sequence[Receipt]:
        """Create and update notes; one receipt for each piece of work, in any order; a bad note raises nothing."""

    def take_back(self) -> Sequence[str]:
        """The keys of notes that were refused for good before it turned out that the org refuses all; told once."""

    def find_notes(self, work: Sequence[DeliveryWork], last: bool = True) -> Mapping[str, FoundNote]:
        """Look for notes by record and title, linked or not; the keys of ``work`` that were found. Oldest wins;
        one in the recycle bin is found where there is no other. A look that is not the ``last`` before writing may be
        refused with TryAgain where an org takes nothing: there will be another.
        """

    def own_notes(self, since: datetime) -> Sequence[OwnNote]:
        """The newest notes that Coach has made since then, those excepted that were deleted."""

    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The markers in these notes' contents, by id, as far as they are there: a call each."""

    def hanging(self, note_ids: frozenset[str]) -> frozenset[str]:
        """Those of these notes that hang on a record."""

    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        """Take notes off all records; those that could not be: note id → who must do what."""

    def look_at_notes(self, places: Mapping[str, Place]) -> Mapping[str, Sighting]:
        """See what has become of these notes, by key; every one of them is told."""

    def keep_inside(self, link_ids: Sequence[str]) -> int:
        """Let no more than the org's own people see what hangs by these links, where the org knows such a limit; how
        many there are by now.
        """

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""


class Memory(Protocol):
    """What has been found out about the org, kept for every process and the next start."""

    def recall(self, name: str) -> str | None:
        """The remembered value."""

    def remember(self, name: str, value: str) -> None:
        """Keep a value, replacing what was there."""
