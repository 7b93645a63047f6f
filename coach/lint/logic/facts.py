"""Find values that satisfy all conditions on the facts of a deal, or of a line item, or tell that there are none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from coach.engine.matching.clauses import Literal
from coach.engine.matching.operands import Operand, WrittenValue, aspect_of
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import Side
from coach.engine.playbook.vocabulary import DEAL_FACTS, OPERATORS
from coach.lint.logic.stages import TOGETHER, Said, StageTypes, values_together
from coach.lint.logic.values import CannotTellError, holds, value_for

_AS_TEXT = frozenset({Kind.SELECTION, Kind.TIME})
"""Kinds of further fields that may also be compared with a text."""
NEVER_EMPTY = frozenset(name for name, fact in DEAL_FACTS.items() if fact.always)
"""Facts that every deal has."""
_SORTS: Mapping[Kind, Kind] = {Kind.MONEY: Kind.NUMBER, Kind.STAGE: Kind.TEXT}
"""Kinds whose values are of the same sort as another kind's. A comparison with a field of another sort is unknown."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values by aspect. Facts in ``filled`` may have any value but must have one; those in ``empty`` must have none."""

    values: Mapping[Operand, object]
    filled: frozenset[str]
    empty: frozenset[str]


def aspect(condition: Condition, of_product: bool) -> Operand:
    """The operand of a condition. ``days_to_close`` is treated as how many days ahead the close date is."""
    looked_at = aspect_of(condition, of_product)
    if looked_at.fact != "days_to_close":
        return looked_at
    if looked_at.side is Side.PRESENCE:
        return Operand("close_date", Side.PRESENCE, Kind.BOOLEAN)
    return Operand("close_date", Side.DAYS_AHEAD, Kind.NUMBER)


def is_static(literal: Literal) -> bool:
    """Whether the literal is about the deal's current state, not about changes since a delivery."""
    return not OPERATORS[literal.condition.operator].adherence_only


def values_of(literals: Iterable[Literal], of_product: bool, types: StageTypes) -> Values | None:
    """Values that make all literals true; None if there are none. Raises CannotTellError."""
    said = _by_aspect(literals, of_product)
    presence = {each.fact: found for each, found in said.items() if each.side is Side.PRESENCE}
    compared = {each: found for each, found in said.items() if each.side is not Side.PRESENCE}
    filled = {each.fact for each in compared}
    if not _of_one_sort(compared) or not all(_possible(fact, found, filled) for fact, found in presence.items()):
        return None
    values = _values(compared, of_product, types)
    if values is None:
        return None
    empty = frozenset(fact for fact, found in presence.items() if not holds(found, True))
    return Values(values, frozenset(presence) - empty - filled, empty)


def _by_aspect(literals: Iterable[Literal], of_product: bool) -> Said:
    said: dict[Operand, list[Literal]] = defaultdict(list)
    for literal in literals:
        if is_static(literal):
            said[_on_its_own(aspect(literal.condition, of_product))].append(literal)
    return {looked_at: tuple(dict.fromkeys(found)) for looked_at, found in said.items()}


def _on_its_own(looked_at: Operand) -> Operand:
    """Use one operand for searching in a text and for comparing the whole text: one value must satisfy both."""
    if looked_at.side is Side.SEARCHED or (looked_at.side is Side.VALUE and looked_at.kind is Kind.TEXT):
        return replace(looked_at, side=Side.VALUE, written=WrittenValue.WORDS)
    return looked_at


def _possible(fact: str, presence: tuple[Literal, ...], compared: set[str]) -> bool:
    """Whether the conditions on a fact's presence can be met. A fact that is also compared must be filled in."""
    return holds(presence, True) or (fact not in compared | NEVER_EMPTY and holds(presence, False))


def _of_one_sort(said: Said) -> bool:
    sorts: dict[str, set[Kind]] = defaultdict(set)
    for each in said:
        kind = Kind.DATE if each.side is Side.DAYS_AHEAD else each.kind
        sorts[each.fact].add(_SORTS.get(kind, kind))
    if any(Kind.TEXT in found and found & _AS_TEXT for found in sorts.values()):
        raise CannotTellError
    return all(len(found) == 1 for found in sorts.values())


def _values(said: Said, of_product: bool, types: StageTypes) -> dict[Operand, object] | None:
    values: dict[Operand, object] = {}
    for each, literals in said.items():
        if each in TOGETHER:
            continue
        value = value_for(each, literals)
        if value is None:
            return None
        values[each] = value
    if of_product:
        return values
    together = values_together(said, types)
    return None if together is None else values | together
