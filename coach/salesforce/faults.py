"""Find the fault in an answer, in any of Salesforce's formats, and translate it into a CoachError."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from coach.errors import AnswerLost, CoachError, TryAgain, Undeliverable
from coach.salesforce.fault_table import TABLE
from coach.salesforce.rulings import Fault, FaultKind, FaultRule, Ruling
from coach.salesforce.status_codes import DOCUMENTED, OF_A_CALL

__all__ = [
    "Fault",
    "FaultKind",
    "Ruling",
    "error",
    "fault_in",
    "foreign",
    "kept_from_us",
    "lost",
    "oauth_fault",
    "refuses",
    "rule",
]

_KEPT_FROM_US = frozenset({FaultKind.ADMIN, FaultKind.UNCLAIMED, FaultKind.FIELD, FaultKind.SHAPE, FaultKind.GONE})
_CLAIMED = frozenset().union(*(row.codes for row in TABLE))
_SOON = timedelta(seconds=30)


def rule(fault: Fault) -> Ruling:
    """What this fault means. The first matching row counts; a code without a row is for an admin to read."""
    row = _row(fault)
    ruling = row.ruling if row else _unclaimed(fault)
    return replace(ruling, sentence=fault.sentence) if fault.sentence else ruling


def _row(fault: Fault) -> FaultRule | None:
    return next((row for row in TABLE if _fits(row, fault)), None)


def _fits(row: FaultRule, fault: Fault) -> bool:
    if row.codes and fault.code not in row.codes:
        return False
    if row.like and not row.like.search(fault.code):
        return False
    return row.words is None or row.words.search(fault.message) is not None


def _unclaimed(fault: Fault) -> Ruling:
    if not fault.code:
        return Ruling(FaultKind.AGAIN, _foreign(fault.status), _SOON)
    if fault.status == 429 or fault.status >= 500:
        return Ruling(FaultKind.AGAIN, f"Salesforce failed ({_plainly(fault)}).", _SOON)
    return Ruling(FaultKind.UNCLAIMED, f"Salesforce refuses: {_plainly(fault)}. An admin decides what to change.")


def _plainly(fault: Fault) -> str:
    """The first line of the message, shortened: it may hold record data, and is shown to people."""
    line = next((part for part in fault.message.splitlines() if part.strip()), "").strip()
    return f"{line[:200]} ({fault.code})" if line else fault.code


def _foreign(status: int) -> str:
    """A sentence for an answer that Salesforce's API does not give: nothing more than its status is known."""
    answered = f"Something answered in Salesforce's place (HTTP status {status})" if status else "No answer came"
    if status in (401, 403, 407, 451):
        who = "if it lasts, the operator looks for a proxy or firewall that does not let Coach through."
    elif status < 400 or status in (502, 503, 504):
        who = (
            "a page for maintenance, or a proxy; if it lasts, the operator checks the org's address and the way to it."
        )
    else:
        who = "if it lasts, the operator checks the org's address, and the proxies on the way to it."
    return f"{answered}: {who}"


def refuses(fault: Fault) -> bool:
    """Whether this is a refusal of the org's own, given before anything was done.

    Only a code that is documented as such is one. Anything else may come from a gateway, or after the change was made.
    A code that says nothing counts if its words are known: a used-up publication limit is reported in that way.
    """
    if fault.code not in DOCUMENTED and fault.code not in _CLAIMED:
        return False
    if rule(fault).kind is FaultKind.LOST or fault.code.islower():
        return False
    row = _row(fault)
    return fault.code not in _AFTER_THE_DEED or (row is not None and row.words is not None)


_AFTER_THE_DEED = frozenset(
    {
        "INTERNAL_ERROR",
        "INTERNAL_SERVER_ERROR",
        "NOT_JSON",
        "QUERY_TIMEOUT",
        "REQUEST_RUNNING_TOO_LONG",
        "SERVER_UNAVAILABLE",
        "SERVICE_UNAVAILABLE",
        "TOO_MANY_REQUESTS",
        "UNKNOWN_EXCEPTION",
    }
)
"""Codes that do not say how far the org came."""


def of_a_call(fault: Fault) -> bool:
    """Whether a refusal of a call with many records was given before the org looked at any of them.

    The org reports what is wrong with a record in that record's own result. As an answer to the whole call, such a code
    has the wrong shape: nobody knows what became of the records.
    """
    if rule(fault).kind in {FaultKind.ORG, FaultKind.SESSION, FaultKind.INNOCENT}:
        return True
    # A refusal with a code that says nothing was known by its words: see `refuses`.
    return fault.code in OF_A_CALL or fault.code in _AFTER_THE_DEED


def refuses_all(fault: Fault) -> bool:
    """Whether the next call would fail as well, whatever it asks: the org's calls are used up, or its API is off."""
    used_up = fault.code == "REQUEST_LIMIT_EXCEEDED" and "oncurrent" not in fault.message
    return used_up or rule(fault).kind is FaultKind.ORG


def foreign(status: int = 0) -> Fault:
    """The fault of an answer that is not from Salesforce."""
    return Fault("NOT_JSON", "", status, _foreign(status))


def lost(fault: Fault) -> Fault:
    """The fault as a doubt: the request may have been carried out, whatever the answer says."""
    return Fault("ANSWER_LOST", "", fault.status, f"{rule(fault).sentence} What was asked may have been done.")


def kept_from_us(fault: Fault) -> bool:
    """Whether our user may not see what was asked for, or the org has none of it.

    A caller that can do without it then goes on. Any other fault says nothing about that, and must not be treated like
    it.
    """
    return rule(fault).kind in _KEPT_FROM_US


def error(fault: Fault) -> CoachError:
    """The error to raise if a fault is that of the whole call."""
    ruling = rule(fault)
    match ruling.kind:
        case FaultKind.LOST:
            return AnswerLost(ruling.sentence, ruling.after, fault.code)
        case FaultKind.AGAIN | FaultKind.LOCKED | FaultKind.SPOILED | FaultKind.INNOCENT:
            return TryAgain(ruling.sentence, ruling.after, fault.code)
        case _:
            return Undeliverable(ruling.sentence, fault.code or "UNKNOWN")


def _faults_in(body: object, status: int) -> Iterator[Fault]:
    """The faults in an error body: a list of ``{"message", "errorCode"}``.

    In a save result it is ``{"message", "statusCode"}``. Anything else is not Salesforce's, and yields nothing.
    """
    for entry in body if isinstance(body, Sequence) and not isinstance(body, str) else ():
        code = (entry.get("errorCode") or entry.get("statusCode")) if isinstance(entry, Mapping) else None
        if isinstance(code, str):
            yield Fault(code, str(entry.get("message") or ""), status)


def oauth_fault(body: object, status: int) -> Fault:
    """The fault in a sign-in's answer, which has its own format: ``{"error", "error_description"}``."""
    if isinstance(body, Mapping) and isinstance(body.get("error"), str):
        return Fault(body["error"], str(body.get("error_description") or ""), status)
    return fault_in(body, status)


def fault_in(body: object, status: int) -> Fault:
    """The first fault that was not merely held back because of another; one without a code if there is none."""
    faults = list(_faults_in(body, status))
    guilty = (fault for fault in faults if rule(fault).kind is not FaultKind.INNOCENT)
    return next(guilty, faults[0] if faults else Fault("", "", status))
