"""Step three: claim waiting deliveries, look for those whose answer was lost, deliver the others, and settle all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import structlog

from coach.engine.model import DeliveryWork, Outcome, Receipt
from coach.engine.model.delivery import Details
from coach.errors import CoachError
from coach.leases import elapsed, renewing
from coach.pipeline.context import StepContext
from coach.pipeline.status import remember_usage
from coach.pipeline.waiting import wait_after
from coach.ports import Channel, DeliveryClaim, as_kept

log = structlog.get_logger(__name__)

DELIVERIES_AT_ONCE = 400
"""Two collections of 200 notes and two of links fit into one composite call."""
NO_CHANNEL = "Nothing is sent over “{channel}” any more: the operator switches that channel on again, and tries again."


def write(step: StepContext) -> int:
    """Deliver a batch of waiting deliveries; returns how many were taken."""
    began = elapsed()
    claims = step.store.claim_deliveries(DELIVERIES_AT_ONCE, step.lease, partial(_about_to_send, step.by_name))
    if not claims:
        return 0
    renew, announce = (
        partial(step.store.renew_deliveries, claims, step.lease),
        partial(step.store.about_to_create, claims),
    )
    with renewing(renew, step.lease, began, announce=announce):
        receipts = _write(step, claims)
    step.store.settle_deliveries(claims, receipts)
    _log_receipts(claims, receipts)
    for channel, theirs in _by_channel(step, claims):
        keys = {claim.work.key for claim in theirs}
        if wronged := channel.settled([receipt for receipt in receipts if receipt.key in keys]):
            step.store.unpark_innocent(wronged)
    remember_usage(step)
    if len(claims) == DELIVERIES_AT_ONCE or claims[0].suspected:
        step.wake.write()
    return len(claims)


def _about_to_send(channels: Mapping[str, Channel], work: DeliveryWork) -> Details:
    channel = channels.get(work.channel)
    return channel.about_to_send(work) if channel else as_kept(work)


def _by_channel(step: StepContext, claims: Sequence[DeliveryClaim]) -> list[tuple[Channel, list[DeliveryClaim]]]:
    """The claims grouped by channel, for the channels that exist."""
    pairs = ((channel, [one for one in claims if one.work.channel == channel.name]) for channel in step.channels)
    return [(channel, theirs) for channel, theirs in pairs if theirs]


def _write(step: StepContext, claims: Sequence[DeliveryClaim]) -> list[Receipt]:
    """Deliver per channel, so that a failing channel does not hold up the others."""
    orphans = [claim.work for claim in claims if claim.work.channel not in step.by_name]
    receipts = [Receipt(one.key, Outcome.REFUSED, sentence=NO_CHANNEL.format(channel=one.channel)) for one in orphans]
    for channel, theirs in _by_channel(step, claims):
        receipts += _deliver(channel, theirs)
    return receipts


def _deliver(channel: Channel, claims: Sequence[DeliveryClaim]) -> list[Receipt]:
    claims, receipts = _aware(channel, claims)
    doubtful = [claim for claim in claims if claim.look_first]
    work = [claim.work for claim in claims if not claim.look_first]
    if doubtful:
        settled, still_to_do = _look(channel, doubtful)
        receipts += settled
        work += still_to_do
    if not work:
        return receipts
    try:
        return [*receipts, *channel.deliver(work)]
    except CoachError as error:
        return [*receipts, *(_again(piece, error) for piece in work)]


def _aware(channel: Channel, claims: Sequence[DeliveryClaim]) -> tuple[Sequence[DeliveryClaim], list[Receipt]]:
    """If the database is an older copy, set ``look_first`` on deliveries that it has no record of sending."""
    new = [claim for claim in claims if claim.work.remote_id is None and not claim.look_first]
    if not new:
        return claims, []
    try:
        doubtful = channel.doubtful([claim.work.key for claim in new])
    except CoachError as error:
        put_off = [_again(claim.work, error) for claim in new]
        return [claim for claim in claims if claim not in new], put_off
    return [_to_be_looked_for(claim) if claim.work.key in doubtful else claim for claim in claims], []


def _look(channel: Channel, claims: Sequence[DeliveryClaim]) -> tuple[list[Receipt], list[DeliveryWork]]:
    """Look for deliveries that may exist already. One that is found is adopted, not delivered twice."""
    try:
        found = channel.find([claim.work for claim in claims])
    except CoachError as error:
        return [replace(_again(claim.work, error), outcome=Outcome.IN_DOUBT) for claim in claims], []
    receipts: list[Receipt] = []
    work: list[DeliveryWork] = []
    for claim in claims:
        there = found.get(claim.work.key)
        if there:
            details = {**claim.work.details, **there.details}
            work.append(replace(claim.work, remote_id=there.remote_id, details=details))
        elif claim.give_up_looking and claim.live:
            work.append(claim.work)
        elif claim.give_up_looking:
            receipts.append(Receipt(claim.work.key, Outcome.NOT_NEEDED))
        else:
            sentence = "The answer to an earlier attempt was lost; nothing of it is there yet."
            receipts.append(Receipt(claim.work.key, Outcome.IN_DOUBT, sentence=sentence))
    return receipts, work


def _to_be_looked_for(claim: DeliveryClaim) -> DeliveryClaim:
    return replace(claim, look_first=True, give_up_looking=True)


def _again(work: DeliveryWork, error: CoachError) -> Receipt:
    code: str = getattr(error, "code", "")
    return Receipt(
        work.key,
        Outcome.TRY_AGAIN,
        work.remote_id,
        work.details,
        code=code,
        sentence=str(error),
        after=wait_after(error),
    )


def _log_receipts(claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
    by_key = {claim.work.key: claim for claim in claims}
    for receipt in receipts:
        claim = by_key[receipt.key]
        log.info(
            "delivery_settled",
            event_id=claim.event_id,
            opportunity_id=claim.work.opportunity_id,
            outcome=receipt.outcome.value,
            channel=claim.work.channel,
            remote_id=receipt.remote_id,
            code=receipt.code,
        )
