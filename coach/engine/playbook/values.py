"""The values to the right of an operator, with the kind of the fact.

Nothing is coerced: a number in place of a text, or the reverse, is reported to the author.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coach.engine.model.fields import as_time
from coach.engine.playbook import advice
from coach.engine.playbook.conditions import Kind, Scalar
from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems, quote
from coach.engine.playbook.scalars import as_boolean, as_date, as_number, as_text, is_null
from coach.engine.playbook.vocabulary import Operator, Takes

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""Much of the world writes eighty thousand as 80.000."""
MOST_VALUES = 200
MOST_DAYS = 3660


def _time(node: ScalarNode) -> Scalar | None:
    return as_time(node.text)


_READERS: Mapping[Kind, Callable[[ScalarNode], Scalar | None]] = {
    Kind.TEXT: as_text,
    Kind.STAGE: as_text,
    Kind.NUMBER: as_number,
    Kind.MONEY: as_number,
    Kind.DATE: as_date,
    Kind.BOOLEAN: as_boolean,
    Kind.SELECTION: as_text,
    Kind.TIME: _time,
    Kind.ID: as_text,
}
_WANTED = {
    Kind.TEXT: "text",
    Kind.STAGE: "the name of a stage",
    Kind.NUMBER: "a number, such as 15 or 2.5",
    Kind.MONEY: "a number, such as 50000",
    Kind.DATE: "a date, such as 2027-05-31",
    Kind.BOOLEAN: "true or false",
    Kind.SELECTION: "the API name of a value",
    Kind.TIME: "a time of day, such as 09:30",
    Kind.ID: "the id of a record",
}


def read_values(
    fact: str, kind: Kind, operator: Operator, node: YamlNode, problems: Problems
) -> tuple[Scalar, ...] | None:
    """The values, one or more; None if there is a mistake in them, which is then in ``problems``."""
    reader = _Values(fact, kind, operator, problems)
    if operator.takes in (Takes.FLAG, Takes.TRUE):
        return reader.flag(node)
    if operator.takes is Takes.DAYS:
        return reader.days(node)
    return reader.values(node)


