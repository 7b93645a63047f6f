"""What a deal, seen at a moment, holds for each fact of the vocabulary.

A reader gives the value, None where the record has nothing there, or an :class:`Unknown` that says why it cannot be
told. Days in a stage and of age are whole periods of 24 hours since the moment; everything that counts from or to a
date counts calendar days in the service's time zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from operator import attrgetter

from coach.engine.model import Account, Deal, LineItem, StageChange, Unknown
from coach.engine.playbook.vocabulary import DEAL_FACTS

DAY = timedelta(days=1)


@dataclass(slots=True)
class View:
    """A deal, or one of its line items, at a moment; ``now`` is aware, ``zone`` says which day it is."""

    deal: Deal
    now: datetime
    zone: tzinfo
    item: LineItem | None = None
    _today: date | None = None

    @property
    def today(self) -> date:
        """The calendar day in the service's time zone."""
        if self._today is None:
            self._today = self.now.astimezone(self.zone).date()
        return self._today


HIDDEN = Unknown("your org does not show this field to Coach")
NO_HISTORY = Unknown("the deal's stage history is not known")

Read = Callable[[View], object]


def last_change(view: View) -> StageChange | None:
    """The row with which the deal came into its stage; None where the history does not reach that far."""
    history = view.deal.history
    return history[-1] if history and history[-1].stage == view.deal.stage else None


def entered_stage(view: View) -> object:
    """The stage the deal came into from another one; empty text where it has been in one stage from the start."""
    if last_change(view) is None:
        return NO_HISTORY
    return view.deal.stage if len(view.deal.history) > 1 else ""


def left_stage(view: View) -> object:
    """The stage that the last change led out of; empty text where there was none."""
    if last_change(view) is None:
        return NO_HISTORY
    return view.deal.history[-2].stage if len(view.deal.history) > 1 else ""


def _days_in_stage(view: View) -> object:
    change = last_change(view)
    return _days_since(change.at, view) if change else NO_HISTORY


def _age_days(view: View) -> object:
    return _days_since(view.deal.created_at, view)


def _days_since(moment: datetime, view: View) -> int:
    """Never below 0: the org's clock may be ahead of ours."""
    return max(0, (view.now - moment) // DAY)


def _days_to_close(view: View) -> object:
    day = view.deal.close_date
    return (day - view.today).days if day else None


def _tenure(view: View) -> object:
    day = view.deal.owner.started_on
    return (view.today - day).days if day else None


def _account(read: Callable[[Account], object]) -> Read:
    return lambda view: read(view.deal.account) if view.deal.account else None


DEAL_READERS: Mapping[str, Read] = {
    "stage": attrgetter("deal.stage"),
    "closed": attrgetter("deal.closed"),
    "won": attrgetter("deal.won"),
    "amount": attrgetter("deal.amount"),
    "product_count": lambda view: len(view.deal.products),
    "type": attrgetter("deal.type"),
    "record_type": attrgetter("deal.record_type"),
    "lead_source": attrgetter("deal.lead_source"),
    "probability": attrgetter("deal.probability"),
    "forecast_category": attrgetter("deal.forecast_category"),
    "days_in_stage": _days_in_stage,
    "days_to_close": _days_to_close,
    "close_date": attrgetter("deal.close_date"),
    "age_days": _age_days,
    "pushes": attrgetter("deal.pushes"),
    "contact_roles": attrgetter("deal.contact_roles"),
    "next_step": attrgetter("deal.next_step"),
    "deal_name": attrgetter("deal.name"),
    "account_name": _account(attrgetter("name")),
    "account_industry": _account(attrgetter("industry")),
    "account_type": _account(attrgetter("type")),
    "owner_name": attrgetter("deal.owner.name"),
    "owner_first_name": attrgetter("deal.owner.first_name"),
    "owner_last_name": attrgetter("deal.owner.last_name"),
    "owner_email": attrgetter("deal.owner.email"),
    "owner_title": attrgetter("deal.owner.title"),
    "owner_department": attrgetter("deal.owner.department"),
    "owner_role": attrgetter("deal.owner.role"),
    "owner_profile": attrgetter("deal.owner.profile"),
    "owner_tenure_days": _tenure,
    "manager_name": attrgetter("deal.owner.manager_name"),
    "manager_first_name": attrgetter("deal.owner.manager_first_name"),
    "manager_last_name": attrgetter("deal.owner.manager_last_name"),
}

PRODUCT_READERS: Mapping[str, Read] = {
    fact: attrgetter(f"item.{fact}")
    for fact in ("name", "code", "family", "quantity", "unit_price", "list_price", "discount", "total")
}

NEEDS: Mapping[str, frozenset[str]] = {name: fact.needs for name, fact in DEAL_FACTS.items() if fact.needs}
"""What else must be readable, by the names in ``Deal.unreadable``, for a fact to be known."""
