"""Step two: claim waiting deals, read them, decide, and commit the decisions together with "done"."""

from collections import Counter
from collections.abc import Mapping, Sequence

import structlog

from coach.engine.adherence import asks_for_authors
from coach.engine.evaluate import EvaluationContext, evaluate, evaluate_gone
from coach.engine.model import Edits, Evaluated
from coach.errors import CoachError
from coach.leases import elapsed, kept
from coach.pipeline.ports import Ports
from coach.pipeline.status import remember_usage
from coach.pipeline.waiting import RETRY, wait_after
from coach.ports import DealClaim, DealsRead, Evaluation

log = structlog.get_logger(__name__)

DEALS_AT_ONCE = 300
"""One API call reads a few hundred deals. A larger batch would only hold more leases."""
ODD = (
    "Salesforce tells something of this deal that cannot be: a date that is none, or no id, stage or owner. An admin "
    "of the org looks at the record, and the operator at what stands in between."
)


def coach(ports: Ports) -> int:
    """Decide on a batch of waiting deals; returns how many were taken."""
    began = elapsed()
    claims = ports.store.claim_deals(DEALS_AT_ONCE, ports.lease)
    if not claims:
        return 0
    with kept(lambda: ports.store.renew_deals(claims, ports.lease), ports.lease, began):
        _coach(ports, claims)
    return len(claims)


def _coach(ports: Ports, claims: Sequence[DealClaim]) -> None:
    try:
        context = ports.context()
        read = ports.org.read_deals([claim.opportunity_id for claim in claims], context.library.custom_fields)
        claims = _understood(ports, claims, read)
        edits = _edits(ports, read, context)
    except CoachError as error:
        ports.store.release_deals(claims, wait_after(error), str(error))
        log.warning("deals_not_read", deals=len(claims), sentence=str(error))
        return
    except Exception:
        _each_alone(ports, claims)
        return
    _decide(ports, claims, context, read, edits)
    ports.wake.write()
    remember_usage(ports)
    if len(claims) == DEALS_AT_ONCE or claims[0].suspected:
        ports.wake.coach()


def _understood(ports: Ports, claims: Sequence[DealClaim], read: DealsRead) -> Sequence[DealClaim]:
    """Release the deals that the org describes in a way nobody can interpret, and return the other claims.

    The released deals wait on their own; they hold up no other deal.
    """
    if odd := [claim for claim in claims if claim.opportunity_id in read.odd]:
        ports.store.release_deals(odd, RETRY, ODD)
        log.warning("deals_not_understood", deals=[claim.opportunity_id for claim in odd])
    return [claim for claim in claims if claim.opportunity_id not in read.odd]


def _each_alone(ports: Ports, claims: Sequence[DealClaim]) -> None:
    """Reading failed because of a bug of ours: read each deal alone, so that one does not hold back the others."""
    if len(claims) > 1:
        for claim in claims:
            _coach(ports, [claim])
        return
    log.exception("deal_not_read", opportunity_id=claims[0].opportunity_id)
    ports.store.release_deals(claims, RETRY, ODD)


def _edits(ports: Ports, read: DealsRead, context: EvaluationContext) -> Mapping[str, Edits]:
    """Ask the org who changed which field, but only for deals where something that a card asks for can be seen.

    Those are few, so that one call is enough.
    """
    watches = ports.store.watches(list(read.deals))
    now, zone = ports.clock(), context.limits.timezone
    asked = [
        each for each, those in watches.items() if asks_for_authors(those, read.deals[each], context.library, now, zone)
    ]
    return ports.org.edits(asked, context.library.custom_fields) if asked else {}


def _decide(
    ports: Ports, claims: Sequence[DealClaim], context: EvaluationContext, read: DealsRead, edits: Mapping[str, Edits]
) -> None:
    """Decide on all deals in one transaction.

    If a bug of ours breaks that, decide on each deal alone, so that one does not hold back the others of its batch.
    """
    try:
        _decide_together(ports, claims, context, read, edits)
    except CoachError as error:
        ports.store.release_deals(claims, wait_after(error), str(error))
    except Exception:
        if len(claims) > 1:
            for claim in claims:
                _decide(ports, [claim], context, read, edits)
            return
        log.exception("deal_not_decided", opportunity_id=claims[0].opportunity_id)
        ports.store.release_deals(claims, RETRY, "Coach could not decide on this deal; its log has the details.")


def _decide_together(
    ports: Ports, claims: Sequence[DealClaim], context: EvaluationContext, read: DealsRead, edits: Mapping[str, Edits]
) -> None:
    decided: list[tuple[DealClaim, Evaluated]] = []
    with ports.store.evaluating(claims, context.library.hash) as evaluation:
        evaluation.expect({deal.owner.id for deal in read.deals.values()})
        for claim in evaluation.claims():
            evaluated = _evaluate(ports, claim.opportunity_id, context, read, edits, evaluation)
            evaluation.save(claim, evaluated)
            decided.append((claim, evaluated))
    for claim, evaluated in decided:
        _log_decisions(claim, evaluated)


def _evaluate(
    ports: Ports,
    deal_id: str,
    context: EvaluationContext,
    read: DealsRead,
    edits: Mapping[str, Edits],
    evaluation: Evaluation,
) -> Evaluated:
    past, standing, watches = evaluation.past(deal_id), evaluation.standing(deal_id), evaluation.watches(deal_id)
    if deal_id in read.gone:
        return evaluate_gone(deal_id, context, past, standing, ports.clock(), watches)
    deal = read.deals[deal_id]
    load = evaluation.load(deal.owner.id)
    return evaluate(deal, context, past, standing, load, ports.clock(), watches=watches, edits=edits.get(deal_id))


def _log_decisions(claim: DealClaim, evaluated: Evaluated) -> None:
    counts = Counter(decision.verdict.value for decision in evaluated.decisions)
    log.info("deal_decided", event_id=claim.event_id, opportunity_id=evaluated.opportunity_id, **counts)
