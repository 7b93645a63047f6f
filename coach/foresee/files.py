"""Text → deals and deals → text: one JSON object, or one per line (JSON Lines).

Raises Rejected for an invalid deal, with every mistake: its position, and what would be right.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coach.engine.model import Deal
from coach.engine.playbook.conditions import OF_PRODUCT
from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.foresee.form import AccountForm, DealForm, LineItemForm, PersonForm, StageChangeForm, as_form

_MODELS: Mapping[str, type[BaseModel]] = {
    "owner": PersonForm,
    "account": AccountForm,
    "products": LineItemForm,
    "history": StageChangeForm,
}
_WANTED = {
    "missing": "is missing",
    "string_type": "takes text",
    "bool_type": "takes true or false",
    "int_type": "takes a whole number",
    "int_from_float": "takes a whole number",
    "decimal_type": "takes a number",
    "is_instance_of": "takes a number",
    "date_type": "takes a date",
    "datetime_type": "takes a time",
    "list_type": "takes a list",
    "dict_type": "takes an object",
    "model_type": "takes an object",
    "string_pattern_mismatch": "takes a currency's ISO code, such as USD",
    "greater_than_equal": "must not be below zero",
}


def read_deal(text: str, source: str, now: datetime, zone: tzinfo) -> Deal:
    """Parse a deal from JSON text; ``source`` names the text in error messages."""
    return _deal(_parsed(text, source), source, now, zone, needs_id=False)


def read_line(line: str, source: str, now: datetime, zone: tzinfo) -> Deal:
    """Parse a deal from one of many lines; it must have an id."""
    return _deal(_parsed(line, source), source, now, zone, needs_id=True)


def deal_from(document: object, source: str, now: datetime, zone: tzinfo) -> Deal:
    """A deal from a parsed JSON document, with numbers as int and Decimal."""
    return _deal(document, source, now, zone, needs_id=True)


def _parsed(text: str, source: str) -> object:
    try:
        document: object = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Rejected(f"{source}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}.") from None
    except (ValueError, RecursionError):
        raise Rejected(f"{source}: this is not JSON that holds a deal.") from None
    return document


def _no_number(_word: str) -> object:
    raise ValueError


def _deal(document: object, source: str, now: datetime, zone: tzinfo, needs_id: bool) -> Deal:
    try:
        form = DealForm.model_validate(document, context={"now": now, "zone": zone})
    except ValidationError as error:
        sentences = (f"{source}: {_sentence(each)}" for each in error.errors(include_url=False, include_input=False))
        raise Rejected("\n".join(sentences)) from None
    if needs_id and form.id is None:
        raise Rejected(f"{source}: id is missing: each deal of several needs its own.")
    return form.deal(now)


def _sentence(error: ErrorDetails) -> str:
    path = error["loc"]
    where = _place(path)
    match error["type"]:
        case "extra_forbidden":
            return f"{_place(path[:-1])}there is no key {quote(str(path[-1]))}.{_meant(path)}"
        case "value_error":
            return f"{where}{error['msg'].removeprefix('Value error, ')}."
        case kind:
            return f"{where}{_WANTED.get(kind, error['msg'])}."


def _place(path: Sequence[int | str]) -> str:
    """``products[0].discount ``, as it would be written in code."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"{words.removeprefix('.')} " if words else ""


def _meant(path: Sequence[int | str]) -> str:
    model = _MODELS.get(str(path[0]), DealForm) if len(path) > 1 else DealForm
    return did_you_mean(str(path[-1]), model.model_fields)


def with_fields(deal: Deal, names: Collection[str]) -> Deal:
    """The deal with a library's further fields: those that the text leaves out are empty, not unknown."""
    unknown = [name for name in names if name not in deal.unreadable]
    of_deal = {name: None for name in unknown if not name.startswith(OF_PRODUCT)}
    of_items = {name.removeprefix(OF_PRODUCT): None for name in unknown if name.startswith(OF_PRODUCT)}
    products = tuple(replace(item, fields={**of_items, **item.fields}) for item in deal.products)
    return replace(deal, fields={**of_deal, **deal.fields}, products=products if of_items else deal.products)


# ---------------------------------------------------------------- deals → text


def deal_document(deal: Deal) -> dict[str, Any]:
    """The deal as plain JSON, in the form that this module reads: everything known, nothing twice."""
    document: dict[str, Any] = {
        name: _plain(getattr(deal, name)) for name in DealForm.model_fields if name not in _OWN_WAY
    }
    document |= {
        "owner": _known(deal.owner),
        "account": _known(deal.account) if deal.account else None,
        "products": [_known(replace(item, fields=_fields(item.fields))) for item in deal.products],
        "fields": _fields(deal.fields),
        "rates": {code: _plain(rate) for code, rate in deal.rates.items()},
        "unreadable": sorted(deal.unreadable),
        "labels": {fact: dict(labels) for fact, labels in deal.labels.items()},
    }
    return _filled(document) | {"history": [_known(change) for change in deal.history]}


def deal_line(deal: Deal) -> str:
    """One line of JSON, without a line ending."""
    return json.dumps(deal_document(deal), ensure_ascii=False, separators=(",", ":"))


_OWN_WAY = frozenset({"schema_", "owner", "account", "products", "history", "fields", "rates", "unreadable", "labels"})


def _known(noun: Any) -> dict[str, Any]:
    return _filled({name: _plain(getattr(noun, name)) for name in noun.__slots__})


def _filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without values that equal the default."""
    return {name: value for name, value in document.items() if name == "active" or not _left_out(value)}


def _left_out(value: object) -> bool:
    return value is None or value is False or value == [] or value == {}


def _fields(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _field(value) for name, value in fields.items()}


def _field(value: object) -> object:
    return _plain(value) if isinstance(value, Decimal | date) else as_form(value)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return _number(value)
        case datetime() | date():
            return value.isoformat()
    return value


def _number(value: Decimal) -> int | float | str:
    """A JSON number if that keeps every digit, else the digits as text."""
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")
