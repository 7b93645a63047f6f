"""Custom fields, and administrators' changes to the picklists of standard fields. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from localorg.schema import fields
from localorg.schema.types import Field as SchemaField
from localorg.schema.types import FieldType, ObjectType, PicklistValue

Kind = Literal[
    "boolean",
    "currency",
    "date",
    "datetime",
    "double",
    "email",
    "encryptedstring",
    "int",
    "location",
    "multipicklist",
    "percent",
    "phone",
    "picklist",
    "reference",
    "richtext",
    "string",
    "textarea",
    "time",
    "url",
]


class Choice(BaseModel):
    """One picklist value: the value in records, and the label for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str
    label: str = ""
    active: bool = True
    default: bool = False


class FieldDefinition(BaseModel):
    """A field as Object Manager defines it.

    Of a standard field, only ``label`` and ``values`` can be changed. ``formula`` is the path of another field, such as
    ``Account.Industry``, whose value this one shows. It is calculated on reading; a change of it touches no record.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    object: str
    name: str
    type: Kind | None = None
    label: str = ""
    values: tuple[Choice | str, ...] = ()
    restricted: bool = False
    required: bool = False
    length: Annotated[int, Field(ge=1, le=131_072)] = 255
    precision: Annotated[int, Field(ge=1, le=18)] = 18
    scale: Annotated[int, Field(ge=0, le=17)] = 2
    reference_to: str = ""
    formula: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.name.endswith("__c"):
            if self.type is None:
                raise ValueError("a custom field needs a type")
            if (self.type == "reference") != bool(self.reference_to):
                raise ValueError("reference_to goes with the type reference, and only with it")
        elif self.type is not None:
            raise ValueError("only custom fields (ending in __c) can be made")
        return self

    @property
    def choices(self) -> tuple[PicklistValue, ...]:
        """The values, each with its label. Records may hold an inactive value, but it is no longer offered."""
        made = (Choice(value=one) if isinstance(one, str) else one for one in self.values)
        return tuple(PicklistValue(one.value, one.label or one.value, one.default, one.active) for one in made)


def with_fields(one: ObjectType, definitions: Mapping[str, FieldDefinition]) -> ObjectType:
    """The object with these fields added or changed."""
    made = dict(one.fields)
    for definition in definitions.values():
        known = one.by_folded_name.get(definition.name.casefold())
        if definition.type is None:
            made |= _changed(known, definition)
        else:
            made |= {field.name: field for field in _made(definition)}
    return replace(one, fields=made)


def _changed(known: SchemaField | None, definition: FieldDefinition) -> dict[str, SchemaField]:
    if known is None:
        return {}
    picklist = definition.choices or known.picklist
    return {known.name: replace(known, label=definition.label or known.label, picklist=picklist)}


def _made(definition: FieldDefinition) -> tuple[SchemaField, ...]:
    label = definition.label or definition.name.removesuffix("__c").replace("_", " ")
    if definition.type == "location":
        return _location(definition.name, label)
    made = _MAKERS[definition.type or "string"](definition, label)
    if definition.required:
        made = replace(made, nillable=False)
    return (replace(fields.formula(made), formula=definition.formula),) if definition.formula else (made,)


def _location(name: str, label: str) -> tuple[SchemaField, ...]:
    """A geolocation: a compound field of which only the two numbers can be written."""
    stem = name.removesuffix("__c")
    parts = (("Latitude", f"{stem}__Latitude__s"), ("Longitude", f"{stem}__Longitude__s"))
    numbers = tuple(
        replace(fields.number(part, f"{label} ({axis})", precision=15, scale=12), compound=name) for axis, part in parts
    )
    whole = SchemaField(
        name=name, label=label, type=FieldType.LOCATION, filterable=False, sortable=False, groupable=False
    )
    return (fields.computed(whole), *numbers)


def _lookup(definition: FieldDefinition, label: str) -> SchemaField:
    stem = definition.name.removesuffix("__c")
    return fields.lookup(definition.name, label, definition.reference_to, children=f"{stem}__r")


def _number(make: Callable[..., SchemaField]) -> Callable[[FieldDefinition, str], SchemaField]:
    return lambda one, label: make(one.name, label, precision=one.precision, scale=one.scale)


def _plain(make: Callable[..., SchemaField], **more: Any) -> Callable[[FieldDefinition, str], SchemaField]:
    return lambda one, label: make(one.name, label, **more)


_LONG = 32_768
_MAKERS: Mapping[str, Callable[[FieldDefinition, str], SchemaField]] = {
    "boolean": _plain(fields.flag),
    "currency": _number(fields.currency),
    "date": _plain(fields.day),
    "datetime": _plain(fields.moment),
    "double": _number(fields.number),
    "email": _plain(fields.email),
    "encryptedstring": lambda one, label: fields.encrypted(one.name, label, min(one.length, 175)),
    "int": _plain(fields.integer),
    "multipicklist": lambda one, label: fields.choices(one.name, label, one.choices, restricted=one.restricted),
    "percent": _number(fields.percent),
    "phone": _plain(fields.phone),
    "picklist": lambda one, label: fields.choice(one.name, label, one.choices, restricted=one.restricted),
    "reference": _lookup,
    "richtext": _plain(fields.long_text, length=_LONG, html=True),
    "string": lambda one, label: fields.text(one.name, label, one.length),
    "textarea": lambda one, label: (fields.long_text if one.length > 255 else fields.short_area)(
        one.name, label, one.length
    ),
    "time": _plain(fields.time_of_day),
    "url": _plain(fields.url),
}
