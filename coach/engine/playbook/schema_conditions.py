"""Conditions in JSON Schema: every fact with the operators for its kind, and what combines conditions.

Definitions are named after their place: ``when``, ``audience``, ``seen`` and ``product`` are trees. ``money`` and the
like are the operators of a kind, ``money_seen`` those that the kind takes in adherence. ``field`` is any further field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coach.engine.playbook.comparisons import API_NAME, CURRENCY_CODE, FIELD_KINDS
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.reading import AUDIENCE, SEEN, WHEN, AllowedWords
from coach.engine.playbook.values import MOST_DAYS, MOST_VALUES
from coach.engine.playbook.vocabulary import (
    CURRENCY,
    FIELDS_KEY,
    FIELDS_MEANING,
    GROUPS,
    OPERATORS,
    PRODUCT_FACTS,
    PRODUCTS,
    Fact,
    Operator,
    Takes,
)

Schema = dict[str, Any]

USUAL_STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Id. Decision Makers",
    "Perception Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
)
"""The stages of every new org: an editor suggests them, and accepts any other."""

_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_TIME = r"^[0-9]{2}:[0-9]{2}"
_VALUES: Mapping[Kind, Schema] = {
    Kind.TEXT: _TEXT,
    Kind.STAGE: {**_TEXT, "examples": list(USUAL_STAGES)},
    Kind.NUMBER: {"type": "number"},
    Kind.MONEY: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.SELECTION: _TEXT,
    Kind.TIME: {"type": "string", "pattern": _TIME},
    Kind.ID: _TEXT,
}
_CURRENCY_MEANING = "The currency of the amounts here, as in USD; left out, the deal's own."
_FIELD, _SEEN = "field", "_seen"
_PRODUCT = AllowedWords("product", PRODUCT_FACTS)


def definitions() -> Schema:
    """Every definition by its name."""
    trees = {allowed.place: _tree(allowed) for allowed in (WHEN, AUDIENCE, SEEN, _PRODUCT)}
    return {**trees, **dict(_kinds(adherence=False)), **dict(_kinds(adherence=True))}


def reference(name: str, description: str | None = None) -> Schema:
    """A reference to a definition, with the description that an editor shows there."""
    at: Schema = {"$ref": f"#/$defs/{name}"}
    return {"description": description, **at} if description else at


def ecma(pattern: str) -> str:
    """A Python pattern for JSON Schema, which does not anchor patterns: the start must be explicit."""
    return "^" + pattern.replace(r"\Z", "$")


def _tree(allowed: AllowedWords) -> Schema:
    suffix = _SEEN if allowed.adherence else ""
    facts = {fact.name: reference(fact.kind.value + suffix, _meaning(fact)) for fact in allowed.facts.values()}
    properties: Schema = {**facts, **_groups(allowed.place)}
    if allowed.whole:
        properties |= {word: reference(_PRODUCT.place, meaning) for word, meaning in PRODUCTS.items()}
    fields = _map(patternProperties={ecma(re.escape(allowed.way) + API_NAME.pattern): reference(_FIELD + suffix)})
    properties[FIELDS_KEY] = {"description": FIELDS_MEANING, **fields}
    return _map(properties=properties)


def _meaning(fact: Fact) -> str:
    return f"{fact.meaning} In {fact.unit}." if fact.unit else fact.meaning


def _groups(place: str) -> Schema:
    several = {"type": "array", "minItems": 1, "items": reference(place)}
    return {
        word: reference(place, meaning) if word == "not" else {"description": meaning, **several}
        for word, meaning in GROUPS.items()
    }


def _map(**what: Any) -> Schema:
    return {"type": "object", "minProperties": 1, **what, "additionalProperties": False}


def _kinds(*, adherence: bool) -> Iterator[tuple[str, Schema]]:
    allowed = [operator for operator in OPERATORS.values() if adherence or not operator.adherence_only]
    suffix = _SEEN if adherence else ""
    for kind in Kind:
        yield kind.value + suffix, _compared(frozenset({kind}), allowed)
    yield _FIELD + suffix, _compared(FIELD_KINDS, allowed)


def _compared(kinds: frozenset[Kind], allowed: Iterable[Operator]) -> Schema:
    """The operators for these kinds. A bare true or false stands for “is”."""
    fitting = [operator for operator in allowed if kinds & operator.kinds]
    properties = {operator.word: _taken(operator, kinds & operator.kinds) for operator in fitting}
    operators = _map(properties=properties)
    if Kind.MONEY in kinds:
        properties[CURRENCY] = {
            "description": _CURRENCY_MEANING,
            "type": "string",
            "pattern": ecma(CURRENCY_CODE.pattern),
        }
        operators |= _with_currency(operator.word for operator in fitting if Kind.MONEY in operator.kinds)
    return {"anyOf": [{"title": "operators", **operators}, {"type": "boolean"}]} if Kind.BOOLEAN in kinds else operators


def _with_currency(words: Iterable[str]) -> Schema:
    """A currency makes it money, and then a value to compare is required."""
    then = {"minProperties": 2, "propertyNames": {"enum": [*words, CURRENCY]}}
    return {"if": {"required": [CURRENCY]}, "then": then}


def _taken(operator: Operator, kinds: frozenset[Kind]) -> Schema:
    return {"description": operator.meaning, **_values(operator.takes, kinds)}


def _values(takes: Takes, kinds: frozenset[Kind]) -> Schema:
    if takes is Takes.FLAG:
        return {"type": "boolean"}
    if takes is Takes.TRUE:
        return {"enum": [True]}
    if takes is Takes.DAYS:
        return {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}
    each = _distinct(_VALUES[kind] for kind in Kind if kind in kinds)
    if takes is Takes.VALUE:
        return _any_of(each)
    listed = [value for value in each if value["type"] != "boolean"]
    if takes is Takes.PAIR:
        return _any_of({"type": "array", "minItems": 2, "maxItems": 2, "items": value} for value in listed)
    lists = ({"type": "array", "minItems": 1, "maxItems": MOST_VALUES, "items": value} for value in listed)
    return _any_of([*each, *lists])


def _distinct(schemas: Iterable[Schema]) -> list[Schema]:
    """Each schema once; a date is dropped if any text is allowed."""
    found: list[Schema] = []
    for schema in schemas:
        if schema not in found and not (schema["type"] == "string" and _TEXT in found):
            found.append(schema)
    return found


def _any_of(schemas: Iterable[Schema]) -> Schema:
    several = list(schemas)
    return several[0] if len(several) == 1 else {"anyOf": several}
