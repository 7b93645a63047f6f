"""The fields and values of the org that a playbook names, and whether the org has them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, FieldPath, Schema
from coach.engine.model.fields import selection
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, Condition, Kind, named_leaves
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.operators import OPERATORS, Takes
from coach.engine.playbook.problems import quote
from coach.lint.findings import RuleRemark
from coach.lint.subject import Subject
from coach.lint.words import perhaps


def conditions(subject: Subject) -> Iterator[tuple[str, Condition]]:
    """Every condition of a playbook with the name of its fact; facts of line items are named ``product.name`` etc."""
    yield from conditions_of(subject.playbook)


def conditions_of(playbook: Playbook) -> Iterator[tuple[str, Condition]]:
    """Like :func:`conditions`, for a playbook whose text is not at hand."""
    for tree in playbook.trees:
        yield from named_leaves(tree)


def further(fact: str) -> tuple[str, str] | None:
    """The object and path of a further field, one that an org adds; None for a fact of the playbook language."""
    own = fact.removeprefix(OF_PRODUCT)
    if not own.startswith(FIELDS):
        return None
    return (DEAL_OBJECT if own == fact else LINE_OBJECT), own.removeprefix(FIELDS)


def place_of(fact: str, schema: Schema) -> FieldPath | None:
    """Look up a further field in the org; None if the org has no such field, or for a fact of the playbook language."""
    asked = further(fact)
    return schema.place(*asked) if asked else None


def unexplored(names: Iterable[str], schema: Schema) -> list[str]:
    """The objects on the paths to these further fields that the inventory does not describe."""
    asked = (
        further(f"{OF_PRODUCT if name.startswith(OF_PRODUCT) else ''}{FIELDS}{name.removeprefix(OF_PRODUCT)}")
        for name in names
    )
    return sorted({name for each in asked if each and (name := schema.undescribed(*each))})


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The API names of all values that something can have, and the labels that people see instead.

    ``what`` is a noun for the values. ``several`` says that more than one of them can be chosen at a time.
    ``translated`` holds the labels in the language of Coach's user, as far as they are known to differ.
    """

    what: str
    names: Collection[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    translated: Mapping[str, str] = field(default_factory=dict)


def unknown_values(subject: Subject, condition: Condition, known: KnownValues) -> Iterator[RuleRemark]:
    """Remark on each value of a condition that matches nothing in the org. For a label, say which API name to write."""
    for written, node in subject.compared(condition):
        for value in selection(written) if known.several else (written,):
            if not _matched(condition.operator, value, known.names):
                yield subject.remark(node, _sentence(condition, value, known))


def _sentence(condition: Condition, value: str, known: KnownValues) -> str:
    pairs = [*known.labels.items(), *known.translated.items()]
    seen = [(name, label) for name, label in pairs if _matched(condition.operator, value, [label])]
    if seen:
        label = seen[0][1]
        held = " or ".join(quote(name) for name in dict.fromkeys(name for name, _ in seen))
        return f"{quote(label)} is what people see: records hold the API name, so write {held}."
    hint = perhaps(value, known.names) or _by_label(value, known.labels)
    return f"Your org has no {known.what} {_named(condition, value)}.{hint}"


def _by_label(value: str, labels: Mapping[str, str]) -> str:
    """Suggest the API name whose label is close to ``value``."""
    names = {label: name for name, label in labels.items()}
    close = perhaps(value, names)
    return next((f" Did you mean {quote(name)}?" for label, name in names.items() if quote(label) in close), "")


def _matched(word: str, value: str, names: Collection[str]) -> bool:
    """Whether the operator finds the value in one of these names. A denying operator counts as the one it denies."""
    operator = OPERATORS[OPERATORS[word].denies or word]
    if operator.compare is None or operator.takes is not Takes.VALUES:
        return True
    sides = ((name,) if operator.kinds == frozenset({Kind.SELECTION}) else name for name in names)
    return any(operator.compare(side, (value,)) for side in sides)


def _named(condition: Condition, value: str) -> str:
    """Describe what the org does not have: a value with this name, or a value that contains a piece of text."""
    operator = OPERATORS[condition.operator]
    return f"that {operator.expected([value])}" if operator.searches else quote(value)
