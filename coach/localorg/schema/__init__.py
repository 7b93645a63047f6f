"""The objects and fields of an org, as data."""

from coach.localorg.schema.catalogue import OBJECTS, Schema
from coach.localorg.schema.describe import describe, describe_global, summary
from coach.localorg.schema.features import Features
from coach.localorg.schema.types import ChildRelationship, Field, FieldType, ObjectType, Value

__all__ = [
    "OBJECTS",
    "ChildRelationship",
    "Features",
    "Field",
    "FieldType",
    "ObjectType",
    "Schema",
    "Value",
    "describe",
    "describe_global",
    "summary",
]
