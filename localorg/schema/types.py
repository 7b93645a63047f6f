"""The data types of a schema: objects, fields and relationships."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class FieldType(StrEnum):
    """Field types, spelled as describe spells them."""

    ID = "id"
    REFERENCE = "reference"
    STRING = "string"
    TEXTAREA = "textarea"
    PICKLIST = "picklist"
    MULTIPICKLIST = "multipicklist"
    BOOLEAN = "boolean"
    INT = "int"
    DOUBLE = "double"
    CURRENCY = "currency"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    BASE64 = "base64"
    ENCRYPTED = "encryptedstring"
    TIME = "time"
    ADDRESS = "address"
    LOCATION = "location"


NUMERIC = frozenset({FieldType.INT, FieldType.DOUBLE, FieldType.CURRENCY, FieldType.PERCENT})
IDS = frozenset({FieldType.ID, FieldType.REFERENCE})
TEXTUAL = frozenset(
    {
        FieldType.STRING,
        FieldType.TEXTAREA,
        FieldType.PICKLIST,
        FieldType.MULTIPICKLIST,
        FieldType.EMAIL,
        FieldType.PHONE,
        FieldType.URL,
        FieldType.ENCRYPTED,
    }
)
COMPOUND = frozenset({FieldType.ADDRESS, FieldType.LOCATION})
"""Compound types, which combine several fields. The value is composed on reading, and never stored."""

Value = str | int | float | bool | None
"""A stored value: dates as ``2026-05-01``, times as ``2026-05-01T07:25:37.000+0000``, always UTC."""


class OnDelete(StrEnum):
    """What happens to a record when its parent is deleted."""

    CLEAR = "clear"
    CASCADE = "cascade"
    RESTRICT = "restrict"


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One choice; people see ``label``. Records may still hold a value that is not ``active``."""

    value: str
    label: str
    default: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. ``length`` counts characters, ``precision`` all digits, ``scale`` the digits after the point.

    ``children`` is the name of the relationship from the parent to its children, if there is one. ``requires`` names
    the feature (:class:`~localorg.schema.features.Features`) without which the field does not exist. ``formula`` is the
    path of the field whose value a calculated field shows. ``compound`` is the compound that this field is part of.
    """

    name: str
    label: str
    type: FieldType
    length: int = 0
    precision: int = 0
    scale: int = 0
    nillable: bool = True
    createable: bool = True
    updateable: bool = True
    filterable: bool = True
    sortable: bool = True
    groupable: bool = True
    calculated: bool = False
    unique: bool = False
    external_id: bool = False
    name_field: bool = False
    html: bool = False
    default: Value = None
    picklist: tuple[PicklistValue, ...] = ()
    restricted: bool = False
    reference_to: tuple[str, ...] = ()
    relationship_name: str | None = None
    children: str | None = None
    on_delete: OnDelete = OnDelete.CLEAR
    requires: str | None = None
    formula: str = ""
    compound: str | None = None

    @property
    def custom(self) -> bool:
        """Whether an administrator created the field."""
        return self.name.endswith(("__c", "__s"))

    @property
    def required(self) -> bool:
        """Whether a client must give it a value when creating a record."""
        return self.createable and not self.nillable and self.default is None and self.type is not FieldType.BOOLEAN


@dataclass(frozen=True, slots=True)
class ChildRelationship:
    """A relationship from a parent to the records of ``child`` whose ``field`` references it.

    ``name`` is None if SOQL cannot use it.
    """

    name: str | None
    child: str
    field: str
    on_delete: OnDelete


@dataclass(frozen=True, kw_only=True, eq=False)
class ObjectType:
    """One object: its fields by API name, in describe's order.

    Objects are compared by identity. ``recycled`` says that deleted records go to the recycle bin; otherwise they
    vanish at once.
    """

    name: str
    label: str
    label_plural: str
    key_prefix: str
    fields: Mapping[str, Field]
    child_relationships: tuple[ChildRelationship, ...] = ()
    createable: bool = True
    updateable: bool = True
    deletable: bool = True
    queryable: bool = True
    upsertable: bool = True
    searchable: bool = True
    layoutable: bool = True
    recycled: bool = True
    requires: str | None = None

    @cached_property
    def by_folded_name(self) -> Mapping[str, Field]:
        """The fields by case-folded name: names in queries and bodies are case-insensitive."""
        return {name.casefold(): field for name, field in self.fields.items()}

    @cached_property
    def parents(self) -> Mapping[str, Field]:
        """The reference fields by the case-folded name of their relationship."""
        return {field.relationship_name.casefold(): field for field in self.fields.values() if field.relationship_name}

    @cached_property
    def children(self) -> Mapping[str, ChildRelationship]:
        """The child relationships by case-folded name."""
        return {down.name.casefold(): down for down in self.child_relationships if down.name}

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """The names of the fields that are true or false."""
        return tuple(field.name for field in self.fields.values() if field.type is FieldType.BOOLEAN)

    @cached_property
    def unique_names(self) -> tuple[str, ...]:
        """The names of the fields whose values must be unique."""
        return tuple(field.name for field in self.fields.values() if field.unique)

    @cached_property
    def blank(self) -> Mapping[str, Value]:
        """An empty record: every field with its default."""
        return {name: False if name in self.flags else None for name in self.fields} | {
            field.name: field.default for field in self.fields.values() if field.default is not None
        }

    @property
    def name_field(self) -> Field | None:
        """The field with the record's name; None if the object has none."""
        return next((field for field in self.fields.values() if field.name_field), None)
