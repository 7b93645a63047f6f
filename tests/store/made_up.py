"""Cards with what came of them, as rows: for the tests of pages that count."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.engine.model import CardState, NoteState, Verdict
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import card, deal, decision, note, rep
from tests.store.make import NOON, ORG, opportunity

_numbers = count(1)

MONDAY = NOON - timedelta(days=2, hours=12)
"""When the week of :data:`NOON` began."""


def rep_id(number: int) -> str:
    return f"005{number:012}AAA"


def somebody(engine: Engine, number: int, name: str | None = None) -> str:
    """A rep who owns deals."""
    row = {"org_id": ORG, "id": rep_id(number), "name": name or f"Rep {number}", "active": True}
    with engine.begin() as connection:
        connection.execute(sa.insert(rep), row)
    return rep_id(number)


def a_card(engine: Engine, owner: str, delivered_at: datetime = NOON, **came_of_it: object) -> str:
    """A card that was delivered; what came of it are columns of its progress."""
    number = next(_numbers)
    key, deal = f"key-{number}", opportunity(number)
    about = {"playbook": "discount", "skill": "negotiation", "minutes": Decimal("2.5"), **came_of_it}
    with engine.begin() as connection:
        connection.execute(
            sa.insert(card).values(
                key=key,
                org_id=ORG,
                opportunity_id=deal,
                playbook=about["playbook"],
                name="hold-the-price",
                occasion=1,
                title=f"Card {number}",
                blocks=[],
                why="",
                minutes=about["minutes"],
                charged=about["minutes"],
                owner_id=owner,
                state=CardState.OPEN,
                opened_at=delivered_at,
            )
        )
        progress = {"card_key": key, "org_id": ORG, "opportunity_id": deal, "rep_id": owner, "card": "hold-the-price"}
        connection.execute(sa.insert(card_progress).values(**progress, delivered_at=delivered_at, **about))
    return key


def held_back(engine: Engine, owner: str, reason: str, at: datetime = NOON) -> None:
    """A card that was held back."""
    with engine.begin() as connection:
        connection.execute(
            sa.insert(decision).values(
                org_id=ORG,
                at=at,
                opportunity_id=opportunity(1),
                owner_id=owner,
                product_families=[],
                playbook="discount",
                occasion=0,
                verdict=Verdict.HOLD_BACK,
                reason=reason,
                detail="",
                minutes=Decimal(0),
                library="lib-1",
            )
        )


def a_deal(engine: Engine, opportunity_id: str, owner: str, **about: object) -> None:
    """A deal as last read, with nothing to do about it."""
    queue = {"wanted": 1, "done": 1, "due_at": NOON, "waiting_since": NOON}
    row = {"org_id": ORG, "opportunity_id": opportunity_id, "owner_id": owner, **about}
    with engine.begin() as connection:
        connection.execute(sa.insert(deal).values(**queue, **row))


def a_note(connection: sa.Connection, key: str, opportunity_id: str, state: NoteState) -> None:
    """A note: of the card with this key, or, where there is none, of the deal."""
    wish = {"title": "", "html": "", "live": True, "sha": "", "wanted_at": NOON}
    reached = {"state": state, "fence": 0, "attempts": 0, "crashes": 0, "due_at": NOON, "code": "", "sentence": ""}
    row = {"key": key, "org_id": ORG, "opportunity_id": opportunity_id}
    connection.execute(sa.insert(note).values(**row, **wish, **reached))
