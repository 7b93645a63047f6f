"""The interface to the Salesforce org: read deals, and find out what changed about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from coach.engine.model import Deal, Edits, Event, FieldSelection


@dataclass(frozen=True, slots=True)
class Identity:
    """The user we are signed in as. Both ids have 18 characters; ``instance_url`` has no trailing slash."""

    org_id: str
    user_id: str
    instance_url: str


@dataclass(frozen=True, slots=True)
class DealsRead:
    """The result of one read: ``deals`` by id. ``gone`` are deleted, or hidden from our user.

    ``odd`` are ids whose answer from the org cannot be turned into a deal.
    """

    deals: Mapping[str, Deal]
    gone: frozenset[str] = frozenset()
    odd: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """The result of :meth:`Org.changed_since`: ``events``, oldest first.

    ``rates`` is a mark that changes whenever an exchange rate does; None if no rates were asked for, or our user sees
    none. ``lost_at`` is when a related record was last deleted without a trace of which deal it belonged to; None if
    none was.
    """

    events: Sequence[Event]
    rates: str | None = None
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiUsage:
    """API calls used, of those allowed in 24 hours, as of the org's last answer."""

    used: int
    allowed: int


NOTHING = FieldSelection()
RATES = "org.rates"
"""The memory key of the exchange rates' mark. A process that holds older rates reads them again."""


HELD_CALLS = "org.held_calls"
HELD_WRITES = "org.held_writes"
"""Memory keys for "the org refuses every call" and "every note", until an admin says that the cause is gone."""
EVERY_NOTE_REFUSED = "Every note is refused at the moment: one is tried from time to time, the others wait."
"""The end of the sentence of each note that waits for that reason, including the one that is tried."""
ORG_REFUSES = "ORG_REFUSES"
"""The code of work that is put off because the org is left alone. The one that is tried has the org's own code."""


class Org(Protocol):
    """The one configured Salesforce org."""

    def identity(self) -> Identity:
        """Sign in if needed, and return who we are signed in as."""

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Read opportunities (18-character ids) with all that a :class:`Deal` holds, in as few calls as possible."""

    def edits(self, ids: Sequence[str], custom_fields: frozenset[str]) -> Mapping[str, Edits]:
        """Who changed what on these opportunities, as far as our user may read their histories."""

    def now(self) -> datetime:
        """The org's own time, whatever the worker's clock says."""

    def skew(self) -> timedelta | None:
        """How far the org's time is ahead of the worker's; None before the org's first answer."""

    def changed_since(self, since: datetime, asked: FieldSelection = NOTHING) -> Changes:
        """An event for every opportunity that changed at or after ``since``, in the org's time.

        Also one for every open opportunity whose related records changed in something that ``asked`` depends on.

        The event's own id is made from record ids and modstamp, so that a change is counted once however often it is
        seen.
        """

    def readable(self, asked: FieldSelection) -> str:
        """A mark that changes whenever a field in ``asked`` becomes readable or unreadable to us."""

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""


class Memory(Protocol):
    """What has been found out about the org, kept for every process and across restarts."""

    def recall(self, name: str) -> str | None:
        """The remembered value."""

    def remember(self, name: str, value: str) -> None:
        """Store a value, replacing the earlier one."""
