"""Generates the tables of docs/playbooks.md from the models and the vocabulary, so that the page cannot disagree.

``make generated`` writes them into the page, between marks such as ``<!-- keys -->`` and ``<!-- /keys -->``.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.model import (
    AdherenceRule,
    CardText,
    Link,
    Objection,
    Playbook,
    PlaybookLimits,
    Question,
    Video,
)
from coach.engine.playbook.vocabulary import (
    DEAL_FACTS,
    FIELDS_KEY,
    FIELDS_MEANING,
    GROUPS,
    OPERATORS,
    OWNER_FACTS,
    PRODUCT_FACTS,
    PRODUCTS,
    Fact,
    Operator,
)

_MARKED = re.compile(r"(<!-- ([a-z-]+) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
_WORDS: Mapping[object, str] = {
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    date: "a date",
    AllOf: "[conditions](#conditions)",
}
MAPS: Mapping[type[BaseModel], str] = {
    CardText: "card",
    Objection: "objection",
    Video: "video",
    Link: "link",
    Question: "question",
    PlaybookLimits: "limits",
    AdherenceRule: "adherence",
}
"""The maps within a playbook, each with the heading of its section on the page and the mark of its table."""


def tables() -> Mapping[str, str]:
    """Every table by the name of its mark."""
    return {
        "keys": _keys(Playbook, leaving_out="name"),
        **{name: _keys(model) for model, name in MAPS.items()},
        "facts": _facts(fact for name, fact in DEAL_FACTS.items() if name not in OWNER_FACTS),
        "owner-facts": _facts(OWNER_FACTS.values()),
        "product-facts": _facts(PRODUCT_FACTS.values()),
        "text-facts": _in_texts(),
        "combining": _table(("Key", "Meaning"), _combining()),
        "operators": _operators(each for each in OPERATORS.values() if not each.adherence_only),
        "adherence-operators": _operators(each for each in OPERATORS.values() if each.adherence_only),
    }


def with_tables(page: str) -> str:
    """The page with every marked table regenerated. Raises KeyError if a mark names no table."""
    made = tables()
    return _MARKED.sub(lambda match: f"{match[1]}{made[match[2]]}{match[3]}", page)


def marks(page: str) -> list[str]:
    """The names of the tables that a page holds."""
    return [match[2] for match in _MARKED.finditer(page)]


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


_GROUPS = {"": "The deal", "owner": "People", "manager": "People", "account": "The account"}
_MORE = {"The deal": ("`deal.currency`", "`deal.discount` (the highest of all lines)")}

_OTHER_FIELDS = (
    "`deal.fields.Competitor__c`, by its API name; `deal.fields.Account.Segment__c`; of the line"
    " `deal.product.fields.Margin__c`. What is chosen in a multi-select picklist reads “Cloud Security, Analytics”"
)


def _in_texts() -> str:
    """What texts may name, grouped by owner of the fact."""
    rows: dict[str, list[str]] = {}
    for fact in DEAL_FACTS.values():
        if fact.template:
            rows.setdefault(_GROUPS[fact.template.rpartition(".")[0]], []).append(f"`deal.{fact.template}`")
    of_line = ", ".join(f"`deal.product.{fact.template}`" for fact in PRODUCT_FACTS.values() if fact.template)
    return _table(
        ("Facts", ""),
        [
            *((title, ", ".join((*names, *_MORE.get(title, ())))) for title, names in rows.items()),
            ("The product", f"{of_line}: of [one line](#the-product-in-a-text) of the deal"),
            ("All products", "the lists `deal.products.names`, `deal.products.families`"),
            ("Any other field", _OTHER_FIELDS),
        ],
    )


def _keys(model: type[BaseModel], leaving_out: str = "") -> str:
    fields = ((name, field) for name, field in model.model_fields.items() if name != leaving_out)
    ordered = sorted(fields, key=lambda pair: not pair[1].is_required())
    rows = ((f"`{name}`", _takes(field), _default(field), field.description or "") for name, field in ordered)
    return _table(("Key", "Takes", "Left out", "Meaning"), rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    default = field.default
    if default is None or default is PydanticUndefined:
        return "–"
    return f"`{default.value if isinstance(default, Enum) else str(default).lower()}`"


def _takes(field: FieldInfo) -> str:
    return _kind(field.annotation) + _bounds([*field.metadata, *_inner_metadata(field.annotation)])


def _inner_metadata(annotation: Any) -> Iterable[Any]:
    """The metadata of ``X`` in an annotation ``X | None``."""
    for part in get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ():
        for each in getattr(part, "__metadata__", ()):
            yield from each.metadata if isinstance(each, FieldInfo) else [each]


def _kind(annotation: Any) -> str:
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part not in (type(None), ...)]
    if origin in (Union, UnionType) or hasattr(annotation, "__metadata__"):
        return _kind(parts[0])
    if origin is tuple:
        return "a list of cards" if parts[0] is CardText else "a list of texts"
    if origin is not None:
        return "a map by locale"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[a map](#{MAPS[annotation]})"
    return _WORDS[annotation]


def _bounds(metadata: Iterable[Any]) -> str:
    """The constraints that pydantic keeps about a field, in brackets: bounds of numbers, lengths of texts and lists."""
    found = {
        name: getattr(each, name)
        for each in metadata
        for name in ("ge", "gt", "le", "min_length", "max_length")
        if getattr(each, name, None) is not None
    }
    if "le" in found:
        return f", {found['ge']} to {found['le']}" if "ge" in found else f", above {found['gt']}, up to {found['le']}"
    if "ge" in found:
        return f", {found['ge']} or more"
    return f", at most {found['max_length']}" if "max_length" in found else ""


def _facts(facts: Iterable[Fact]) -> str:
    rows = ((f"`{fact.name}`", fact.kind.value, fact.unit or "–", fact.meaning) for fact in facts)
    return _table(("Fact", "Kind", "Unit", "Meaning"), rows)


def _combining() -> Iterable[tuple[str, str]]:
    for words in (GROUPS, PRODUCTS):
        for word, meaning in words.items():
            yield f"`{word}`", meaning
    yield f"`{FIELDS_KEY}`", FIELDS_MEANING


def _operators(operators: Iterable[Operator]) -> str:
    rows = (
        (
            f"`{operator.word}`",
            ", ".join(sorted(kind.value for kind in operator.kinds)),
            operator.takes.value,
            operator.meaning,
        )
        for operator in operators
    )
    return _table(("Operator", "For", "Takes", "True where"), rows)
