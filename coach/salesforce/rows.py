"""The org's JSON → deals. Nothing here calls anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from coach.ids import to18
from coach.model import Account, Deal, LineItem, Person, StageChange
from coach.playbook.languages import of_salesforce
from coach.salesforce.facts import DEAL_FACTS, PRODUCT_FACTS, Selection
from coach.salesforce.rates import Rates
from coach.salesforce.schema import Schema
from coach.salesforce.values import day, moment, number, of_type, text

Row = Mapping[str, Any]
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside the opportunities, by their ids; ``unreadable`` names what could not be."""

    products: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    roles: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    history: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """What all deals of one read have in common. ``currency`` is the org's own where it has only one."""

    org_id: str
    read_at: datetime
    schema: Schema
    selection: Selection
    currency: str | None


def at(row: Row | None, path: str) -> Any:
    """The value at the end of ``Owner.Manager.Name``; None where the way ends before."""
    value: Any = row
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def by_opportunity(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the opportunity they belong to, in the order they came."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(to18(str(row["OpportunityId"])), []).append(row)
    return grouped


def deal(row: Row, frame: Frame, beside: Beside) -> Deal:
    """One opportunity with all that was read beside it."""
    facts = {fact: at(row, path) for fact, path in DEAL_FACTS.items()}
    id18 = to18(str(row["Id"]))
    created_at, modified_at = moment(row["CreatedDate"]), moment(row["LastModifiedDate"])
    unreadable = frame.selection.unreadable | beside.unreadable
    pushes, closes = number(facts["pushes"]), day(facts["close_date"])
    return Deal(
        org_id=frame.org_id,
        id=id18,
        name=str(row["Name"] or ""),
        stage=str(row["StageName"]),
        closed=row["IsClosed"] is True,
        won=row["IsWon"] is True,
        amount=number(facts["amount"]),
        currency=text(row.get("CurrencyIsoCode")) or frame.currency,
        close_date=closes,
        created_at=created_at or frame.read_at,
        modified_at=modified_at or frame.read_at,
        owner=_owner(row),
        read_at=frame.read_at,
        type=text(facts["type"]),
        lead_source=text(facts["lead_source"]),
        next_step=text(facts["next_step"]),
        probability=number(facts["probability"]),
        forecast_category=text(facts["forecast_category"]),
        pushes=None if pushes is None else int(pushes),
        contact_roles=None if "contact_roles" in unreadable else len(beside.roles.get(id18, ())),
        account=_account(row),
        products=tuple(_line_item(item) for item in beside.products.get(id18, ())),
        history=() if "stage_history" in unreadable else _history(row, beside.history.get(id18, ())),
        fields=_further(row, frame),
        rates=beside.rates.on(closes),
        rates_on=beside.rates.day_of(closes),
        unreadable=unreadable,
    )


def _owner(row: Row) -> Person:
    manager = text(at(row, "Owner.ManagerId"))
    return Person(
        id=to18(str(row["OwnerId"])),
        name=text(at(row, "Owner.Name")) or "",
        first_name=text(at(row, "Owner.FirstName")),
        last_name=text(at(row, "Owner.LastName")),
        email=text(at(row, "Owner.Email")),
        title=text(at(row, "Owner.Title")),
        department=text(at(row, "Owner.Department")),
        role=text(at(row, "Owner.UserRole.Name")),
        profile=text(at(row, "Owner.Profile.Name")),
        active=at(row, "Owner.IsActive") is not False,
        started_on=day(at(row, "Owner.CreatedDate")),
        manager_id=to18(manager) if manager else None,
        manager_name=text(at(row, "Owner.Manager.Name")),
        manager_first_name=text(at(row, "Owner.Manager.FirstName")),
        manager_last_name=text(at(row, "Owner.Manager.LastName")),
        language=of_salesforce(text(at(row, "Owner.LanguageLocaleKey"))),
    )


def _account(row: Row) -> Account | None:
    account_id = text(row.get("AccountId"))
    if account_id is None:
        return None
    return Account(
        id=to18(account_id),
        name=text(at(row, "Account.Name")) or "",
        industry=text(at(row, "Account.Industry")),
        type=text(at(row, "Account.Type")),
    )


def _line_item(row: Row) -> LineItem:
    value = {fact: at(row, path) for fact, path in PRODUCT_FACTS.items()}
    unit_price, list_price = number(value["unit_price"]), number(value["list_price"])
    return LineItem(
        name=text(value["name"]) or "",
        code=text(value["code"]),
        family=text(value["family"]),
        quantity=number(value["quantity"]),
        unit_price=unit_price,
        list_price=list_price,
        discount=_discount(number(value["discount"]), unit_price, list_price),
        total=number(value["total"]),
        id=to18(str(row["Id"])) if row.get("Id") else None,
    )


def _discount(own: Decimal | None, unit_price: Decimal | None, list_price: Decimal | None) -> Decimal | None:
    """In percent, to the cent as the platform keeps it; a price above the list is no discount."""
    if own is not None:
        return own
    if unit_price is None or not list_price or list_price < 0:
        return None
    off = (list_price - unit_price) / list_price * 100
    return min(max(off, Decimal(0)), Decimal(100)).quantize(_CENT)


def _history(row: Row, changes: Sequence[Row]) -> tuple[StageChange, ...]:
    """OpportunityHistory has a row for every change of amount, date or stage; only changes of stage are kept.

    A stage that has no row yet is added with the moment the record gives for it.
    """
    kept: list[StageChange] = []
    for change in changes:
        stage, since = text(change.get("StageName")), moment(change.get("CreatedDate"))
        if stage and since and (not kept or kept[-1].stage != stage):
            kept.append(StageChange(stage, since))
    stage = str(row["StageName"])
    if not kept or kept[-1].stage != stage:
        first = "LastModifiedDate" if kept else "CreatedDate"
        since = moment(row.get("LastStageChangeDate")) or moment(row[first])
        if since:
            kept.append(StageChange(stage, since))
    return tuple(kept)


def _further(row: Row, frame: Frame) -> dict[str, object]:
    types = frame.schema.objects["Opportunity"]
    return {name: of_type(types[own], row.get(own)) for name, own in frame.selection.further.items()}
