"""Third: claim the notes that wait, look for those whose answer was lost, write the others, and settle all."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import structlog

from coach.engine.model import DeliveryWork, Outcome, Receipt
from coach.errors import CoachError
from coach.leases import elapsed, kept
from coach.pipeline.ports import Ports
from coach.pipeline.status import remember_usage
from coach.pipeline.waiting import wait_after
from coach.ports import DeliveryClaim

log = structlog.get_logger(__name__)

DELIVERIES_AT_ONCE = 400
"""Two collections of 200 notes and two of links fit one composite call."""


def write(ports: Ports) -> int:
    """Write the notes that wait, a batch of them; returns how many were taken."""
    began = elapsed()
    claims = ports.store.claim_deliveries(DELIVERIES_AT_ONCE, ports.lease)
    if not claims:
        return 0
    renew, announce = (
        partial(ports.store.renew_deliveries, claims, ports.lease),
        partial(ports.store.about_to_create, claims),
    )
    with kept(renew, ports.lease, began, announce=announce):
        receipts = _write(ports, claims)
    ports.store.settle_deliveries(claims, receipts)
    ports.seen.remember(receipts)
    if wronged := ports.org.take_back():
        ports.store.take_back(wronged)
    _log_receipts(claims, receipts)
    remember_usage(ports)
    if len(claims) == DELIVERIES_AT_ONCE or claims[0].suspected:
        ports.wake.write()
    return len(claims)


def _write(ports: Ports, claims: Sequence[DeliveryClaim]) -> list[Receipt]:
    claims, receipts = _aware(ports, claims)
    doubtful = [claim for claim in claims if claim.look_first]
    work = [claim.work for claim in claims if not claim.look_first]
    if doubtful:
        settled, still_to_do = _look(ports, doubtful)
        receipts += settled
        work += still_to_do
    if not work:
        return receipts
    try:
        return [*receipts, *ports.org.write_notes(work)]
    except CoachError as error:
        return [*receipts, *(_again(piece, error) for piece in work)]


def _aware(ports: Ports, claims: Sequence[DeliveryClaim]) -> tuple[Sequence[DeliveryClaim], list[Receipt]]:
    """Where the database is an older copy, what it does not know of as written is looked for first."""
    new = [claim for claim in claims if claim.work.note_id is None and not claim.look_first]
    if not new:
        return claims, []
    try:
        doubtful = ports.strays.to_look_for([claim.work.key for claim in new])
    except CoachError as error:
        put_off = [_again(claim.work, error) for claim in new]
        return [claim for claim in claims if claim not in new], put_off
    return [_to_be_looked_for(claim) if claim.work.key in doubtful else claim for claim in claims], []


def _look(ports: Ports, claims: Sequence[DeliveryClaim]) -> tuple[list[Receipt], list[DeliveryWork]]:
    """Look for notes whose create may have been carried out; what is found is adopted, not written twice."""
    try:
        last = any(claim.give_up_looking for claim in claims)
        found = ports.org.find_notes([claim.work for claim in claims], last)
    except CoachError as error:
        return [replace(_again(claim.work, error), outcome=Outcome.IN_DOUBT) for claim in claims], []
    receipts: list[Receipt] = []
    work: list[DeliveryWork] = []
    for claim in claims:
        note = found.get(claim.work.key)
        if note:
            work.append(replace(claim.work, note_id=note.note_id, link_id=note.link_id))
        elif claim.give_up_looking and claim.live:
            work.append(claim.work)
        elif claim.give_up_looking:
            receipts.append(Receipt(claim.work.key, Outcome.NOT_NEEDED))
        else:
            sentence = "The answer to an earlier attempt was lost; its note is not there yet."
            receipts.append(Receipt(claim.work.key, Outcome.IN_DOUBT, sentence=sentence))
    return receipts, work


def _to_be_looked_for(claim: DeliveryClaim) -> DeliveryClaim:
    return replace(claim, look_first=True, give_up_looking=True)


def _again(work: DeliveryWork, error: CoachError) -> Receipt:
    code: str = getattr(error, "code", "")
    return Receipt(
        work.key, Outcome.TRY_AGAIN, work.note_id, work.link_id, code=code, sentence=str(error), after=wait_after(error)
    )


def _log_receipts(claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
    by_key = {claim.work.key: claim for claim in claims}
    for receipt in receipts:
        claim = by_key[receipt.key]
        log.info(
            "note_settled",
            event_id=claim.event_id,
            opportunity_id=claim.work.opportunity_id,
            outcome=receipt.outcome.value,
            note_id=receipt.note_id,
            code=receipt.code,
        )
