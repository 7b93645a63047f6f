"""A field that is compared as something it is not.

Of a date one can ask `within_next_days`, of a number `above`, of text `contains`, of a multi-select picklist
`includes`. On another kind of field such a condition is unknown on every deal. Nothing can be asked of an address or a
geolocation as a whole, only of its parts, and of encrypted text only whether it is empty. A lookup holds the id of
another record: ask for a field of that record, such as `Partner__r.Name`.

Fails in an org where it is a date::

    when:
      fields:
        VAC_Date__c: {above: 10}

Passes in an org where it is a date::

    when:
      fields:
        VAC_Date__c: {within_next_days: 30}
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal

from coach.engine.inventory import FieldPath, Schema
from coach.engine.model.fields import as_id, as_time
from coach.engine.playbook.conditions import FIELDS, Condition, Kind
from coach.engine.playbook.fieldtypes import FieldType, type_of
from coach.engine.playbook.operators import OPERATORS, Side
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import conditions, place_of
from coach.lint.subject import Subject

ID = "field-type"
SEVERITY = Severity.ERROR

_WORDS = {
    Kind.NUMBER: "a number",
    Kind.MONEY: "an amount of money",
    Kind.DATE: "a date",
    Kind.BOOLEAN: "true or false",
    Kind.TIME: "a time of day",
    Kind.SELECTION: "a selection",
}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)


_FITS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.TEXT: _is_text,
    Kind.SELECTION: _is_text,
    Kind.NUMBER: _is_number,
    Kind.MONEY: _is_number,
    Kind.DATE: lambda value: isinstance(value, date),
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.TIME: lambda value: isinstance(value, time) or (isinstance(value, str) and as_time(value) is not None),
    Kind.ID: lambda value: isinstance(value, str) and as_id(value) is not None,
}
"""Whether what the author wrote is a value of the kind."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition on a further field."""
    schema = context.inventory.schema if context.inventory else None
    for fact, condition in conditions(subject):
        if schema and (sentence := misfit(fact, condition, schema)):
            yield RuleRemark(condition.line, condition.column, sentence)


def misfit(fact: str, condition: Condition, schema: Schema) -> str:
    """Why the condition makes no sense for its field; empty if it makes sense, or if the org has no such field."""
    place = place_of(fact, schema)
    return _sentence(fact.rpartition(FIELDS)[2], condition, place) if place else ""


def _sentence(name: str, condition: Condition, place: FieldPath) -> str:
    """What is wrong with the condition, judged by the field's type; empty if nothing is."""
    own, operator = type_of(place.field.type, place.field.html), OPERATORS[condition.operator]
    if own.kind is None:
        asks_presence = operator.looks_at is Side.PRESENCE and place.field.type == "encryptedstring"
        return "" if asks_presence else f"{quote(name)} cannot be compared: {own.refusal}."
    what = f"{quote(name)} is {own.words} in your org ({place.field.type})"
    if operator.compares_values and not all(map(_FITS[own.kind], condition.values)):
        compared = _WORDS.get(condition.kind, "text")
        return f"{what}, and is compared here as {compared}{_instead(name, own)}."
    if own.kind not in operator.kinds:
        fitting = [each.word for each in OPERATORS.values() if own.kind in each.kinds and not each.adherence_only]
        return f"{what}, which does not take {quote(condition.operator)}; it takes {', '.join(fitting)}."
    return ""


def _instead(name: str, own: FieldType) -> str:
    if own.kind is not Kind.ID:
        return ""
    way = name.removesuffix("__c") + "__r" if name.endswith("__c") else name.removesuffix("Id")
    return f": ask for a field of that record, such as {way}.Name" if way != name else ""
