"""Step two: claim waiting deals, read them, decide, and commit the decisions together with "done"."""

from collections import Counter
from collections.abc import Mapping, Sequence

import structlog

from coach.engine.adherence import asks_for_authors
from coach.engine.evaluate import EvaluationContext, evaluate, evaluate_gone
from coach.engine.model import Edits, Evaluated
from coach.errors import CoachError
from coach.leases import elapsed, renewing
from coach.pipeline.context import StepContext
from coach.pipeline.status import remember_usage
from coach.pipeline.waiting import RETRY, wait_after
from coach.ports import DealClaim, DealsRead, Evaluation

log = structlog.get_logger(__name__)

DEALS_AT_ONCE = 300
"""One API call reads a few hundred deals. A larger batch would only hold more leases."""
ODD = (
    "Salesforce returned data of this deal that cannot be right: an invalid date, or no id, stage or owner. An admin "
    "of the org checks the record, and the operator whatever is between Coach and Salesforce."
)


def coach(step: StepContext) -> int:
    """Decide on a batch of waiting deals; returns how many were taken."""
    began = elapsed()
    claims = step.store.claim_deals(DEALS_AT_ONCE, step.lease)
    if not claims:
        return 0
    with renewing(lambda: step.store.renew_deals(claims, step.lease), step.lease, began):
        _coach(step, claims)
    return len(claims)


def _coach(step: StepContext, claims: Sequence[DealClaim]) -> None:
    try:
        context = step.context()
        read = step.org.read_deals([claim.opportunity_id for claim in claims], context.library.custom_fields)
        claims = _understood(step, claims, read)
        edits = _edits(step, read, context)
    except CoachError as error:
        step.store.release_deals(claims, wait_after(error), str(error))
        log.warning("deals_not_read", deals=len(claims), sentence=str(error))
        return
    except Exception:
        _each_alone(step, claims)
        return
    _decide(step, claims, context, read, edits)
    step.wake.write()
    remember_usage(step)
    if len(claims) == DEALS_AT_ONCE or claims[0].suspected:
        step.wake.coach()


def _understood(step: StepContext, claims: Sequence[DealClaim], read: DealsRead) -> Sequence[DealClaim]:
    """Release the deals that the org describes in a way nobody can interpret, and return the other claims.

    The released deals wait on their own; they hold up no other deal.
    """
    if odd := [claim for claim in claims if claim.opportunity_id in read.odd]:
        step.store.release_deals(odd, RETRY, ODD)
        log.warning("deals_not_understood", deals=[claim.opportunity_id for claim in odd])
    return [claim for claim in claims if claim.opportunity_id not in read.odd]


def _each_alone(step: StepContext, claims: Sequence[DealClaim]) -> None:
    """Reading failed because of a bug of ours: read each deal alone, so that one does not hold back the others."""
    if len(claims) > 1:
        for claim in claims:
            _coach(step, [claim])
        return
    log.exception("deal_not_read", opportunity_id=claims[0].opportunity_id)
    step.store.release_deals(claims, RETRY, ODD)


def _edits(step: StepContext, read: DealsRead, context: EvaluationContext) -> Mapping[str, Edits]:
    """Ask the org who changed which field, but only for deals where something that a card asks for can be seen.

    Those are few, so that one call is enough.
    """
    watches = step.store.watches(list(read.deals))
    now, zone = step.clock(), context.limits.timezone
    asked = [
        each for each, those in watches.items() if asks_for_authors(those, read.deals[each], context.library, now, zone)
    ]
    return step.org.edits(asked, context.library.custom_fields) if asked else {}


def _decide(
    step: StepContext,
    claims: Sequence[DealClaim],
    context: EvaluationContext,
    read: DealsRead,
    edits: Mapping[str, Edits],
) -> None:
    """Decide on all deals in one transaction.

    If a bug of ours breaks that, decide on each deal alone, so that one does not hold back the others of its batch.
    """
    try:
        _decide_together(step, claims, context, read, edits)
    except CoachError as error:
        step.store.release_deals(claims, wait_after(error), str(error))
    except Exception:
        if len(claims) > 1:
            for claim in claims:
                _decide(step, [claim], context, read, edits)
            return
        log.exception("deal_not_decided", opportunity_id=claims[0].opportunity_id)
        step.store.release_deals(claims, RETRY, "Coach could not decide on this deal; its log has the details.")


def _decide_together(
    step: StepContext,
    claims: Sequence[DealClaim],
    context: EvaluationContext,
    read: DealsRead,
    edits: Mapping[str, Edits],
) -> None:
    decided: list[tuple[DealClaim, Evaluated]] = []
    with step.store.evaluating(claims, context.library.hash) as evaluation:
        evaluation.expect({deal.owner.id for deal in read.deals.values()})
        for claim in evaluation.claims():
            evaluated = _evaluate(step, claim.opportunity_id, context, read, edits, evaluation)
            evaluation.save(claim, evaluated)
            decided.append((claim, evaluated))
    for claim, evaluated in decided:
        _log_decisions(claim, evaluated)


def _evaluate(
    step: StepContext,
    deal_id: str,
    context: EvaluationContext,
    read: DealsRead,
    edits: Mapping[str, Edits],
    evaluation: Evaluation,
) -> Evaluated:
    past, standing, watches = evaluation.past(deal_id), evaluation.standing(deal_id), evaluation.watches(deal_id)
    if deal_id in read.gone:
        return evaluate_gone(deal_id, context, past, standing, step.clock(), watches)
    deal = read.deals[deal_id]
    load = evaluation.load(deal.owner.id)
    return evaluate(deal, context, past, standing, load, step.clock(), watches=watches, edits=edits.get(deal_id))


def _log_decisions(claim: DealClaim, evaluated: Evaluated) -> None:
    counts = Counter(decision.verdict.value for decision in evaluated.decisions)
    log.info("deal_decided", event_id=claim.event_id, opportunity_id=evaluated.opportunity_id, **counts)
