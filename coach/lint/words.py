"""Words for findings: conditions in plain language, lists, and suggestions of what the author may have meant."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from coach.engine.playbook.conditions import FIELDS, Condition, Scalar
from coach.engine.playbook.operators import OPERATORS, Takes
from coach.engine.playbook.problems import quote

_MOST_NAMED = 3


def said(condition: Condition) -> str:
    """A condition in words, such as “amount at least 50000 USD”."""
    operator = OPERATORS[condition.operator]
    joint = " and " if operator.every_value or operator.takes is Takes.PAIR else " or "
    values = joint.join(_value(value) for value in condition.values)
    words = [condition.fact.removeprefix(FIELDS), condition.operator.replace("_", " "), values]
    return quote(" ".join([*words, condition.currency] if condition.currency else words))


def _value(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(phrases: Sequence[str]) -> str:
    """Join phrases: “a”, “a and b”, “a, b and c”."""
    return " and ".join(part for part in (", ".join(phrases[:-1]), *phrases[-1:]) if part)


def named(files: Sequence[str]) -> str:
    """The first few file names, and how many more there are."""
    more = len(files) - _MOST_NAMED
    return listed([*files[:_MOST_NAMED], f"{more} more"] if more > 0 else files)


def elsewhere(condition: Condition, line: int) -> str:
    """A condition in words, with its line number unless that is ``line``."""
    return said(condition) + (f" (line {condition.line})" if condition.line != line else "")


def perhaps(word: str, known: Iterable[str]) -> str:
    """“ Did you mean “…”?”, with a leading space; empty if no known word is close."""
    by_folded = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f" Did you mean {quote(by_folded[close[0]])}?" if close else ""
