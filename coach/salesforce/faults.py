"""What an answer complained about, in any of Salesforce's shapes, and the error of ours that follows from it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from coach.errors import AnswerLost, CoachError, TryAgain, Undeliverable
from coach.salesforce.fault_table import TABLE
from coach.salesforce.rulings import Fault, Kind, Row, Ruling

__all__ = ["Fault", "Kind", "Ruling", "error", "fault_in", "kept_from_us", "rule"]

_KEPT_FROM_US = frozenset({Kind.ADMIN, Kind.FIELD, Kind.SHAPE, Kind.GONE})


def rule(fault: Fault) -> Ruling:
    """What this fault means. The first row that fits counts; a code that no row has is for an admin to read."""
    for row in TABLE:
        if _fits(row, fault):
            return row.ruling
    if fault.status == 429 or fault.status >= 500:
        return Ruling(Kind.AGAIN, f"Salesforce failed ({fault.code or fault.status}).", timedelta(seconds=30))
    return Ruling(Kind.ADMIN, f"Salesforce refuses: {_plainly(fault)}. An admin decides what to change.")


def _fits(row: Row, fault: Fault) -> bool:
    if row.codes and fault.code not in row.codes:
        return False
    return row.words is None or row.words.search(fault.message) is not None


def _plainly(fault: Fault) -> str:
    """The first line of the message, short: it may hold record data, and is shown to people."""
    line = next((part for part in fault.message.splitlines() if part.strip()), "").strip()
    return f"{line[:200]} ({fault.code})" if line else fault.code or f"HTTP status {fault.status}"


def kept_from_us(fault: Fault) -> bool:
    """Whether our user may not see what was asked for, or the org has none of it.

    Who can do without goes on without then. Any other fault says nothing about that, and must not pass for it.
    """
    return rule(fault).kind in _KEPT_FROM_US


def error(fault: Fault) -> CoachError:
    """The error to raise where a fault is that of the whole call."""
    ruling = rule(fault)
    match ruling.kind:
        case Kind.LOST:
            return AnswerLost(ruling.sentence, ruling.after, fault.code)
        case Kind.AGAIN | Kind.LOCKED | Kind.SPOILED | Kind.INNOCENT:
            return TryAgain(ruling.sentence, ruling.after, fault.code)
        case _:
            return Undeliverable(ruling.sentence, fault.code or "UNKNOWN")


def faults_in(body: object, status: int) -> Iterator[Fault]:
    """The faults in an error body, in any of the shapes that Salesforce uses.

    A list of ``{"message", "errorCode"}``; a save result's ``{"message", "statusCode"}``; OAuth's ``{"error",
    "error_description"}``. Anything else yields nothing.
    """
    for entry in body if isinstance(body, Sequence) and not isinstance(body, str) else [body]:
        if isinstance(entry, Mapping):
            code = entry.get("errorCode") or entry.get("statusCode") or entry.get("error")
            if code:
                message = entry.get("message") or entry.get("error_description") or ""
                yield Fault(str(code), str(message), status)


def fault_in(body: object, status: int) -> Fault:
    """The fault that counts: the first that is not merely held back by another."""
    faults = list(faults_in(body, status))
    guilty = (fault for fault in faults if rule(fault).kind is not Kind.INNOCENT)
    return next(guilty, faults[0] if faults else Fault("", "", status))
