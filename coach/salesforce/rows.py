"""The org's JSON → deals. Nothing here makes a call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from coach.engine.languages import of_salesforce
from coach.engine.model import Account, Deal, FieldValue, LineItem, Person, StageChange
from coach.engine.playbook.conditions import OF_PRODUCT
from coach.engine.playbook.facts import PRODUCT_FACTS, Fact, held_by
from coach.ids import to18
from coach.salesforce.facts import DEAL_FACTS, PRODUCT, Selection, value_of
from coach.salesforce.further import Row, at, kept_from_us, labels, values
from coach.salesforce.rates import Rates
from coach.salesforce.schema import Schema
from coach.salesforce.values import day, moment, text

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Beside:
    """Related records that were read, by opportunity id. ``unreadable`` names what could not be read."""

    products: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    roles: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    history: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """What all deals of one read have in common. ``currency`` is the org's own if it has only one."""

    org_id: str
    read_at: datetime
    schema: Schema
    selection: Selection
    currency: str | None


def by_opportunity(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the opportunity they belong to, in the order they came."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(to18(str(row["OpportunityId"])), []).append(row)
    return grouped


def deal(row: Row, frame: Frame, beside: Beside) -> Deal:
    """One opportunity with the related records that were read."""
    facts = _held(row, held_by(""))
    id18 = to18(str(row["Id"]))
    if not row["StageName"]:
        raise ValueError("a deal without a stage")
    created_at, modified_at = moment(row["CreatedDate"]), moment(row["LastModifiedDate"])
    lines = beside.products.get(id18, ())
    unreadable = frozenset((*frame.selection.unreadable, *beside.unreadable, *_kept_from_us(row, lines, frame)))
    currency = text(row.get("CurrencyIsoCode")) or frame.currency
    closes = facts["close_date"]
    rates = beside.rates.on(closes)
    return Deal(
        **{**facts, "name": str(row["Name"] or ""), "stage": str(row["StageName"])},
        org_id=frame.org_id,
        id=id18,
        currency=currency,
        created_at=created_at or frame.read_at,
        modified_at=modified_at or frame.read_at,
        owner=_owner(row),
        read_at=frame.read_at,
        contact_roles=None if "contact_roles" in unreadable else len(beside.roles.get(id18, ())),
        account=_account(row),
        products=tuple(_line_item(item, _line_fields(item, frame, currency, rates)) for item in lines),
        history=() if "stage_history" in unreadable else _history(row, beside.history.get(id18, ())),
        fields=values(row, frame.selection.of_deal, currency, rates),
        rates=rates,
        rates_on=beside.rates.day_of(closes),
        unreadable=unreadable,
        labels=_labels(row, lines, beside.history.get(id18, ()), frame),
    )


def _kept_from_us(row: Row, lines: Sequence[Row], frame: Frame) -> Iterator[str]:
    """Facts and further fields of records that the deal leads to, but that are hidden from us."""
    of_deal, of_product = frame.selection.of_deal, frame.selection.of_product
    for name, place in (*of_deal.facts.items(), *of_deal.further.items()):
        if kept_from_us(row, place):
            yield name
    for name, place in ((f"{PRODUCT}.{fact}", place) for fact, place in of_product.facts.items()):
        if any(kept_from_us(line, place) for line in lines):
            yield name
    for name, place in of_product.further.items():
        if any(kept_from_us(line, place) for line in lines):
            yield name


def _labels(row: Row, lines: Sequence[Row], changes: Sequence[Row], frame: Frame) -> Mapping[str, Mapping[str, str]]:
    """Labels by fact and API name, for values whose label differs."""
    found: dict[str, dict[str, str]] = {}
    stage = frame.schema.objects["Opportunity"]["StageName"].labels
    for each in (row, *changes):
        if (name := text(each.get("StageName"))) and name in stage:
            found.setdefault("stage", {})[name] = stage[name]
    record_type, shown = text(at(row, "RecordType.DeveloperName")), text(at(row, "RecordType.Name"))
    if record_type and shown and record_type != shown:
        for name in ("record_type", *_asking_for("RecordType.DeveloperName", frame)):
            found.setdefault(name, {})[record_type] = shown
    of_lines = (each for line in lines for each in labels(line, frame.selection.of_product, f"{PRODUCT}."))
    for fact, name, label in (*labels(row, frame.selection.of_deal), *of_lines):
        found.setdefault(fact, {})[name] = label
    return found


def _asking_for(path: str, frame: Frame) -> Iterator[str]:
    return (name for name, place in frame.selection.of_deal.further.items() if place.path == path)


def _owner(row: Row) -> Person:
    manager = text(at(row, "Owner.ManagerId"))
    return Person(
        **_named(_held(row, held_by("owner"))),
        id=to18(str(row["OwnerId"])),
        active=at(row, "Owner.IsActive") is not False,
        started_on=day(at(row, DEAL_FACTS["owner_tenure_days"])),
        manager_id=to18(manager) if manager else None,
        language=of_salesforce(text(at(row, "Owner.LanguageLocaleKey"))),
        locale=of_salesforce(text(at(row, "Owner.LocaleSidKey"))),
        timezone=text(at(row, "Owner.TimeZoneSidKey")),
    )


def _account(row: Row) -> Account | None:
    account_id = text(row.get("AccountId"))
    if account_id is None:
        return None
    return Account(**_named(_held(row, held_by("account"))), id=to18(account_id))


def _held(row: Row, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The row's values of these facts, by their names."""
    return {name: value_of(fact, at(row, fact.path)) for name, fact in facts.items() if fact.path}


def _named(held: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a name, which may be empty."""
    return {**held, "name": held["name"] or ""}


def _line_fields(
    row: Row, frame: Frame, currency: str | None, rates: Mapping[str, Decimal]
) -> Mapping[str, FieldValue]:
    """The further fields of a line item, by the names that they have under its ``product``."""
    found = values(row, frame.selection.of_product, currency, rates)
    return {name.removeprefix(OF_PRODUCT): value for name, value in found.items()}


def _line_item(row: Row, fields: Mapping[str, FieldValue]) -> LineItem:
    held = _named(_held(row, {fact.place: fact for fact in PRODUCT_FACTS.values() if fact.place}))
    held["discount"] = _discount(held["discount"], held["unit_price"], held["list_price"])
    return LineItem(
        **held,
        id=to18(str(row["Id"])) if row.get("Id") else None,
        fields=fields,
    )


def _discount(own: Decimal | None, unit_price: Decimal | None, list_price: Decimal | None) -> Decimal | None:
    """In percent, to the cent as the platform stores it; a price above the list price is no discount."""
    if own is not None:
        return own
    if unit_price is None or not list_price or list_price < 0:
        return None
    off = (list_price - unit_price) / list_price * 100
    return min(max(off, Decimal(0)), Decimal(100)).quantize(_CENT)


def _history(row: Row, changes: Sequence[Row]) -> tuple[StageChange, ...]:
    """OpportunityHistory has a row for every change of amount, date or stage; only changes of stage are kept.

    A stage that has no row yet is added with the moment that the record gives for it.
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
