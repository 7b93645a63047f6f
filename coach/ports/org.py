"""The Salesforce org: read deals, and what changed about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from coach.engine.model import Deal, Edits, Event, FieldSelection


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


NOTHING = FieldSelection()
RATES = "org.rates"
"""Where the mark of the exchange rates is kept: whoever has older ones reads them anew."""


HELD_CALLS = "org.held_calls"
HELD_WRITES = "org.held_writes"
"""Where it is kept that the org refuses every call, or every note, until an admin says that the cause is gone."""


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

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""


class Memory(Protocol):
    """What has been found out about the org, kept for every process and the next start."""

    def recall(self, name: str) -> str | None:
        """The remembered value."""

    def remember(self, name: str, value: str) -> None:
        """Keep a value, replacing what was there."""
