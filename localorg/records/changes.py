"""Changes of records, which are reported to listeners after the commit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from localorg.schema.types import Value


class ChangeKind(StrEnum):
    """What was done."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    UNDELETE = "undelete"


@dataclass(frozen=True, slots=True)
class Change:
    """One committed change. ``before`` is None for an insert, ``after`` for a delete.

    Records that the platform itself touches (an opportunity whose line item changed) have their own change, with the
    same user and client. ``client`` is the caller's value of ``Sforce-Call-Options``; None if it sent none.
    """

    object: str
    record_id: str
    kind: ChangeKind
    user_id: str
    client: str | None
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None


Listener = Callable[[Change], None]
