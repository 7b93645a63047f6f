"""What reps answer: a card as its page needs it, and responses, which are only ever added."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, tzinfo

import sqlalchemy as sa

from coach.model import Adherence, Author, Card, PastCard, Verdict
from coach.respond import Dismissal, Kind, Progress, Response, after
from coach.store.answers.progress import ASIDE, progress_from, progress_values
from coach.store.answers.tables import card_progress, card_response
from coach.store.database.transaction import Database, Transaction
from coach.store.export import feed
from coach.store.queue import cards, deals
from coach.store.tables import Row, card, deal, decision, rep


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card with all that its page shows.

    ``owner_id`` is who owns the deal now, ``rep_id`` whom the card was first delivered to. ``progress`` is the owner's:
    what others said before the deal was handed over is theirs. ``delivered_at`` is when it last came, after a while
    away, too. ``wrote`` is what the owner last wrote when they dismissed it, which is not for the note.
    """

    card: Card
    past: PastCard
    progress: Progress
    adherence: Adherence | None
    seen_by: Author | None
    rep_id: str
    owner_id: str
    owner_name: str
    deal_name: str
    stage: str
    delivered_at: datetime
    wrote: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A response, and the rep who gave it."""

    rep_id: str
    response: Response


class AnswersStore:
    """The part of the store that reps' responses go to. ``timezone`` says when their days begin."""

    def __init__(self, database: Database, timezone: tzinfo) -> None:
        self._database = database
        self._timezone = timezone

    def find(self, card_key: str) -> KeptCard | None:
        """The card with this key, while its deal is known."""
        return self._database.read(lambda transaction: _find(transaction, card_key, self._timezone))

    def respond(self, card_key: str, rep_id: str, via: str, say: Callable[[datetime], Response]) -> bool:
        """Keep what a rep says, at the database's time; True where it is news, and then the deal is looked at again.

        Saying the same twice changes nothing. Opening a card is no reason to look at its deal.
        """
        return self._database.write(
            lambda transaction: _respond(transaction, card_key, rep_id, via, say, self._timezone)
        )

    def responses(self, card_key: str, scope: frozenset[str] | None = None) -> list[Said]:
        """What the reps in ``scope`` (None: all) said about a card, oldest first."""
        return self._database.read(lambda transaction: responses_to(transaction, card_key, scope))


def _find(transaction: Transaction, card_key: str, timezone: tzinfo) -> KeptCard | None:
    progress = transaction.connection.execute(
        sa.select(card_progress).where(
            card_progress.c.org_id == transaction.org_id, card_progress.c.card_key == card_key
        )
    ).one_or_none()
    if progress is None:
        return None
    of_deal = transaction.connection.execute(
        sa.select(deal.c.owner_id, deal.c.name, deal.c.stage, rep.c.name.label("owner_name"))
        .outerjoin(rep, sa.and_(rep.c.org_id == deal.c.org_id, rep.c.id == deal.c.owner_id))
        .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == progress.opportunity_id)
    ).one_or_none()
    if of_deal is None or of_deal.owner_id is None:
        return None
    row = transaction.connection.execute(cards.rows().where(card.c.key == card_key)).one()
    return KeptCard(
        card=cards.text(row),
        past=cards.past(row),
        progress=_progress_of(transaction, progress, of_deal.owner_id, timezone),
        adherence=Adherence(progress.adherence) if progress.adherence else None,
        seen_by=Author(progress.seen_by) if progress.seen_by else None,
        rep_id=progress.rep_id,
        owner_id=of_deal.owner_id,
        owner_name=of_deal.owner_name or "",
        deal_name=of_deal.name or "",
        stage=of_deal.stage or "",
        delivered_at=_last_delivery(transaction, row) or progress.delivered_at,
        wrote=_wrote(transaction, card_key, of_deal.owner_id),
    )