@dataclass(frozen=True, slots=True)
class _Values:
    fact: str
    kind: Kind
    operator: Operator
    problems: Problems

    def flag(self, node: YamlNode) -> tuple[Scalar, ...] | None:
        flag = as_boolean(node) if isinstance(node, ScalarNode) else None
        if flag is None or (self.operator.takes is Takes.TRUE and not flag):
            self._wrong(node, f"takes {self.operator.takes.value}.")
            return None
        return (flag,)

    def days(self, node: YamlNode) -> tuple[Scalar, ...] | None:
        days = as_number(node) if isinstance(node, ScalarNode) else None
        if days is None or days != days.to_integral_value() or not 0 <= days <= MOST_DAYS:
            self._wrong(node, f"takes a whole number of days, from 0 to {MOST_DAYS}.")
            return None
        return (days,)

    def values(self, node: YamlNode) -> tuple[Scalar, ...] | None:
        items = self._items(node)
        values = tuple(value for item in items if (value := self._value(item)) is not None)
        if not items or len(values) < len(items):
            return None
        if self.operator.takes is Takes.PAIR and values[0] > values[1]:  # type: ignore[operator]  # both of one kind
            self._wrong(node, f"takes the lower value first: write [{values[1]}, {values[0]}].", "between")
            return None
        return values

    def _items(self, node: YamlNode) -> tuple[YamlNode, ...]:
        """The single values; empty if there are too many or too few."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        if self.operator.takes is Takes.PAIR:
            fits, wanted = isinstance(node, SequenceNode) and len(items) == 2, "takes two values, such as [10, 20]."
        elif self.operator.takes is Takes.VALUES and self.kind is not Kind.BOOLEAN:
            fits, wanted = 0 < len(items) <= MOST_VALUES, f"takes one value, or a list of 1 to {MOST_VALUES}."
        else:
            fits, wanted = not isinstance(node, SequenceNode), "takes one value, not a list."
        if parted := next((each for each in map(self._end_of_a_number, items[1:]) if each), None):
            sentence = f"takes numbers without commas in them, and {quote(parted.text)} is no number."
            self._wrong(parted, sentence, "thousands")
            return ()
        if not fits:
            self._wrong(node, wanted)
        return items if fits else ()

    def _end_of_a_number(self, node: YamlNode) -> ScalarNode | None:
        """The node, if it is the 000 of ``[80,000]``, which YAML reads as two values."""
        if self.kind not in (Kind.NUMBER, Kind.MONEY) or not isinstance(node, ScalarNode):
            return None
        return node if re.fullmatch(r"0[0-9]{2}", node.text) else None

    def _value(self, node: YamlNode) -> Scalar | None:
        if not isinstance(node, ScalarNode):
            found = "a list" if isinstance(node, SequenceNode) else "a map"
            self._wrong(node, f"needs {_WANTED[self.kind]}, but this is {found}.")
            return None
        value = _READERS[self.kind](node)
        if value is None:
            self._wrong(node, f"needs {_WANTED[self.kind]}, but this is {_describe(node, self.kind)}.")
            return None
        if isinstance(value, Decimal) and _THOUSANDS.fullmatch(node.text):
            without = node.text.replace(".", "")
            self._wrong(node, f"could mean {value.normalize():f} or {without}: write the one you mean.", "thousands")
            return None
        if isinstance(value, str) and not value.strip():
            self._wrong(node, "needs some text; to ask for nothing filled in, write empty: true.", "empty")
            return None
        return value

    def _wrong(self, node: YamlNode, sentence: str, rule: str = "type") -> None:
        self.problems.add(
            node.line, node.column, f"{quote(self.operator.word)} for {quote(self.fact)} {sentence}", rule
        )


def kinds_compared(operator: Operator, node: YamlNode) -> frozenset[Kind]:
    """Which kinds of field this operator could compare with these values; all its kinds if the values leave it open."""
    items = node.items if isinstance(node, SequenceNode) else (node,)
    if operator.takes not in (Takes.VALUES, Takes.VALUE, Takes.PAIR) or isinstance(node, MappingNode):
        return operator.kinds
    kinds = (_kinds_of(item) for item in items if isinstance(item, ScalarNode))
    return frozenset.intersection(operator.kinds, *kinds) or operator.kinds


def _kinds_of(node: ScalarNode) -> frozenset[Kind]:
    if as_boolean(node) is not None:
        return frozenset({Kind.BOOLEAN})
    if as_number(node) is not None:
        return frozenset({Kind.NUMBER, Kind.MONEY})
    if node.plain and as_date(node):
        return frozenset({Kind.DATE})
    words = frozenset({Kind.TEXT, Kind.STAGE, Kind.SELECTION, Kind.ID})
    return words | {Kind.TIME} if as_time(node.text) else words


def _describe(node: ScalarNode, kind: Kind) -> str:
    """What was found, and what to do about the most common mistakes."""
    in_quotes = "; put it in quotation marks if it is text" if kind in (Kind.TEXT, Kind.STAGE, Kind.SELECTION) else ""
    if is_null(node):
        return "nothing"
    if as_boolean(node) is not None:
        return node.text + in_quotes
    if as_number(node) is not None:
        return f"the number {node.text}{in_quotes}"
    return f"the text {quote(node.text)}{advice.write(_INSTEAD.get(kind, _nothing)(node.text))}"


def _nothing(_: str) -> str:
    return ""


def _flag(text: str) -> str:
    return advice.FLAGS.get(text.strip().lower(), "")


_INSTEAD: Mapping[Kind, Callable[[str], str]] = {
    Kind.NUMBER: advice.number,
    Kind.MONEY: advice.number,
    Kind.DATE: advice.day,
    Kind.BOOLEAN: _flag,
}
"""Per wanted kind, what to write in place of a text."""
