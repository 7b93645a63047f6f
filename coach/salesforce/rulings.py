"""Faults and their meanings: the types that the fault table uses."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class FaultKind(StrEnum):
    """What a fault means for the caller.

    AGAIN: time helps the whole org. LOCKED: time helps this record. ORG: an admin or the operator must act, and no
    record is at fault. ADMIN: an admin must act. UNCLAIMED: the table has no row for it. SESSION: sign in again. GONE:
    the call's record does not exist, or no records of its kind do; that is verified before it is believed. ALREADY:
    what was requested is so already. FORM, SHARE_TYPE, VISIBILITY: refused in this form; another may be accepted.
    FIELD: a field does not exist, or is hidden. SHAPE: this way of calling is not offered for this object. INNOCENT:
    held back because of another record of the batch. SPOILED: the org broke without saying on what. LOST: nobody knows
    whether it was carried out.
    """

    AGAIN = "again"
    LOCKED = "locked"
    ORG = "org"
    ADMIN = "admin"
    UNCLAIMED = "unclaimed"
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
    """The fault in an answer. ``status`` is the HTTP status, 0 if there was none.

    ``sentence`` is set if more has been found out than code and message say.
    """

    code: str
    message: str = ""
    status: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a fault means: ``after`` is the shortest wait that makes sense, ``sentence`` says who does what."""

    kind: FaultKind
    sentence: str
    after: timedelta | None = None

    @property
    def soon(self) -> bool:
        """Whether a retry within seconds makes sense."""
        return self.kind is FaultKind.SPOILED or (
            self.kind is FaultKind.AGAIN and self.after is not None and self.after < timedelta(minutes=1)
        )


@dataclass(frozen=True, slots=True)
class FaultRule:
    """A row of the table. ``codes`` match the whole code, ``like`` a part of the code, ``words`` the message."""

    codes: frozenset[str]
    words: re.Pattern[str] | None
    ruling: Ruling
    like: re.Pattern[str] | None = None
