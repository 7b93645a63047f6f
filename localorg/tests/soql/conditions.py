"""Random conditions, each as SOQL and as a plain Python predicate over a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
Predicate = Callable[[Row], bool]

TEXTS = ["", "a", "A", "ab", "aB c", "100%", "a_b", "it's", "back\\slash", "É", "é", "ß", "tab\tline\n", 'say "x"']
AMOUNTS = [0, 1, 99.99, 1000, 2500.5, 10_000_000]
DAYS = ["2025-12-31", "2026-01-01", "2026-06-15", "2026-11-23"]
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda found, wanted: found == wanted,
    "!=": lambda found, wanted: found != wanted,
    "<": lambda found, wanted: found is not None and found < wanted,
    "<=": lambda found, wanted: found is not None and found <= wanted,
    ">": lambda found, wanted: found is not None and found > wanted,
    ">=": lambda found, wanted: found is not None and found >= wanted,
}


@dataclass(frozen=True)
class Condition:
    """The same condition twice."""

    soql: str
    holds: Predicate


def quoted(text: str) -> str:
    """A string literal."""
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}
    return "'" + "".join(escapes.get(character, character) for character in text) + "'"


def folded(value: Any) -> Any:
    """Text as SOQL compares it: without case, empty text as null."""
    return (value.lower() or None) if isinstance(value, str) else value


def _comparison(field: str, literals: list[tuple[str, Any]]) -> st.SearchStrategy[Condition]:
    def build(operator: str, literal: tuple[str, Any]) -> Condition:
        text, wanted = literal
        compare = _OPERATORS["=" if wanted is None and operator not in ("=", "!=") else operator]
        shown = "=" if wanted is None and operator not in ("=", "!=") else operator
        return Condition(f"{field} {shown} {text}", lambda row: compare(folded(row[field]), wanted))

    return st.builds(build, st.sampled_from(list(_OPERATORS)), st.sampled_from(literals))


def _membership(field: str, literals: list[tuple[str, Any]]) -> st.SearchStrategy[Condition]:
    def build(negated: bool, chosen: list[tuple[str, Any]]) -> Condition:
        wanted = [value for _, value in chosen]
        word = "NOT IN" if negated else "IN"
        text = f"{field} {word} ({', '.join(text for text, _ in chosen)})"
        return Condition(text, lambda row: (folded(row[field]) in wanted) is not negated)

    return st.builds(build, st.booleans(), st.lists(st.sampled_from(literals), min_size=1, max_size=4))


def _like(field: str) -> st.SearchStrategy[Condition]:
    def build(part: str, place: str) -> Condition:
        pattern = quoted(part).strip("'").replace("%", "\\%").replace("_", "\\_")
        if place == "start":
            return Condition(
                f"{field} LIKE '{pattern}%'", lambda row: (folded(row[field]) or "\0").startswith(part.lower())
            )
        if place == "end":
            return Condition(
                f"{field} LIKE '%{pattern}'", lambda row: (folded(row[field]) or "\0").endswith(part.lower())
            )
        return Condition(f"{field} LIKE '%{pattern}%'", lambda row: part.lower() in (folded(row[field]) or "\0"))

    return st.builds(build, st.sampled_from([text for text in TEXTS if text]), st.sampled_from(["start", "end", "in"]))


_TEXT_LITERALS: list[tuple[str, Any]] = [(quoted(text), folded(text)) for text in TEXTS] + [("null", None)]
_NUMBER_LITERALS: list[tuple[str, Any]] = [(repr(number), number) for number in AMOUNTS] + [("null", None)]
_DAY_LITERALS: list[tuple[str, Any]] = [(day, day) for day in DAYS]
_FLAG = st.builds(
    lambda operator, wanted: Condition(
        f"IsClosed {operator} {str(wanted).lower()}", lambda row: _OPERATORS[operator](row["IsClosed"], wanted)
    ),
    st.sampled_from(["=", "!="]),
    st.booleans(),
)
_SIMPLE = st.one_of(
    _comparison("Name", _TEXT_LITERALS),
    _comparison("NextStep", _TEXT_LITERALS),
    _comparison("Account.Name", _TEXT_LITERALS),
    _comparison("Amount", _NUMBER_LITERALS),
    _comparison("CloseDate", _DAY_LITERALS),
    _membership("NextStep", _TEXT_LITERALS),
    _membership("Amount", _NUMBER_LITERALS),
    _membership("CloseDate", _DAY_LITERALS),
    _like("NextStep"),
    _like("Account.Name"),
    _FLAG,
)


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def join(word: str, several: list[Condition]) -> Condition:
        both = all if word == "AND" else any
        text = f" {word} ".join(f"({part.soql})" for part in several)
        return Condition(text, lambda row: both(part.holds(row) for part in several))

    def negate(part: Condition) -> Condition:
        return Condition(f"NOT ({part.soql})", lambda row: not part.holds(row))

    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(st.builds(join, st.sampled_from(["AND", "OR"]), several), st.builds(negate, parts))


CONDITIONS = st.recursive(_SIMPLE, _joined, max_leaves=8)
