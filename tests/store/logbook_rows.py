"""Rows of the log, written as they are: what a test does not speak of is filled in."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.queue.tables.records import decision
from tests.store.make import ALICE, NOON, ORG, opportunity

ROW: Mapping[str, Any] = {
    "org_id": ORG,
    "at": NOON,
    "opportunity_id": opportunity(1),
    "deal_name": "Meridian Labs cell counters",
    "owner_id": ALICE.id,
    "owner_name": ALICE.name,
    "manager_id": ALICE.manager_id,
    "stage": "Negotiation",
    "stage_before": "Proposal",
    "amount": None,
    "currency": "EUR",
    "worth": 0.0,
    "product_families": (),
    "playbook": "discount",
    "card": None,
    "card_key": None,
    "occasion": 0,
    "verdict": "hold_back",
    "reason": "cooldown",
    "detail": "",
    "minutes": 0,
    "library": "lib-1",
    "revision": "commit-1",
}


def said(engine: Engine, *rows: Mapping[str, Any]) -> list[int]:
    """Log decisions that differ from :data:`ROW` in this; their ids."""
    with engine.begin() as connection:
        statement = sa.insert(decision).returning(decision.c.id, sort_by_parameter_order=True)
        return list(connection.execute(statement, [{**ROW, **row} for row in rows]).scalars())
