"""Short functions for declaring fields; each returns a :class:`Field` with everything that its type implies."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from localorg.schema.types import Field, FieldType, OnDelete, PicklistValue


def _field(kind: FieldType, name: str, label: str, more: Mapping[str, Any], **implied: Any) -> Field:
    given: dict[str, Any] = {**implied, **more}
    return Field(name=name, label=label, type=kind, **given)


def text(name: str, label: str, length: int = 255, **more: Any) -> Field:
    """One line of text."""
    return _field(FieldType.STRING, name, label, more, length=length)


def long_text(name: str, label: str, length: int = 32_000, **more: Any) -> Field:
    """Long text: it can be read, but not used to filter, sort or group."""
    return _field(
        FieldType.TEXTAREA, name, label, more, length=length, filterable=False, sortable=False, groupable=False
    )


def short_area(name: str, label: str, length: int = 255, **more: Any) -> Field:
    """Several lines of text, short enough to be used in filters."""
    return _field(FieldType.TEXTAREA, name, label, more, length=length)


def email(name: str, label: str, **more: Any) -> Field:
    """A mail address."""
    return _field(FieldType.EMAIL, name, label, more, length=80)


def phone(name: str, label: str, **more: Any) -> Field:
    """A telephone number in any format."""
    return _field(FieldType.PHONE, name, label, more, length=40)


def encrypted(name: str, label: str, length: int = 175, **more: Any) -> Field:
    """Text that is shown masked, and cannot be used to filter, sort or group."""
    closed = {"filterable": False, "sortable": False, "groupable": False}
    return _field(FieldType.ENCRYPTED, name, label, more, length=length, **closed)


def time_of_day(name: str, label: str, **more: Any) -> Field:
    """A time without a date."""
    return _field(FieldType.TIME, name, label, more, groupable=False)


def address(name: str, label: str, **more: Any) -> Field:
    """A compound of street, city and so on, which are fields of their own."""
    closed = {"createable": False, "updateable": False, "sortable": False, "groupable": False}
    return _field(FieldType.ADDRESS, name, label, more, **closed)


def parts_of(compound: Field, *parts: Field) -> tuple[Field, ...]:
    """Fields, and the compound field that combines them."""
    return (*(replace(part, compound=compound.name) for part in parts), compound)


def url(name: str, label: str, **more: Any) -> Field:
    """An address on the web."""
    return _field(FieldType.URL, name, label, more, length=255)


def flag(name: str, label: str, **more: Any) -> Field:
    """True or false; never null."""
    return _field(FieldType.BOOLEAN, name, label, more, nillable=False, default=False)


def integer(name: str, label: str, **more: Any) -> Field:
    """A whole number of up to eight digits."""
    return _field(FieldType.INT, name, label, more, precision=8)


def number(name: str, label: str, precision: int = 18, scale: int = 2, **more: Any) -> Field:
    """A number with decimals."""
    return _field(FieldType.DOUBLE, name, label, more, precision=precision, scale=scale, groupable=False)


def currency(name: str, label: str, **more: Any) -> Field:
    """An amount of money, in the currency of its record."""
    return _field(FieldType.CURRENCY, name, label, more, precision=18, scale=2, groupable=False)


def percent(name: str, label: str, precision: int = 3, scale: int = 0, **more: Any) -> Field:
    """Per cent: 80 means 80 %."""
    return _field(FieldType.PERCENT, name, label, more, precision=precision, scale=scale, groupable=False)


def day(name: str, label: str, **more: Any) -> Field:
    """A date without a time."""
    return _field(FieldType.DATE, name, label, more)


def moment(name: str, label: str, **more: Any) -> Field:
    """A point in time."""
    return _field(FieldType.DATETIME, name, label, more, groupable=False)


def blob(name: str, label: str, **more: Any) -> Field:
    """Bytes, as base64."""
    return _field(FieldType.BASE64, name, label, more, filterable=False, sortable=False, groupable=False)


def choice(name: str, label: str, values: Iterable[str | PicklistValue], **more: Any) -> Field:
    """A picklist. One that is not ``restricted`` accepts other values too, as on the platform."""
    options = tuple(value if isinstance(value, PicklistValue) else PicklistValue(value, value) for value in values)
    default = next((one.value for one in options if one.default), None)
    return _field(FieldType.PICKLIST, name, label, more, length=255, picklist=options, default=default)


def choices(name: str, label: str, values: Iterable[str | PicklistValue], **more: Any) -> Field:
    """A multi-select picklist; its values are joined by semicolons."""
    picklist = tuple(value if isinstance(value, PicklistValue) else PicklistValue(value, value) for value in values)
    return _field(
        FieldType.MULTIPICKLIST, name, label, more, length=4099, picklist=picklist, sortable=False, groupable=False
    )


def lookup(name: str, label: str, *parents: str, children: str | None = None, **more: Any) -> Field:
    """A reference. The relationship to the parent is named after the field; ``children`` names the one back."""
    up = name.removesuffix("Id") if name.endswith("Id") else name.removesuffix("__c") + "__r"
    implied = {"length": 18, "reference_to": parents, "relationship_name": up, "children": children}
    return _field(FieldType.REFERENCE, name, label, more, **implied)


def owned(name: str, label: str, parent: str, children: str | None = None, **more: Any) -> Field:
    """A reference to the record that this one is part of: required, fixed, and deletion of the parent cascades."""
    fixed = {"nillable": False, "updateable": False, "on_delete": OnDelete.CASCADE}
    return lookup(name, label, parent, children=children, **{**fixed, **more})


def computed(field: Field) -> Field:
    """The same field, maintained by the platform: clients can only read it."""
    return replace(field, createable=False, updateable=False)


def formula(field: Field) -> Field:
    """The same field, calculated from others."""
    return replace(field, createable=False, updateable=False, calculated=True)


def needs(feature: str, *fields: Field) -> tuple[Field, ...]:
    """The same fields, present only if the feature is on."""
    return tuple(replace(field, requires=feature) for field in fields)


CURRENCY_CODES = ("USD", "EUR", "GBP", "CHF", "JPY")
CURRENCY_CODE = replace(
    choice("CurrencyIsoCode", "Currency ISO Code", CURRENCY_CODES, restricted=True, default="USD"),
    length=3,
    requires="multi_currency",
)

_AUDIT = (
    computed(moment("CreatedDate", "Created Date", nillable=False)),
    computed(lookup("CreatedById", "Created By ID", "User", nillable=False)),
    computed(moment("LastModifiedDate", "Last Modified Date", nillable=False)),
    computed(lookup("LastModifiedById", "Last Modified By ID", "User", nillable=False)),
    computed(moment("SystemModstamp", "System Modstamp", nillable=False)),
)
_DELETED = computed(flag("IsDeleted", "Deleted"))
_VIEWED = (
    computed(moment("LastViewedDate", "Last Viewed Date")),
    computed(moment("LastReferencedDate", "Last Referenced Date")),
)


def record_fields(label: str, *fields: Field, viewed: bool = False, deleted: bool = True) -> Mapping[str, Field]:
    """An object's fields in describe's order: Id, the object's own, then the platform's own of every record."""
    identity = computed(
        Field(name="Id", label=f"{label} ID", type=FieldType.ID, length=18, nillable=False, groupable=True)
    )
    standard = [field for field in fields if not field.custom]
    custom = [field for field in fields if field.custom]
    everything = [identity, *([_DELETED] if deleted else []), *standard, *_AUDIT, *(_VIEWED if viewed else ()), *custom]
    return {field.name: field for field in everything}
