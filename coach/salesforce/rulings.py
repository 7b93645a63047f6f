"""What may be wrong, and what that means: the words of the fault table."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a fault means for the caller.

    AGAIN: time helps the whole org. LOCKED: time helps this record. ADMIN: an admin must act. SESSION: sign in anew.
    GONE: the record is not there any more. ALREADY: what was asked for is so already. FORM, SHARE_TYPE, VISIBILITY:
    not in this form; another may do. FIELD: a field is not there, or hidden. SHAPE: this way of calling is not offered
    for this object. INNOCENT: held back because of another record of the batch. SPOILED: the org broke without saying
    on what. LOST: carried out or not, nobody knows.
    """

    AGAIN = "again"
    LOCKED = "locked"
    ADMIN = "admin"
    SESSION = "session"
    GONE = "gone"
    ALREADY = "already"
    FORM = "form"
    SHARE_TYPE = "share_type"
    VISIBILITY = "visibility"
    FIELD = "field"
    SHAPE = "shape"
    INNOCENT = "innocent"
    SPOILED = "spoiled"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Fault:
    """What an answer complained about. ``status`` is the HTTP status, 0 where there was none."""

    code: str
    message: str = ""
    status: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a fault means: ``after`` is the shortest wait that makes sense, ``sentence`` says who does what."""

    kind: Kind
    sentence: str
    after: timedelta | None = None

    @property
    def soon(self) -> bool:
        """Whether asking again within seconds makes sense."""
        return self.kind is Kind.SPOILED or (
            self.kind is Kind.AGAIN and self.after is not None and self.after < timedelta(minutes=1)
        )


@dataclass(frozen=True, slots=True)
class Row:
    codes: frozenset[str]
    words: re.Pattern[str] | None
    ruling: Ruling
