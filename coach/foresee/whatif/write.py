"""A fact's value → a deal with it. Facts of products are set on the first product; a deal without products gets one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from coach.engine.model import Account, Deal, LineItem, StageChange
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT
from coach.engine.playbook.facts import DEAL_FACTS, held_by
from coach.errors import Rejected

_MOST_DAYS = 20_000
_AN_ACCOUNT = Account("", "An account")
_AN_ITEM = LineItem("A product", None, None, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment at which a deal is evaluated."""

    now: datetime
    zone: tzinfo

    def ago(self, days: Decimal | None) -> datetime:
        """The moment this many days earlier."""
        return self.now - timedelta(days=_days(days))

    def day(self, ahead: int) -> date:
        """The calendar day this many days later."""
        return self.now.astimezone(self.zone).date() + timedelta(days=ahead)


Write = Callable[[AsOf, Deal, Any], Deal]


def _days(days: Decimal | None) -> int:
    if days is not None and abs(days) > _MOST_DAYS:
        raise Rejected(f"More than {_MOST_DAYS:,} days are too many.")
    return int(days or 0)


def _order(name: str) -> tuple[bool, str]:
    """The stage goes first, because the time in the stage depends on it."""
    return name != "stage", name


def _stage(moment: AsOf, deal: Deal, stage: str | None) -> Deal:
    if stage is None:
        raise Rejected("stage cannot be empty.")
    if stage == deal.stage:
        return deal
    return _known(replace(deal, stage=stage, history=_history(deal, stage, moment.now)), "stage_history")


def _days_in_stage(moment: AsOf, deal: Deal, days: Decimal | None) -> Deal:
    before = replace(deal, history=deal.history[:-1])
    return _known(replace(deal, history=_history(before, deal.stage, moment.ago(days))), "stage_history")


def _history(deal: Deal, stage: str, at: datetime) -> tuple[StageChange, ...]:
    earlier = tuple(change for change in deal.history if change.at < at)
    return (*earlier[: -1 if earlier and earlier[-1].stage == stage else None], StageChange(stage, at))


def _plain(name: str, as_value: Callable[[Any], object] = lambda value: value) -> Write:
    def write(_moment: AsOf, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: None if value is None else as_value(value)}
        return _known(replace(deal, **changed), name)

    return write


def _closed(_moment: AsOf, deal: Deal, closed: bool | None) -> Deal:
    return replace(deal, closed=bool(closed), won=deal.won and bool(closed))


def _won(_moment: AsOf, deal: Deal, won: bool | None) -> Deal:
    return replace(deal, won=bool(won), closed=deal.closed or bool(won))


def _days_to_close(moment: AsOf, deal: Deal, days: Decimal | None) -> Deal:
    return _known(replace(deal, close_date=None if days is None else moment.day(_days(days))), "close_date")


def _of_account(name: str, fact: str) -> Write:
    def write(_moment: AsOf, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: value or _AN_ACCOUNT.name if name == "name" else value}
        account = replace(deal.account or _AN_ACCOUNT, **changed)
        return _known(replace(deal, account=account), fact)

    return write


def _of_owner(name: str, fact: str) -> Write:
    def write(_moment: AsOf, deal: Deal, value: Any) -> Deal:
        return _known(replace(deal, owner=replace(deal.owner, **{name: value})), fact)

    return write


def _tenure(moment: AsOf, deal: Deal, days: Decimal | None) -> Deal:
    started = None if days is None else moment.day(-_days(days))
    return _known(replace(deal, owner=replace(deal.owner, started_on=started)), "owner_tenure_days")


def of_item(name: str) -> Write:
    def write(_moment: AsOf, deal: Deal, value: Any) -> Deal:
        changed: dict[str, Any] = {name: value or _AN_ITEM.name if name == "name" else value}
        item = replace(_item(deal), **changed)
        return _known(replace(deal, products=(item, *deal.products[1:])), "product", f"product.{name}")

    return write


def of_field(name: str) -> Write:
    of_item, field = name.startswith(OF_PRODUCT), name.removeprefix(OF_PRODUCT).removeprefix(FIELDS)

    def write(_moment: AsOf, deal: Deal, value: Any) -> Deal:
        if of_item:
            item = replace(_item(deal), fields={**_item(deal).fields, field: value})
            return _known(replace(deal, products=(item, *deal.products[1:])), "product", f"product.{field}")
        return _known(replace(deal, fields={**deal.fields, field: value}), field)

    return write


def _item(deal: Deal) -> LineItem:
    return deal.products[0] if deal.products else _AN_ITEM


def _known(deal: Deal, *facts: str) -> Deal:
    return replace(deal, unreadable=deal.unreadable - {*facts})


def _writers() -> Iterator[tuple[str, Write]]:
    for name, fact in held_by("").items():
        yield fact.name, _plain(name, int) if fact.whole else _plain(name)
    for name, fact in held_by("account").items():
        yield fact.name, _of_account(name, fact.name)
    for name, fact in held_by("owner").items():
        yield fact.name, _of_owner(name, fact.name)


WRITERS: Mapping[str, Write] = {name: write for name, write in _writers() if not DEAL_FACTS[name].identifies} | {
    "stage": _stage,
    "closed": _closed,
    "won": _won,
    "days_in_stage": _days_in_stage,
    "days_to_close": _days_to_close,
    "age_days": lambda moment, deal, days: replace(deal, created_at=moment.ago(days)),
    "owner_tenure_days": _tenure,
}
"""By fact. What identifies a deal or a person cannot be changed, and neither can what follows from other facts."""
