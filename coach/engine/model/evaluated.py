"""The full result of evaluating a deal once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coach.engine.model.adherence import Observed
from coach.engine.model.card import Card
from coach.engine.model.deal import Deal
from coach.engine.model.decision import Decision, Reason
from coach.engine.model.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Teaches:
    """What a playbook's card teaches: its skill, and how long the deal is watched for what it asks for."""

    skill: str | None
    within: timedelta | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The full result of evaluating a deal once; committed together with "done".

    ``decisions`` holds every decision, KEEP too; a decision that repeats the last one logged for its playbook is not
    logged again. ``cards`` are the open cards with their current text, ``retired`` the keys of the cards that this
    evaluation retires, with the reason. ``deliveries`` are all that the deal wants, over all channels. ``check_at`` is
    when a condition or a limit could next change without an event. ``library`` is the hash of the playbooks,
    ``revision`` their git revision. ``at`` is the time of the decision; the wait until ``check_at`` counts from it,
    whatever other clocks say. ``deal`` is None if the record is gone. ``teaches`` says, by playbook, what new cards
    teach and look for. ``observed`` is the result of the deal's watches.
    """

    opportunity_id: str
    deal: Deal | None
    decisions: tuple[Decision, ...]
    cards: tuple[Card, ...]
    retired: Mapping[str, Reason]
    deliveries: tuple[Delivery, ...]
    library: str
    check_at: datetime | None
    revision: str | None = None
    teaches: Mapping[str, Teaches] = field(default_factory=dict)
    observed: tuple[Observed, ...] = ()
    at: datetime | None = None
