"""Whose a delivery is: the SQL conditions, for both note styles and every channel.

A delivery belongs to the person it is addressed to, or to the owner of its deal, for whom its text is written anew when
the deal changes hands. While a deal has no known owner, its deliveries belong to those who were given its cards.
"""

import sqlalchemy as sa

from coach.engine.model import DeliveryState
from coach.queue.tables.records import card, deal, delivery


def theirs(org_id: str, user_id: str) -> sa.ColumnElement[bool]:
    """The condition for the deliveries of one user."""
    own = sa.select(deal.c.opportunity_id).where(deal.c.org_id == org_id, deal.c.owner_id == user_id).correlate(None)
    given = sa.select(card.c.opportunity_id).where(card.c.org_id == org_id, card.c.owner_id == user_id).correlate(None)
    other = card.alias("other")
    of_another = sa.exists().where(other.c.key == delivery.c.key, other.c.owner_id != user_id)
    return sa.and_(
        delivery.c.org_id == org_id,
        sa.or_(
            delivery.c.target == user_id,
            delivery.c.opportunity_id.in_(own),
            sa.and_(delivery.c.opportunity_id.in_(given), ~of_another, ~handed_on(delivery, user_id)),
        ),
    )


def handed_on(table: sa.Table, user_id: str) -> sa.ColumnElement[bool]:
    """The condition for rows of a deal that somebody else owns now."""
    return sa.exists().where(
        deal.c.org_id == table.c.org_id,
        deal.c.opportunity_id == table.c.opportunity_id,
        deal.c.owner_id.is_not(None),
        deal.c.owner_id != user_id,
    )


def shows(given: sa.FromClause) -> sa.ColumnElement[bool]:
    """The condition for deliveries that show a card: its own, and those that are of its whole deal."""
    of_a_card = card.alias("of_a_card")
    return sa.and_(
        delivery.c.org_id == given.c.org_id,
        delivery.c.opportunity_id == given.c.opportunity_id,
        sa.or_(delivery.c.key == given.c.key, ~sa.exists().where(of_a_card.c.key == delivery.c.key)),
    )


def on_record() -> sa.ColumnElement[bool]:
    """The SQL form of :attr:`coach.queue.delivery_row.DeliveryRow.may_be_there`."""
    return sa.and_(
        delivery.c.state.not_in([DeliveryState.DEAD, DeliveryState.WITHDRAWN]),
        sa.or_(
            delivery.c.remote_id.is_not(None),
            delivery.c.in_doubt_since.is_not(None),
            delivery.c.state == DeliveryState.SENDING,
        ),
    )
