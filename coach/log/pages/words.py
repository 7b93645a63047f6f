"""The words of the log's pages: one word or sentence for each stored value."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from coach.engine.adherence.words import AUTHORS, on_deal
from coach.engine.cards import BECAUSE
from coach.engine.deciding import sentence
from coach.engine.languages import figures_in
from coach.engine.model import Adherence, DeliveryState, Outcome, Reason, Source, Truth, Verdict
from coach.engine.responses import Response, ResponseKind
from coach.log.columns import LOGGED
from coach.log.lines import Engagement
from coach.log.order import Sort
from coach.log.outcomes import CardOutcome
from coach.text import one_line

VERDICTS: Mapping[Verdict, str] = {
    Verdict.DELIVER: "Delivered",
    Verdict.KEEP: "Kept",
    Verdict.RETIRE: "Retired",
    Verdict.HOLD_BACK: "Held back",
}
NOTE_STATES: Mapping[DeliveryState, str] = {
    DeliveryState.PENDING: "about to be written",
    DeliveryState.SENDING: "being written",
    DeliveryState.WRITTEN: "on the record",
    DeliveryState.IN_DOUBT: "Salesforce’s answer was lost, and Coach looks for the note",
    DeliveryState.WAITING: "waiting to be tried again",
    DeliveryState.PARKED: "waiting for somebody to act",
    DeliveryState.DEAD: "given up after many tries",
    DeliveryState.WITHDRAWN: "not on the record any more, or never there",
    DeliveryState.REMOVED: "removed by somebody",
}
TRUTHS: Mapping[Truth, str] = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "not known"}
OUTCOMES: Mapping[CardOutcome, str] = {
    CardOutcome.UNANSWERED: "open, with no answer yet",
    CardOutcome.UNTOUCHED: "never opened",
    CardOutcome.OPENED: "opened",
    CardOutcome.ACKNOWLEDGED: "acknowledged",
    CardOutcome.DONE: "done",
    CardOutcome.DONE_AND_SEEN: "done and seen on the deal",
    CardOutcome.DONE_NOT_SEEN: "done, but never seen on the deal",
    CardOutcome.DISMISSED: "dismissed",
    CardOutcome.DID_NOT_FIT: "dismissed as wrong or not relevant",
    CardOutcome.SNOOZED: "put off",
    CardOutcome.SEEN: "seen on the deal",
    CardOutcome.SEEN_BY_REP: "seen on the deal, done by the rep",
    CardOutcome.SEEN_BY_SOMEBODY_ELSE: "seen on the deal, done by somebody else",
    CardOutcome.NOT_SEEN: "not seen on the deal",
    CardOutcome.BY_AUTOMATION: "done by an agent or integration",
    CardOutcome.BY_NOBODY_KNOWN: "on the deal, by whom is not known",
    CardOutcome.USEFUL: "found useful",
    CardOutcome.MOVED_AFTER_SEEN: "seen on the deal, which moved forward",
    CardOutcome.MOVED_OTHERWISE: "not seen on the deal, which moved forward",
    CardOutcome.NOT_WRITTEN: "not on the record: its note waits for somebody to act",
    CardOutcome.SURE_AND_WRONG: "sure of a wrong answer",
}
SORTS: Mapping[Sort, str] = {
    Sort.WHEN: "When",
    Sort.REP: "Rep",
    Sort.DEAL: "Deal",
    Sort.AMOUNT: "Amount",
    Sort.PLAYBOOK: "Playbook",
}
SOURCES: Mapping[str, str] = {
    Source.OUTBOUND_MESSAGE: "as Salesforce told Coach (outbound message)",
    Source.JSON: "as another system told Coach (JSON event)",
    Source.RECONCILE: "which Coach found when it looked for changes it had missed",
    Source.BESIDE: "which Coach found on its account, owner, products or contacts",
}
ATTEMPTED: Mapping[str, str] = {
    "create": "a new note",
    "update": "a change of the note",
    "look": "a search for the note",
}
SETTLED: Mapping[str, str] = {
    Outcome.WRITTEN: "it is on the record",
    Outcome.IN_DOUBT: "the answer was lost, and Coach looks whether it is there",
    Outcome.TRY_AGAIN: "it did not work yet, and is tried again",
    Outcome.REFUSED: "Salesforce refused it, and somebody must act",
    Outcome.RECORD_GONE: "the record is gone",
    Outcome.VANISHED: "the note was not there any more",
    Outcome.REMOVED: "somebody had deleted the note",
    Outcome.LEFT: "the note is off the record",
    Outcome.NOT_NEEDED: "it was not needed any more",
}
DISMISSALS: Mapping[str, str] = {
    "not_relevant": "not relevant",
    "already_done": "done already",
    "wrong": "it is wrong",
    "other": "another reason",
}
OPENED, NOTED, DID = "opened the card", "took note of it", "did it"

REASONS: Mapping[Verdict, tuple[Reason, ...]] = {
    Verdict.DELIVER: (Reason.APPLIES, Reason.APPLIES_AGAIN),
    Verdict.HOLD_BACK: (
        Reason.NOT_IN_AUDIENCE,
        Reason.COOLDOWN,
        Reason.OUTRANKED,
        Reason.WEEKLY_MINUTES,
        Reason.DAILY_CAP,
        Reason.DEAL_DAILY_CAP,
        Reason.REP_CAP,
        Reason.DEAL_CAP,
        Reason.MISSING_DATA,
        Reason.AUDIENCE_UNKNOWN,
        Reason.SNOOZED,
        Reason.MASTERED,
        Reason.EXHAUSTED,
        Reason.DRAFT,
        Reason.RETIRED,
        Reason.APPROVAL_OVER,
        Reason.OWNER_INACTIVE,
        Reason.UNRENDERABLE,
    ),
    Verdict.RETIRE: (
        Reason.NO_LONGER_APPLIES,
        Reason.DONE,
        Reason.DISMISSED,
        Reason.SNOOZED,
        Reason.OUTRANKED,
        Reason.DEAL_CLOSED,
        Reason.DEAL_GONE,
        Reason.NOT_IN_AUDIENCE,
        Reason.DRAFT,
        Reason.RETIRED,
        Reason.APPROVAL_OVER,
        Reason.PLAYBOOK_GONE,
    ),
}
"""The possible reasons of each logged verdict, the usual ones first."""


def percent(hundredths: Decimal) -> str:
    """12.5%."""
    return figures_in("en").percent(hundredths)


def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount for people: thousands separators, cents only if there are any, then the currency."""
    if amount is None:
        return "–"
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{digits} {currency}" if currency else digits


