"""The decision log: every decision that says something new, with what was known of the deal when it was made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.cards import card_key
from coach.engine.model import Deal, Decision, Evaluated, Verdict
from coach.engine.playbook.facts import DEAL_FACTS, DEAL_READERS, View
from coach.queue import counters, feed
from coach.queue.documents import deal_from, trace_document
from coach.queue.tables.records import deal, decision

Said = tuple[str, str, str | None, int]
"""Two decisions about one playbook on one deal say the same if this tuple is equal."""


@dataclass(frozen=True, slots=True)
class Made:
    """The decisions on one deal, and the event that led to them."""

    evaluated: Evaluated
    event_id: int | None


def log(transaction: Transaction, made: Sequence[Made]) -> None:
    """Add new decisions.

    A KEEP is never new; others are if they differ from the last one about their playbook and deal.

    A different library does not count as a difference: otherwise an edit elsewhere in it would log every held-back card
    of every deal once more.
    """
    last = _last_said(transaction, [each.evaluated.opportunity_id for each in made])
    gone = _as_last_read(transaction, [each.evaluated.opportunity_id for each in made if each.evaluated.deal is None])
    rows = []
    for each in made:
        known = each.evaluated.deal or gone.get(each.evaluated.opportunity_id)
        rows += [_row(transaction, each, known, new) for new in _news(each.evaluated, last)]
    if rows:
        _add(transaction, rows)
        _count(transaction, rows)


def _said(one: Decision) -> Said:
    return one.verdict, one.reason, one.card, one.occasion


def _news(evaluated: Evaluated, last: dict[tuple[str, str], Said]) -> Iterator[Decision]:
    for one in evaluated.decisions:
        about = (evaluated.opportunity_id, one.playbook)
        if one.verdict == Verdict.KEEP or last.get(about) == _said(one):
            continue
        last[about] = _said(one)
        yield one


def _last_said(transaction: Transaction, opportunity_ids: Sequence[str]) -> dict[tuple[str, str], Said]:
    newest = (
        sa.select(sa.func.max(decision.c.id))
        .where(decision.c.org_id == transaction.org_id, decision.c.opportunity_id.in_(opportunity_ids))
        .group_by(decision.c.opportunity_id, decision.c.playbook)
    )
    said = (decision.c.verdict, decision.c.reason, decision.c.card, decision.c.occasion)
    rows = transaction.connection.execute(
        sa.select(decision.c.opportunity_id, decision.c.playbook, *said).where(decision.c.id.in_(newest))
    )
    return {(row.opportunity_id, row.playbook): (row.verdict, row.reason, row.card, row.occasion) for row in rows}


def _as_last_read(transaction: Transaction, opportunity_ids: Sequence[str]) -> dict[str, Deal]:
    """Deals that can no longer be read, as they were last read: so the log still says whose they were."""
    if not opportunity_ids:
        return {}
    rows = transaction.connection.execute(
        sa.select(deal.c.opportunity_id, deal.c.snapshot).where(
            deal.c.org_id == transaction.org_id, deal.c.opportunity_id.in_(opportunity_ids)
        )
    )
    return {row.opportunity_id: deal_from(row.snapshot) for row in rows if row.snapshot}


def _row(transaction: Transaction, made: Made, known: Deal | None, new: Decision) -> dict[str, object]:
    return {
        "org_id": transaction.org_id,
        "at": transaction.now,
        "opportunity_id": made.evaluated.opportunity_id,
        "event_id": made.event_id,
        "playbook": new.playbook,
        "card": new.card,
        "card_key": _card_key(transaction.org_id, made.evaluated, new),
        "occasion": new.occasion,
        "verdict": new.verdict,
        "reason": new.reason,
        "detail": new.detail,
        "minutes": new.minutes,
        "library": made.evaluated.library,
        "revision": made.evaluated.revision,
        "trace": trace_document(new.trace),
        **_facts(known),
    }


def _card_key(org_id: str, evaluated: Evaluated, new: Decision) -> str | None:
    """The key of the card that the decision refers to, whether the card is on the deal now or was before."""
    if new.card is None:
        return None
    named = (new.playbook, new.card, new.occasion)
    now = {(given.playbook, given.name, given.occasion): given.key for given in evaluated.cards}
    return now.get(named) or card_key(org_id, evaluated.opportunity_id, *named)


def _facts(known: Deal | None) -> dict[str, object]:
    """What was known of the deal. It is stored with each decision, because deals and owners change."""
    if known is None:
        nothing = (*_FACTS, "owner_id", "manager_id", "stage_before", "currency")
        return {**dict.fromkeys(nothing), "worth": 0.0, "product_families": []}
    view = View(known, known.read_at, UTC)
    return {
        **{name: read(view) for name, read in _FACTS.items()},
        "owner_id": known.owner.id,
        "manager_id": known.owner.manager_id,
        "stage_before": known.history[-2].stage if len(known.history) > 1 else None,
        "currency": known.currency,
        "worth": _worth(known),
        "product_families": sorted({product.family for product in known.products if product.family}),
    }


_FACTS = {name: DEAL_READERS[name] for name, fact in DEAL_FACTS.items() if fact.place and name in decision.c}
"""Every column that has the name of a deal fact stores that fact."""


def _worth(known: Deal) -> float:
    """The amount in the org's own currency; 0 if that cannot be determined."""
    rate = known.rates.get(known.currency or "") if known.rates else 1
    return float(known.amount / rate) if known.amount and rate else 0.0


def _add(transaction: Transaction, rows: Sequence[dict[str, object]]) -> None:
    added = transaction.connection.execute(
        sa.insert(decision).returning(decision.c.id, decision.c.owner_id, sort_by_parameter_order=True), rows
    )
    feed.tell(transaction, [feed.News(feed.FeedKind.DECISION, str(row.id), row.owner_id) for row in added])


def _count(transaction: Transaction, rows: Sequence[dict[str, object]]) -> None:
    counts: dict[str, int] = {}
    for row in rows:
        label = f"{row['verdict']}/{row['reason']}"
        counts[label] = counts.get(label, 0) + 1
    counters.add(transaction, counters.DECISIONS, counts)
