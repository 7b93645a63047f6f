"""Event: what a sender says happened, and the content of one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """Where an event came from."""

    OUTBOUND_MESSAGE = "outbound_message"
    JSON = "json"
    RECONCILE = "reconcile"
    BESIDE = "beside"

    @property
    def reported(self) -> bool:
        """Whether a sender reported it. The other sources are Coach's own queries: for changes of the deal, or of a
        record beside it.
        """
        return self in (Source.OUTBOUND_MESSAGE, Source.JSON)


class EventKind(StrEnum):
    """What a sender says happened. A hint: the record is read back before anything is decided."""

    CREATED = "created"
    CHANGED = "changed"
    VIEWED = "viewed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to this opportunity. A hint, never the truth.

    ``org_id`` and ``opportunity_id`` have 18 characters. ``source_event_id`` is the sender's own id, at most 200
    characters. Together with org, source and opportunity it identifies an event permanently; alone it does not, because
    a sender may use one id for two things. ``occurred_at`` is the sender's claim.
    """

    org_id: str
    source: Source
    source_event_id: str
    kind: EventKind
    opportunity_id: str
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The content of one request: the events to store, and what was acknowledged, counted and ignored.

    ``ignored`` maps a named reason (``other_object``, ``no_record``, ``own_write`` …) to a count.
    """

    events: tuple[Event, ...]
    ignored: Mapping[str, int] = field(default_factory=dict)
