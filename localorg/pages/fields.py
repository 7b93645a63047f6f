"""Describe → the fields of the details panel, to read and to edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from localorg.pages import words

LAYOUT = (
    "OwnerId",
    "Amount",
    "Name",
    "CloseDate",
    "AccountId",
    "NextStep",
    "Type",
    "Probability",
    "LeadSource",
    "ForecastCategoryName",
    "CurrencyIsoCode",
    "PushCount",
    "Competitor__c",
    "Economic_Buyer_Identified__c",
    "Metrics__c",
    "Mutual_Plan_Link__c",
    "Paper_Process__c",
    "Deal_Desk_Approval__c",
    "VAC_Date__c",
    "Formulary_Status__c",
    "Description",
)
"""The fields in order, alternating between the left and the right column."""

_READ_ONLY = frozenset({"AccountId", "CurrencyIsoCode", "ForecastCategoryName", "PushCount"})
_NUMBERS = frozenset({"currency", "percent", "double", "int"})
_PARENTS = {"OwnerId": "Owner", "AccountId": "Account"}


class BadInput(ValueError):
    """The typed text is not a value for the field; the message says so."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a record. ``value`` is its value in the form, ``shown`` its text for readers."""

    name: str
    label: str
    type: str
    value: str
    shown: str
    editable: bool
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def checked(self) -> bool:
        """Whether a checkbox field is true."""
        return self.value == "true"


def views(
    describe: Mapping[str, Mapping[str, Any]],
    deal: Mapping[str, Any],
    users: Sequence[Mapping[str, Any]],
    typed: Mapping[str, str] | None = None,
) -> list[FieldView]:
    """The fields of the layout that this org has. ``typed`` are the values of a refused form, to be shown again."""
    return [_view(describe[name], deal, users, typed) for name in LAYOUT if name in describe]


def changes(
    describe: Mapping[str, Mapping[str, Any]], deal: Mapping[str, Any], typed: Mapping[str, str]
) -> dict[str, object]:
    """The values that the form changes, in the API's format, without unchanged ones. Raises BadInput."""
    values = {
        name: _parsed(describe[name], typed.get(name, ""))
        for name in LAYOUT
        if name in describe and (name in typed or f"{name}:shown" in typed)
    }
    return {
        name: value for name, value in values.items() if _editable(name, describe[name], deal) and value != deal[name]
    }


def _editable(name: str, field: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
    """Whether a person may change the field here. If there are products, the platform computes the amount from them."""
    rolled_up = name == "Amount" and bool(deal.get("HasOpportunityLineItem"))
    return bool(field["updateable"]) and name not in _READ_ONLY and not rolled_up


def _view(
    field: Mapping[str, Any],
    deal: Mapping[str, Any],
    users: Sequence[Mapping[str, Any]],
    typed: Mapping[str, str] | None,
) -> FieldView:
    name, value = field["name"], deal.get(field["name"])
    held = _held(value)
    if typed is not None and (name in typed or f"{name}:shown" in typed):
        held = typed.get(name, "")
    return FieldView(
        name=name,
        label=_label(field),
        type=field["type"],
        value=held,
        shown=_shown(field, deal),
        editable=_editable(name, field, deal),
        choices=_choices(field, users, held),
    )


def _label(field: Mapping[str, Any]) -> str:
    return {"OwnerId": "Opportunity Owner", "AccountId": "Account Name", "Name": "Opportunity Name"}.get(
        field["name"], str(field["label"])
    )


def _held(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _shown(field: Mapping[str, Any], deal: Mapping[str, Any]) -> str:
    name, value = field["name"], deal.get(field["name"])
    if name in _PARENTS:
        return str((deal.get(_PARENTS[name]) or {}).get("Name", ""))
    match field["type"]:
        case "currency":
            return words.money(value, deal.get("CurrencyIsoCode"))
        case "percent":
            return words.percent(value)
        case "double" | "int":
            return words.number(value)
        case "date":
            return words.day(value)
    return "" if value is None else str(value)


def _choices(field: Mapping[str, Any], users: Sequence[Mapping[str, Any]], held: str) -> tuple[tuple[str, str], ...]:
    """The options (value, label) of a picklist or user field, including its current value even if it is not listed."""
    if field["name"] == "OwnerId":
        listed = [(user["Id"], user["Name"]) for user in users]
    else:
        listed = [(one["value"], one["label"]) for one in field.get("picklistValues", ())]
    if not listed:
        return ()
    known = {value for value, _ in listed}
    return (*listed, *([(held, held)] if held and held not in known else []))


def _parsed(field: Mapping[str, Any], text: str) -> object:
    text = text.strip()
    if field["type"] == "boolean":
        return text == "true"
    if not text:
        return None
    if field["type"] in _NUMBERS:
        return parsed_number(text, str(field["label"]))
    return text


def parsed_number(text: str, label: str) -> float:
    """A number as people type it: ``$12,500.50`` or ``30%``. Raises BadInput."""
    plain = text.strip().strip("$€£¥%").replace(",", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        raise BadInput(f"{label}: {text!r} is not a number.") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise BadInput(f"{label}: {text!r} is not a number.")
    return value
