"""Facts that no field holds: they are computed from other facts and the current time.

Days in a stage and of age are full periods of 24 hours since a moment. Everything that counts from or to a date counts
calendar days in the service's time zone.
"""

from datetime import datetime, timedelta

from coach.engine.model import StageChange, Unknown
from coach.engine.playbook.facts.fact import View

DAY = timedelta(days=1)
NO_HISTORY = Unknown("the deal's stage history is not known")


def last_change(view: View) -> StageChange | None:
    """The history row with which the deal entered its stage; None if the history does not reach that far."""
    history = view.deal.history
    return history[-1] if history and history[-1].stage == view.deal.stage else None


def days_in_stage(view: View) -> object:
    change = last_change(view)
    return _days_since(change.at, view) if change else NO_HISTORY


def age_days(view: View) -> object:
    return _days_since(view.deal.created_at, view)


def _days_since(moment: datetime, view: View) -> int:
    """Never below 0: the org's clock may be ahead of ours."""
    return max(0, (view.now - moment).days)


def days_to_close(view: View) -> object:
    day = view.deal.close_date
    return (day - view.today).days if day else None


def tenure(view: View) -> object:
    day = view.deal.owner.started_on
    return (view.today - day).days if day else None


def product_count(view: View) -> object:
    return len(view.deal.products)
