"""A fact's value → the deal that holds it. What is set about a product is set on the first; a deal without gets one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from coach.engine.model import Account, Deal, LineItem, StageChange
from coach.engine.playbook.conditions import FIELDS
from coach.errors import Rejected
from coach.foresee.whatif.named import PRODUCT

_MOST_DAYS = 20_000
_AN_ACCOUNT = Account("", "An account")
_AN_ITEM = LineItem("A product", None, None, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a deal is looked at."""

    now: datetime
    zone: tzinfo

    def ago(self, days: Decimal | None) -> datetime:
        """So many days before."""
        return self.now - timedelta(days=_days(days))

    def day(self, ahead: int) -> date:
        """The calendar day so many days later."""
        return self.now.astimezone(self.zone).date() + timedelta(days=ahead)


Write = Callable[[Moment, Deal, Any], Deal]


def _days(days: Decimal | None) -> int:
    if days is not None and abs(days) > _MOST_DAYS:
        raise Rejected(f"More than {_MOST_DAYS:,} days are too many.")
    return int(days or 0)


def _order(name: str) -> tuple[bool, str]:
    """A stage first: since when the deal has been in it comes after it."""
    return name != "stage", name


def _stage(moment: Moment, deal: Deal, stage: str | None) -> Deal:
    if stage is None:
        raise Rejected("stage cannot be empty.")
    if stage == deal.stage:
        return deal
    return _known(replace(deal, stage=stage, history=_history(deal, stage, moment.now)), "stage_history")


def _days_in_stage(moment: Moment, deal: Deal, days: Decimal | None) -> Deal:
    before = replace(deal, history=deal.history[:-1])
    return _known(replace(deal, history=_history(before, deal.stage, moment.ago(days))), "stage_history")


def _history(deal: Deal, stage: str, at: datetime) -> tuple[StageChange, ...]:
    earlier = tuple(change for change in deal.history if change.at < at)
    return (*earlier[: -1 if earlier and earlier[-1].stage == stage else None], StageChange(stage, at))


def _plain(name: str, as_value: Callable[[Any], object] = lambda value: value) -> Write:
    def write(_moment: Moment, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: None if value is None else as_value(value)}
        return _known(replace(deal, **changed), name)

    return write


def _closed(_moment: Moment, deal: Deal, closed: bool | None) -> Deal:
    return replace(deal, closed=bool(closed), won=deal.won and bool(closed))


def _won(_moment: Moment, deal: Deal, won: bool | None) -> Deal:
    return replace(deal, won=bool(won), closed=deal.closed or bool(won))


def _days_to_close(moment: Moment, deal: Deal, days: Decimal | None) -> Deal:
    return _known(replace(deal, close_date=None if days is None else moment.day(_days(days))), "close_date")


def _of_account(name: str, fact: str) -> Write:
    def write(_moment: Moment, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: value or _AN_ACCOUNT.name if name == "name" else value}
        account = replace(deal.account or _AN_ACCOUNT, **changed)
        return _known(replace(deal, account=account), fact)

    return write


def _of_owner(name: str) -> Write:
    def write(_moment: Moment, deal: Deal, value: Any) -> Deal:
        return _known(replace(deal, owner=replace(deal.owner, **{name: value})), f"owner_{name}")

    return write


def _tenure(moment: Moment, deal: Deal, days: Decimal | None) -> Deal:
    started = None if days is None else moment.day(-_days(days))
    return _known(replace(deal, owner=replace(deal.owner, started_on=started)), "owner_tenure_days")


def of_item(name: str) -> Write:
    def write(_moment: Moment, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: value or _AN_ITEM.name if name == "name" else value}
        item = replace(_item(deal), **changed)
        return _known(replace(deal, products=(item, *deal.products[1:])), "product", f"product.{name}")

    return write


def of_field(name: str) -> Write:
    of_item, field = name.startswith(PRODUCT), name.removeprefix(PRODUCT).removeprefix(FIELDS)

    def write(_moment: Moment, deal: Deal, value: Any) -> Deal:
        if of_item:
            item = replace(_item(deal), fields={**_item(deal).fields, field: value})
            return _known(replace(deal, products=(item, *deal.products[1:])), "product", f"product.{field}")
        return _known(replace(deal, fields={**deal.fields, field: value}), field)

    return write


def _item(deal: Deal) -> LineItem:
    return deal.products[0] if deal.products else _AN_ITEM


def _known(deal: Deal, *facts: str) -> Deal:
    return replace(deal, unreadable=deal.unreadable - {*facts})


WRITERS: Mapping[str, Write] = {
    "stage": _stage,
    "days_in_stage": _days_in_stage,
    "amount": _plain("amount"),
    "close_date": _plain("close_date"),
    "days_to_close": _days_to_close,
    "probability": _plain("probability"),
    "forecast_category": _plain("forecast_category"),
    "type": _plain("type"),
    "record_type": _plain("record_type"),
    "lead_source": _plain("lead_source"),
    "next_step": _plain("next_step"),
    "pushes": _plain("pushes", int),
    "contact_roles": _plain("contact_roles", int),
    "age_days": lambda moment, deal, days: replace(deal, created_at=moment.ago(days)),
    "closed": _closed,
    "won": _won,
    "account_name": _of_account("name", "account_name"),
    "account_industry": _of_account("industry", "account_industry"),
    "account_type": _of_account("type", "account_type"),
    "owner_title": _of_owner("title"),
    "owner_department": _of_owner("department"),
    "owner_role": _of_owner("role"),
    "owner_profile": _of_owner("profile"),
    "owner_tenure_days": _tenure,
}
