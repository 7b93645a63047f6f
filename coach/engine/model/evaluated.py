"""All that one evaluation of a deal leads to."""

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
    """What a playbook's card is about: its skill, and for how long what it asks for is looked for on the deal."""

    skill: str | None
    within: timedelta | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """All that one evaluation of a deal leads to; committed together with "done".

    ``decisions`` holds every decision, KEEP too; those that repeat the last one logged for their playbook are not
    logged again. ``cards`` are the open cards as they read now, ``retired`` the keys of cards that no longer apply and
    why. ``notes`` are the wanted notes of the deal, whole. ``check_at`` is when a condition or a limit could next flip
    without an event. ``library`` is the hash of the playbooks, ``revision`` where they came from.
    ``at`` is the moment that it was decided at: ``check_at`` is as long after it, whatever other clocks say.
    ``deal`` is None where the record is gone. ``teaches`` says, by playbook, what new cards teach and
    look for; ``observed`` what the deal's watches have come to.
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
