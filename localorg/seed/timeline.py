"""A deal's plan → its events: which values were set, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from localorg.seed.calendar import close_date, moment, months_before
from localorg.seed.content import DealPlan

_CLOSED = ("Closed Won", "Closed Lost")
_WORKING_MINUTES = 9 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """``values`` are set on the deal at ``at``."""

    at: datetime
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Met:
    """Contacts and products are added at ``at``, when the deal enters its second stage."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """The discount is offered at ``at``, when the deal enters its last open stage."""

    at: datetime


Event = Step | Met | Offered


def timeline(plan: DealPlan, now: datetime, random: Random) -> tuple[Step, list[Event]]:
    """Schedule a plan before ``now``: the step that creates the deal, and the later events, oldest first.

    ``random`` chooses the time of day.
    """
    closes = close_date(plan.close, now.date())
    entered = [(stage, moment(days, now, random.randrange(_WORKING_MINUTES))) for stage, days in plan.path]
    steps = [Step(at, {"StageName": stage}) for stage, at in entered]
    steps[0] = _with(steps[0], {"CloseDate": months_before(closes, plan.pushes).isoformat()})
    steps[-1] = _with(steps[-1], {"NextStep": plan.next, **_fields(plan, now.date())})
    was_open = [at for stage, at in entered if stage not in _CLOSED]
    later: list[Event] = [
        Met(was_open[min(1, len(was_open) - 1)]),
        Offered(was_open[-1]),
        *steps[1:],
        *_pushes(plan, closes, now, random),
    ]
    return steps[0], sorted(later, key=lambda event: event.at)


def _with(step: Step, values: Mapping[str, object]) -> Step:
    return Step(step.at, {**step.values, **values})


def _fields(plan: DealPlan, today: date) -> dict[str, object]:
    return {
        name: (today + timedelta(days=int(str(value)))).isoformat() if "_Date_" in name else value
        for name, value in plan.fields.items()
    }


def _pushes(plan: DealPlan, closes: date, now: datetime, random: Random) -> list[Step]:
    """Steps that move the close date by a month each, evenly spread over the time in which the deal was open."""
    (_, created), (last_stage, last) = plan.path[0], plan.path[-1]
    end = last if last_stage in _CLOSED else 2
    steps = []
    for push in range(1, plan.pushes + 1):
        days = created - (created - end) * push / (plan.pushes + 1)
        day = months_before(closes, plan.pushes - push)
        steps.append(Step(moment(days, now, random.randrange(_WORKING_MINUTES)), {"CloseDate": day.isoformat()}))
    return steps
