"""A playbook as JSON Schema (2020-12), for editors: completion, hover, and mistakes while typing.

Generated from the models and the vocabulary. Loading does not use the schema: the loader has better sentences, and
rules that no schema can express. But the schema allows no key that loading rejects, and lacks none that it accepts.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.defaults import KEYS
from coach.engine.playbook.model import HTTPS, LOCALE, NAME, TEMPLATE, Playbook
from coach.engine.playbook.schema_conditions import Schema, definitions, ecma, reference

FILE = "playbook.schema.json"
"""The schema's file name, next to the playbooks; their first line names it."""
DEFAULTS_FILE = "defaults.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
}
_PATTERNS: dict[str, str] = {
    "name": ecma(NAME.pattern),
    "url": f"^(?!.*({TEMPLATE.pattern})){HTTPS.pattern.replace(chr(92) + 'Z', '$')}",
}
"""Patterns that the models' validators require of a text, by key."""
_BOUNDS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
}
_OF_LISTS = {"minLength": "minItems", "maxLength": "maxItems"}


def schema() -> Schema:
    """The schema as a value; the same in every run."""
    models: dict[str, type[BaseModel]] = {}
    playbook = _object(Playbook, models, leaving_out="name")
    # A playbook that is never held back cannot have limits.
    always = {"if": {"properties": {"always": {"const": True}}, "required": ["always"]}}
    return {
        "$schema": DIALECT,
        "title": "Playbook",
        **playbook,
        **always,
        "then": {"properties": {"limits": False}},
        "$defs": {**dict(_definitions(models)), **definitions()},
    }


def defaults_schema() -> Schema:
    """The schema of a folder's defaults file: the keys that its playbooks can leave out, and nothing else."""
    whole = schema()
    return {
        "$schema": DIALECT,
        "title": "Defaults of a folder",
        "type": "object",
        "description": "What the playbooks of this folder and those below have in common.",
        "properties": {name: whole["properties"][name] for name in KEYS},
        "additionalProperties": False,
        "$defs": whole["$defs"],
    }


def files() -> Iterator[tuple[str, str]]:
    """The files to write next to the playbooks, by name."""
    for name, each in ((FILE, schema()), (DEFAULTS_FILE, defaults_schema())):
        yield name, json.dumps(each, indent=2, ensure_ascii=False) + "\n"


def _definitions(models: dict[str, type[BaseModel]]) -> Iterator[tuple[str, Schema]]:
    """The definitions of these models, and of those that they refer to."""
    done: set[str] = set()
    while missing := [name for name in models if name not in done]:
        for name in missing:
            done.add(name)
            yield name, _object(models[name], models)


def _object(model: type[BaseModel], models: dict[str, type[BaseModel]], leaving_out: str = "") -> Schema:
    fields = {name: field for name, field in model.model_fields.items() if name != leaving_out}
    return {
        "type": "object",
        "description": (model.__doc__ or "").partition("\n")[0].replace("``", ""),
        "properties": {name: _property(name, field, models) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.is_required()],
        "additionalProperties": False,
    }


def _property(name: str, field: FieldInfo, models: dict[str, type[BaseModel]]) -> Schema:
    value = reference(name) if _is_tree(field.annotation) else _type(field.annotation, models)
    bounds = _bounds([*field.metadata, *_inner(field.annotation)])
    if value.get("type") == "array":
        bounds = {_OF_LISTS[bound]: limit for bound, limit in bounds.items()}
    pattern = {"pattern": _PATTERNS[name]} if name in _PATTERNS else {}
    return {"description": field.description, **value, **bounds, **pattern, **_default(field)}


def _is_tree(annotation: Any) -> bool:
    return annotation is AllOf or any(_is_tree(part) for part in get_args(annotation))


def _type(annotation: Any, models: dict[str, type[BaseModel]]) -> Schema:
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part not in (type(None), ...)]
    if origin in (Union, UnionType) or hasattr(annotation, "__metadata__"):
        return _type(parts[0], models)
    if origin is tuple:
        return {"type": "array", "items": {**_type(parts[0], models), **_bounds(_inner(parts[0]))}}
    if origin is not None:
        locales = {ecma(LOCALE.pattern): _type(parts[1], models)}
        return {"type": "object", "patternProperties": locales, "additionalProperties": False}
    if issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation]}
    if issubclass(annotation, BaseModel):
        models[annotation.__name__] = annotation
        return reference(annotation.__name__)
    return dict(_TYPES[annotation])


def _inner(annotation: Any) -> Iterator[Any]:
    """The metadata of ``X`` in ``X | None``, and of an annotated ``X``."""
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _inner(part)
    for each in getattr(annotation, "__metadata__", ()):
        yield from each.metadata if isinstance(each, FieldInfo) else [each]


def _bounds(metadata: Iterable[Any]) -> Schema:
    found = ((bound, getattr(each, name, None)) for each in metadata for name, bound in _BOUNDS.items())
    return {bound: limit for bound, limit in found if limit is not None}


def _default(field: FieldInfo) -> Schema:
    default = field.default.value if isinstance(field.default, Enum) else field.default
    return {"default": default} if isinstance(default, str | int) else {}
