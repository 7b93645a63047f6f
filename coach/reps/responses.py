"""Reps' responses to cards, as given; rows are only ever added."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import VisibleReps
from coach.engine.responses import Dismissal, Response, ResponseKind
from coach.queue.tables.answers import card_response
from coach.queue.tables.records import Row


@dataclass(frozen=True, slots=True)
class RepResponse:
    """A response, and the rep who gave it."""

    rep_id: str
    response: Response


def responses_to(transaction: Transaction, card_key: str, scope: VisibleReps = None) -> list[RepResponse]:
    """The responses to a card by the reps in ``scope`` (None: all), oldest first."""
    said = responses_to_each(transaction, [card_key])[card_key]
    return [each for each in said if scope is None or each.rep_id in scope]


def responses_to_each(transaction: Transaction, card_keys: Sequence[str]) -> Mapping[str, list[RepResponse]]:
    """The responses to several cards, by anybody."""
    rows = transaction.connection.execute(
        sa.select(
            card_response.c.card_key,
            card_response.c.rep_id,
            *(card_response.c[each.name] for each in fields(Response)),
        )
        .where(card_response.c.org_id == transaction.org_id, card_response.c.card_key.in_(card_keys))
        .order_by(card_response.c.id)
    )
    found: dict[str, list[RepResponse]] = defaultdict(list)
    for row in rows:
        found[row.card_key].append(RepResponse(row.rep_id, _response(row)))
    return found


def _response(row: Row) -> Response:
    values = {each.name: row._mapping[each.name] for each in fields(Response)}
    dismissal = Dismissal(row.dismissal) if row.dismissal else None
    return Response(**{**values, "kind": ResponseKind(row.kind), "dismissal": dismissal})
