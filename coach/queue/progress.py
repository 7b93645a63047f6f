"""The progress of each card, and the watches on deals. Both begin with a delivery; responses and deals update them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.adherence import MOVES_COUNT_FOR
from coach.engine.model import Adherence, Author, Card, Evaluated, Teaches, Watch
from coach.engine.responses import Dismissal, Progress
from coach.queue.cards import charge, laid_aside
from coach.queue.documents import deal_document, deal_from
from coach.queue.tables.answers import card_adherence, card_progress, watched
from coach.queue.tables.records import Row

NOTHING = Teaches(None, None)
_OBSERVED = ("adherence", "seen_at", "moved_at", "seen_by", "moved_by")
ASIDE = frozenset({"aside", "aside_words", "aside_until", "aside_stage"})
"""The columns that say that a card is laid aside."""


def begin(transaction: Transaction, saved: Sequence[Evaluated], known: Collection[str]) -> None:
    """Begin the progress of each card that was not ``known`` before, and watch its deal."""
    new = [(each, given) for each in saved for given in each.cards if each.deal and given.key not in known]
    if not new:
        return
    documents = {each.opportunity_id: deal_document(each.deal) for each, _ in new if each.deal}
    transaction.connection.execute(sa.insert(card_progress), [_begun(transaction, *each) for each in new])
    transaction.connection.execute(
        sa.insert(card_adherence),
        [_watched(transaction, *each) | {"baseline": documents[each[0].opportunity_id]} for each in new],
    )


def _begun(transaction: Transaction, evaluated: Evaluated, given: Card) -> dict[str, object]:
    about = evaluated.teaches.get(given.playbook, NOTHING)
    return _common(transaction, evaluated, given) | {
        "rep_id": evaluated.deal.owner.id if evaluated.deal else None,
        "card": given.name,
        "skill": about.skill,
        "minutes": charge(evaluated, given),
    }


def _watched(transaction: Transaction, evaluated: Evaluated, given: Card) -> dict[str, object]:
    within = evaluated.teaches.get(given.playbook, NOTHING).within
    return _common(transaction, evaluated, given) | {
        "due_at": transaction.now + within if within else None,
        "watched_until": transaction.now + max(within or timedelta(0), MOVES_COUNT_FOR),
    }


def _common(transaction: Transaction, evaluated: Evaluated, given: Card) -> dict[str, object]:
    return {
        "card_key": given.key,
        "org_id": transaction.org_id,
        "opportunity_id": given.opportunity_id,
        "playbook": given.playbook,
        "delivered_at": transaction.now,
        "adherence": Adherence.WAITING if evaluated.teaches.get(given.playbook, NOTHING).within else None,
    }


def watches_of(transaction: Transaction, opportunity_ids: Sequence[str]) -> Mapping[str, list[Watch]]:
    """The open watches of these deals, oldest delivery first."""
    rows = transaction.connection.execute(
        sa.select(card_adherence)
        .where(
            card_adherence.c.org_id == transaction.org_id, card_adherence.c.opportunity_id.in_(opportunity_ids), watched
        )
        .order_by(card_adherence.c.delivered_at, card_adherence.c.card_key)
    )
    found: dict[str, list[Watch]] = defaultdict(list)
    for row in rows:
        found[row.opportunity_id].append(_watch(row))
    return found


def _watch(row: Row) -> Watch:
    return Watch(
        key=row.card_key,
        playbook=row.playbook,
        since=row.delivered_at,
        until=row.watched_until,
        then=deal_from(row.baseline),
        due=row.due_at,
        adherence=Adherence(row.adherence) if row.adherence else None,
        seen_at=row.seen_at,
        moved_at=row.moved_at,
        seen_by=Author(row.seen_by) if row.seen_by else None,
        moved_by=Author(row.moved_by) if row.moved_by else None,
    )


def observe(transaction: Transaction, saved: Sequence[Evaluated]) -> None:
    """Save the new results of watches."""
    news = sorted((each for one in saved for each in one.observed), key=lambda each: each.key)
    if not news:
        return
    values = [{"b_key": each.key} | {name: getattr(each, name) for name in _OBSERVED} for each in news]
    for table in (card_adherence, card_progress):
        transaction.connection.execute(sa.update(table).where(table.c.card_key == sa.bindparam("b_key")), values)
    over = [each.key for each in news if each.over]
    if over:
        # The snapshot of the deal is kept no longer than it is needed.
        transaction.connection.execute(
            sa.update(card_adherence)
            .where(card_adherence.c.card_key.in_(over))
            .values(settled_at=transaction.now, baseline=None)
        )


def progress_from(row: Row) -> Progress:
    """A row of card_progress as a Progress."""
    return Progress(
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        done_at=row.done_at,
        dismissed_at=row.dismissed_at,
        dismissal=Dismissal(row.dismissal) if row.dismissal else None,
        laid_aside=laid_aside(row),
        useful=row.useful,
        answered_at=row.answered_at,
        option=row.option,
        sure=row.sure,
        right=row.right,
    )


def progress_values(progress: Progress) -> dict[str, object]:
    """The columns that responses change."""
    aside = progress.laid_aside
    return {
        "opened_at": progress.opened_at,
        "acknowledged_at": progress.acknowledged_at,
        "done_at": progress.done_at,
        "dismissed_at": progress.dismissed_at,
        "dismissal": progress.dismissal,
        "aside": aside.reason if aside else None,
        "aside_words": aside.words if aside else None,
        "aside_until": aside.until if aside else None,
        "aside_stage": aside.stage if aside else None,
        "useful": progress.useful,
        "answered_at": progress.answered_at,
        "option": progress.option,
        "sure": progress.sure,
        "right": progress.right,
    }
