"""The objects and fields of an org, as data."""

from localorg.schema.catalogue import OBJECTS, Schema
from localorg.schema.describe import describe, describe_global, summary
from localorg.schema.features import Features
from localorg.schema.types import ChildRelationship, Field, FieldType, ObjectType, Value

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
