"""A message's definition, and a notification."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from localorg import ids

ACTION = "04k"
NOTIFICATION = "04l"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DEFAULT_FIELDS = (
    "AccountId",
    "Amount",
    "CloseDate",
    "ForecastCategory",
    "HasOpportunityLineItem",
    "IsClosed",
    "IsWon",
    "LastModifiedById",
    "LastModifiedDate",
    "LeadSource",
    "Name",
    "NextStep",
    "OwnerId",
    "Probability",
    "StageName",
    "SystemModstamp",
    "Type",
)


@dataclass(frozen=True, slots=True)
class Message:
    """An outbound message as an administrator defines it.

    ``action_id`` (04k…) identifies it in every envelope. ``fields`` are API names of ``object``'s fields; Id is always
    sent. ``silent_users`` are the 18-character ids of users without the permission "Send Outbound Messages": their
    changes send no message.
    """

    name: str
    action_id: str
    endpoint: str
    object: str = "Opportunity"
    fields: tuple[str, ...] = DEFAULT_FIELDS
    active: bool = True
    silent_users: tuple[str, ...] = ()


def platform_id(prefix: str, number: int) -> str:
    """The 18-character id of the ``number``-th object with a prefix: prefix, number in base 62, checksum."""
    figures = ""
    while number:
        number, figure = divmod(number, len(_DIGITS))
        figures = _DIGITS[figure] + figures
    id15 = prefix + figures.rjust(12, "0")
    return id15 + ids.checksum(id15)


class State(StrEnum):
    """The state of a notification. DROPPED: it was not acknowledged within a day."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Notification:
    """One change of one record, to be reported once. It has no field values: those are read when it is sent.

    ``id`` is 04l…; ``attempts`` counts calls; ``last_status`` is the HTTP status of the last call, None without an
    answer; ``last_answer`` is the sentence that explains it.
    """

    id: str
    message: str
    record_id: str
    queued_at: datetime
    due_at: datetime
    state: State = State.PENDING
    attempts: int = 0
    last_status: int | None = None
    last_answer: str = ""
