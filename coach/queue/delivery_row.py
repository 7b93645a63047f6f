"""A delivery as it is stored: what is wanted, what is written, and its state."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from coach.engine.model import DeliveryState
from coach.engine.model.delivery import Details
from coach.engine.model.lines import Lines
from coach.queue.documents import lines_document


class Action(StrEnum):
    """What an attempt may do in the org."""

    CREATE = "create"
    UPDATE = "update"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of the delivery table; the table explains each column."""

    key: str
    channel: str
    opportunity_id: str
    target: str
    title: str
    body: Lines
    live: bool
    sha: str
    wanted_at: datetime
    event_id: int | None
    written_sha: str | None
    written_at: datetime | None
    remote_id: str | None
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
    details: Details = field(default_factory=dict)
    language: str = "en"
    unsent: int | None = None
    leaves: bool = False
    returns: bool = False

    @property
    def may_be_there(self) -> bool:
        """Whether the delivery is at its target, or could be."""
        if self.state in (DeliveryState.DEAD, DeliveryState.WITHDRAWN):
            return False
        return bool(self.remote_id or self.in_doubt_since or self.state == DeliveryState.SENDING)

    @property
    def look_first(self) -> bool:
        """Whether an earlier create may have been carried out."""
        return self.remote_id is None and self.in_doubt_since is not None


def fingerprint(title: str, body: Lines, leaves: bool = False) -> str:
    """SHA-256 of the content at the target, in hexadecimal. With ``leaves``, the hash is a different one."""
    content = json.dumps([title, lines_document(body), leaves])
    return hashlib.sha256(content.encode()).hexdigest()