def shown_amount(plain: str) -> str:
    """An amount from a URL, with thousands separators; anything else unchanged."""
    try:
        return f"{Decimal(plain):,f}"
    except InvalidOperation:
        return plain


def minutes(number: Decimal) -> str:
    """Minutes, in the precision in which they are charged."""
    return figures_in("en").minutes(number) if number else "–"


def took(duration: timedelta | None) -> str:
    """A duration, formatted for people."""
    if duration is None:
        return "–"
    seconds = duration.total_seconds()
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7_200 else f"{seconds / 3_600:.0f} h"


class Step(StrEnum):
    """The furthest that a rep got with a card. Each step has its own colour, the same on every page."""

    UNTOUCHED = "untouched"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    DONE = "done"
    SEEN = "seen"


def step(taken: Engagement) -> Step:
    """How far the rep is. A card that is done, and whose effect is on the deal, counts as seen."""
    if taken.done_at:
        return Step.SEEN if taken.adherence is Adherence.SEEN else Step.DONE
    if taken.dismissed_at:
        return Step.DISMISSED
    if taken.aside == Reason.SNOOZED:
        return Step.SNOOZED
    if taken.acknowledged_at:
        return Step.ACKNOWLEDGED
    return Step.OPENED if taken.opened_at else Step.UNTOUCHED


def response(taken: Engagement) -> str:
    """The same in words."""
    match step(taken):
        case Step.SEEN | Step.DONE:
            return "Done"
        case Step.DISMISSED:
            return f"Dismissed: {DISMISSALS.get(taken.dismissal or '', 'no reason given')}"
        case Step.SNOOZED:
            return "Put off"
        case Step.ACKNOWLEDGED:
            return "Acknowledged"
        case Step.OPENED:
            return "Opened, no answer yet"
        case Step.UNTOUCHED:
            return "Not opened yet"