def _progress_of(transaction: Transaction, row: Row, rep_id: str, timezone: tzinfo) -> Progress:
    """How far this rep is with the card: where it was given to another, what they said themselves, and no more."""
    kept = progress_from(row)
    if rep_id == row.rep_id:
        return kept
    own = Progress()
    for said in responses_to(transaction, row.card_key, frozenset({rep_id})):
        own = after(own, said.response, timezone)
    return replace(own, laid_aside=kept.laid_aside)


def _wrote(transaction: Transaction, card_key: str, rep_id: str) -> str:
    said = [each.response for each in responses_to(transaction, card_key, frozenset({rep_id}))]
    return next((each.words for each in reversed(said) if each.kind is Kind.DISMISSED), "")


def _last_delivery(transaction: Transaction, row: Row) -> datetime | None:
    found: datetime | None = transaction.connection.execute(
        sa.select(decision.c.at)
        .where(
            decision.c.org_id == transaction.org_id,
            decision.c.opportunity_id == row.opportunity_id,
            decision.c.playbook == row.playbook,
            decision.c.verdict == Verdict.DELIVER,
            decision.c.card == row.name,
            decision.c.occasion == row.occasion,
        )
        .order_by(decision.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found


def _respond(
    transaction: Transaction,
    card_key: str,
    rep_id: str,
    via: str,
    say: Callable[[datetime], Response],
    timezone: tzinfo,
) -> bool:
    opportunity_id = transaction.connection.execute(
        sa.select(card_progress.c.opportunity_id).where(
            card_progress.c.org_id == transaction.org_id, card_progress.c.card_key == card_key
        )
    ).scalar_one_or_none()
    if opportunity_id is None:
        return False
    deals.hold(transaction, opportunity_id)
    row = transaction.connection.execute(
        sa.select(card_progress).where(card_progress.c.card_key == card_key).with_for_update()
    ).one()
    response, before = say(transaction.now), _progress_of(transaction, row, rep_id, timezone)
    progress = after(before, response, timezone)
    if progress == before:
        return False
    _add(transaction, row, rep_id, via, response)
    values = progress_values(progress)
    if rep_id != row.rep_id:
        # What another rep did is not theirs who was given the card; that it is laid aside holds for the deal.
        values = {name: value for name, value in values.items() if name in ASIDE}
    transaction.connection.execute(sa.update(card_progress).where(card_progress.c.card_key == card_key).values(values))
    if response.kind is not Kind.OPENED:
        deals.wish_again(transaction, opportunity_id)
    return True


def _add(transaction: Transaction, progress: Row, rep_id: str, via: str, response: Response) -> None:
    number = transaction.connection.execute(
        sa.insert(card_response)
        .values(
            org_id=transaction.org_id,
            card_key=progress.card_key,
            opportunity_id=progress.opportunity_id,
            rep_id=rep_id,
            via=via,
            **{each.name: getattr(response, each.name) for each in fields(Response)},
        )
        .returning(card_response.c.id)
    ).scalar_one()
    feed.tell(transaction, [feed.News(feed.Kind.RESPONSE, str(number), rep_id)])


def responses_to(transaction: Transaction, card_key: str, scope: frozenset[str] | None = None) -> list[Said]:
    """What the reps in ``scope`` (None: all) said about a card, oldest first."""
    statement = (
        sa.select(card_response.c.rep_id, *(card_response.c[each.name] for each in fields(Response)))
        .where(card_response.c.org_id == transaction.org_id, card_response.c.card_key == card_key)
        .order_by(card_response.c.id)
    )
    if scope is not None:
        statement = statement.where(card_response.c.rep_id.in_(sorted(scope)))
    return [Said(row.rep_id, _response(row)) for row in transaction.connection.execute(statement)]


def _response(row: Row) -> Response:
    values = {each.name: row._mapping[each.name] for each in fields(Response)}
    dismissal = Dismissal(row.dismissal) if row.dismissal else None
    return Response(**{**values, "kind": Kind(row.kind), "dismissal": dismissal})
