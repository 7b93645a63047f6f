"""What may be wrong, and what that means: the words of the fault table."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class FaultKind(StrEnum):
    """What a fault means for the caller.

    AGAIN: time helps the whole org. LOCKED: time helps this record. ORG: an admin or the operator must act, and no
    record is at fault. ADMIN: an admin must act. UNCLAIMED: no row of the table knows it. SESSION: sign in anew. GONE:
    what the call is about is not there, be it the record or all of its kind: that is asked before it is believed.
    ALREADY: what was asked for is so already. FORM, SHARE_TYPE, VISIBILITY: not in this form; another may do. FIELD: a
    field is not there, or hidden. SHAPE: this way of calling is not offered for this object. INNOCENT: held back
    because of another record of the batch. SPOILED: the org broke without saying on what. LOST: carried out or not,
    nobody knows.
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
    """What an answer complained about. ``status`` is the HTTP status, 0 where there was none. ``told`` is the sentence
    where more has been found out than code and message say.
    """

    code: str
    message: str = ""
    status: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a fault means: ``after`` is the shortest wait that makes sense, ``sentence`` says who does what."""

    kind: FaultKind
    sentence: str
    after: timedelta | None = None

    @property
    def soon(self) -> bool:
        """Whether asking again within seconds makes sense."""
        return self.kind is FaultKind.SPOILED or (
            self.kind is FaultKind.AGAIN and self.after is not None and self.after < timedelta(minutes=1)
        )


@dataclass(frozen=True, slots=True)
class FaultRule:
    """``codes`` are whole codes, ``like`` is looked for in the code, ``words`` in the message."""

    codes: frozenset[str]
    words: re.Pattern[str] | None
    ruling: Ruling
    like: re.Pattern[str] | None = None