def trouble(state: DeliveryState | None) -> str:
    """The trouble of a note that should be on the record but is not, as the name of its colour; else empty."""
    if state in (DeliveryState.PARKED, DeliveryState.DEAD):
        return "failed"
    return "waiting" if state in (DeliveryState.WAITING, DeliveryState.IN_DOUBT) else ""


def for_others(detail: str) -> str:
    """The detail for readers other than the rep: without words that address the rep, and without minutes shown
    elsewhere.
    """
    if not detail.startswith(BECAUSE):
        return detail
    facts = detail.removeprefix(BECAUSE).partition(" The card takes ")[0]
    return facts[:1].upper() + facts[1:]


def why(verdict: str, reason: str, detail: str) -> str:
    """The meaning of the reason, then its figures; for a delivery only the facts."""
    means = sentence(reason)
    if verdict == Verdict.DELIVER or means.removesuffix(".") in detail:
        return for_others(detail)
    return f"{means} {for_others(detail)}".rstrip()


def answer(taken: Engagement, tells_answer: bool) -> str:
    """That the question was answered and, if ``tells_answer``, how. By default only the rep may see that."""
    return _answered(taken.right, tells_answer) if taken.answered_at else ""


def _answered(right: bool | None, tells_answer: bool) -> str:
    if not tells_answer or right is None:
        return "answered"
    return "answered rightly" if right else "answered wrongly"


def steps(
    taken: Engagement | None, said: Sequence[Response], tells_answer: bool, zone: tzinfo
) -> list[tuple[datetime, str]]:
    """What a rep did about a card, and what was seen of it, in order of time.

    ``taken`` adds what ``said`` lacks: consequences of a response, and what is known of responses no longer stored.
    """
    did = _taken(taken, tells_answer) if taken else []
    did += [(each.at, _did(each, tells_answer, zone)) for each in said]
    if taken and taken.dismissed_at and all(each.kind is not ResponseKind.DISMISSED for each in said):
        did.append((taken.dismissed_at, _dismissed(taken.dismissal, "")))
    return sorted(dict.fromkeys(did), key=lambda step: step[0])


def _taken(taken: Engagement, tells_answer: bool) -> list[tuple[datetime, str]]:
    known = [
        (taken.opened_at, OPENED),
        (taken.acknowledged_at, NOTED),
        (taken.answered_at, f"{answer(taken, tells_answer)} the question"),
        (taken.done_at, DID),
        (taken.seen_at, f"it was seen on the deal, done {AUTHORS[taken.seen_by]}" if taken.seen_by else ""),
    ]
    return [(at, what) for at, what in known if at is not None]


def _did(said: Response, tells_answer: bool, zone: tzinfo) -> str:
    match said.kind:
        case ResponseKind.OPENED:
            return OPENED
        case ResponseKind.ACKNOWLEDGED:
            return NOTED
        case ResponseKind.DONE:
            return DID
        case ResponseKind.DISMISSED:
            return _dismissed(said.dismissal, said.words)
        case ResponseKind.SNOOZED:
            return f"put it off until {_until(said.until, zone)}"
        case ResponseKind.RATED:
            return "found it useful" if said.useful else "did not find it useful"
        case ResponseKind.ANSWERED:
            return f"{_answered(said.right, tells_answer)} the question"


def _until(until: datetime | None, zone: tzinfo) -> str:
    return f"{until.astimezone(zone):%d %b %Y}".lstrip("0") if until else "the stage changes"


def _dismissed(why: str | None, wrote: str) -> str:
    reason = f"dismissed it: {DISMISSALS.get(why or '', 'no reason given')}"
    return f"{reason}, in their words “{one_line(wrote)}”" if wrote else reason


def seen(taken: Engagement) -> str:
    """Whether what the card asks for is on the deal, and who did it."""
    return on_deal(taken.adherence, taken.seen_by) if taken.adherence else ""


def group_of(reason: Reason) -> Verdict:
    """The verdict that usually has this reason."""
    return next(verdict for verdict in LOGGED if reason in REASONS[verdict])
