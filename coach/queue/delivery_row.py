"""A note as it is kept: the wish, what is written, and how far it is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.engine.model import DeliveryState


class Action(StrEnum):
    """What an attempt may do at the org."""

    CREATE = "create"
    UPDATE = "update"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of the note table; see there for what each column means."""

    key: str
    opportunity_id: str
    title: str
    html: str
    live: bool
    sha: str
    wanted_at: datetime
    event_id: int | None
    written_sha: str | None
    written_at: datetime | None
    note_id: str | None
    link_id: str | None
    state: DeliveryState
    action: Action | None
    sent_sha: str | None
    lease_owner: str | None
    fence: int
    attempts: int
    crashes: int
    due_at: datetime
    in_doubt_since: datetime | None
    code: str
    sentence: str
    imprints: str = ""
    version: int | None = None
    shared: bool = False
    language: str = "en"
    unsent: int | None = None
    leaves: bool = False

    @property
    def may_be_on_record(self) -> bool:
        """Whether the org has this note, or could have it."""
        if self.state in (DeliveryState.DEAD, DeliveryState.WITHDRAWN):
            return False
        return bool(self.note_id or self.in_doubt_since or self.state == DeliveryState.SENDING)

    @property
    def look_first(self) -> bool:
        """Whether an earlier create may have been carried out."""
        return self.note_id is None and self.in_doubt_since is not None


def fingerprint(title: str, html: str, leaves: bool = False) -> str:
    """SHA-256 of what stands on the record, in hexadecimal; another one where that is to go."""
    gone = "\0leaves" if leaves else ""
    return hashlib.sha256(f"{title}\0{html}{gone}".encode(errors="replace")).hexdigest()
