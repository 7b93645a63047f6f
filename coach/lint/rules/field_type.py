"""A field that is compared as something it is not.

Of a date one can ask `within_next_days`, of a number `above`, of text `contains`. On another kind of field such a
condition is unknown on every deal.

Fails in an org where it is a date::

    when:
      fields:
        VAC_Date__c: {above: 10}

Passes in an org where it is a date::

    when:
      fields:
        VAC_Date__c: {within_next_days: 30}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import Remark, Severity
from coach.lint.naming import conditions
from coach.lint.subject import Subject
from coach.playbook.conditions import FIELDS, Condition, Kind
from coach.playbook.problems import quote
from coach.playbook.vocabulary import OPERATORS, Takes

ID = "field-type"
SEVERITY = Severity.ERROR

_KINDS = {
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "datetime": Kind.DATE,
    "currency": Kind.MONEY,
    "double": Kind.NUMBER,
    "int": Kind.NUMBER,
    "long": Kind.NUMBER,
    "percent": Kind.NUMBER,
}
"""By describe's type; all others are compared as text."""
_WORDS = {Kind.NUMBER: "a number", Kind.MONEY: "an amount of money", Kind.DATE: "a date", Kind.BOOLEAN: "true or false"}
_WITHOUT_VALUES = frozenset({Takes.FLAG, Takes.TRUE})
"""What such operators take says nothing of the kind they compare."""


def check(subject: Subject, context: Context) -> Iterator[Remark]:
    """Everywhere that a further field is compared."""
    for fact, condition in conditions(subject):
        name = fact.removeprefix(FIELDS)
        field = context.inventory.field(name) if context.inventory and name != fact else None
        own = _KINDS.get(field.type, Kind.TEXT) if field else condition.kind
        if field and own not in _compared(condition):
            sentence = (
                f"{quote(name)} is {_WORDS.get(own, 'text')} in your org ({field.type}), "
                f"and is compared here as {_WORDS.get(condition.kind, 'text')}."
            )
            yield Remark(condition.line, condition.column, sentence)


def _compared(condition: Condition) -> frozenset[Kind]:
    """The kinds of field of which the condition can be true."""
    operator = OPERATORS[condition.operator]
    if operator.takes in _WITHOUT_VALUES:
        return operator.kinds
    numbers = frozenset({Kind.NUMBER, Kind.MONEY})
    return numbers if condition.kind in numbers else frozenset({condition.kind})
