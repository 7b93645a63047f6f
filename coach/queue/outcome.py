"""Save the outcome of an evaluation: decisions, cards, wanted notes and "done", all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.engine.model import Deal, Evaluated, Person
from coach.ports import DealClaim
from coach.queue import cards, decisions, progress, wanting
from coach.queue.cards import CardRow
from coach.queue.documents import deal_document
from coach.queue.tables.records import Row, deal, rep
from coach.queue.wanting import WantedDeliveries
from coach.text import folded


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that is still ours, with its deal's row, locked."""

    claim: DealClaim
    evaluated: Evaluated
    row: Row


def keep(transaction: Transaction, saved: Sequence[tuple[DealClaim, Evaluated]], known: Mapping[str, CardRow]) -> None:
    """Save the outcomes of the claims that are still ours; the others change nothing.

    ``saved`` is in the order of the opportunities' ids. ``known`` are the deals' cards before the evaluation.
    """
    held = _hold(transaction, saved)
    if not held:
        return
    _keep_reps(transaction, [each.evaluated.deal.owner for each in held if each.evaluated.deal])
    decisions.log(transaction, [decisions.Made(each.evaluated, each.row.event_id) for each in held])
    cards.keep(transaction, [each.evaluated for each in held], known)
    progress.begin(transaction, [each.evaluated for each in held], known)
    progress.observe(transaction, [each.evaluated for each in held])
    wanting.want(transaction, [_wanted(each) for each in held])
    _answer(transaction, [each for each in held if each.evaluated.deal])
    _answer(transaction, [each for each in held if not each.evaluated.deal])


def _hold(transaction: Transaction, saved: Sequence[tuple[DealClaim, Evaluated]]) -> list[Held]:
    """Lock the deals in the order of their ids, as every transaction that locks several deals does."""
    rows = transaction.connection.execute(
        sa.select(
            deal.c.opportunity_id,
            deal.c.fence,
            deal.c.wanted,
            deal.c.event_id,
            deal.c.newer_since,
            deal.c.newer_event_id,
            deal.c.gone,
        )
        .where(
            deal.c.org_id == transaction.org_id,
            deal.c.opportunity_id.in_([claim.opportunity_id for claim, _ in saved]),
            deal.c.lease_owner == transaction.worker,
        )
        .order_by(deal.c.opportunity_id)
        .with_for_update()
    )
    by_id = {row.opportunity_id: row for row in rows}
    return [
        Held(claim, evaluated, by_id[claim.opportunity_id])
        for claim, evaluated in saved
        if claim.opportunity_id in by_id and by_id[claim.opportunity_id].fence == claim.fence
    ]


def _keep_reps(transaction: Transaction, owners: Sequence[Person]) -> None:
    by_id = {owner.id: owner for owner in owners}
    if not by_id:
        return
    statement = insert(transaction.postgres, rep)
    statement = statement.on_conflict_do_update(
        index_elements=["org_id", "id"],
        set_={name: statement.excluded[name] for name in ("name", "email", "active", "manager_id", "manager_name")},
    )
    transaction.connection.execute(
        statement,
        [
            {
                "org_id": transaction.org_id,
                "id": owner.id,
                "name": owner.name,
                "email": owner.email,
                "active": owner.active,
                "manager_id": owner.manager_id,
                "manager_name": owner.manager_name,
            }
            for _, owner in sorted(by_id.items())
        ],
    )


def _wanted(held: Held) -> WantedDeliveries:
    back = bool(held.row.gone) and held.evaluated.deal is not None
    return WantedDeliveries(held.claim.opportunity_id, held.evaluated.deliveries, held.row.event_id, back)


def _answer(transaction: Transaction, held: Sequence[Held]) -> None:
    """Set the done counter to the claim's value.

    A request made since then stays unanswered, and has waited since it was made.
    """
    if not held:
        return
    statement = (
        sa.update(deal)
        .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == sa.bindparam("b_id"))
        .values(
            lease_owner=None,
            attempts=0,
            crashes=0,
            sentence="",
            due_at=transaction.now,
            newer_since=None,
            newer_event_id=None,
            decided_at=transaction.now,
        )
    )
    transaction.connection.execute(statement, [_answered(transaction, each) for each in held])


def _check_at(transaction: Transaction, evaluated: Evaluated) -> datetime | None:
    """Convert the next check time to this database's clock.

    The time of the decision is from another clock, and checks come due by this one.
    """
    if evaluated.check_at is None or evaluated.at is None:
        return evaluated.check_at
    return transaction.now + (evaluated.check_at - evaluated.at)


def _answered(transaction: Transaction, held: Held) -> dict[str, object]:
    return {
        "b_id": held.claim.opportunity_id,
        "done": held.claim.wanted,
        "waiting_since": held.row.newer_since or transaction.now,
        "event_id": held.row.newer_event_id,
        "check_at": _check_at(transaction, held.evaluated),
        "library": held.evaluated.library,
        "gone": held.evaluated.deal is None,
        **(_as_read(held.evaluated.deal) if held.evaluated.deal else {}),
    }


def _as_read(read: Deal) -> dict[str, object]:
    return {
        "name": read.name,
        "account_name": read.account.name if read.account else None,
        "account_folded": folded(read.account.name) if read.account else None,
        "owner_id": read.owner.id,
        "stage": read.stage,
        "closed": read.closed,
        "amount": read.amount,
        "currency": read.currency,
        "snapshot": deal_document(read),
    }
