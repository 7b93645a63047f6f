"""Generates the tables of the documentation page on planning; ``make generated`` writes them there."""

import re
from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel

from coach.engine.model import Account, Deal, LineItem, Person, StageChange
from coach.foresee.form import AccountForm, DealForm, LineItemForm, PersonForm, StageChangeForm
from coach.foresee.plan.thresholds import FIGURES
from coach.foresee.table.columns import COLUMNS, NEEDED

_Record = Deal | Person | Account | LineItem | StageChange
_GROUPS: Mapping[str, tuple[type[BaseModel], type[_Record]]] = {
    "": (DealForm, Deal),
    "owner.": (PersonForm, Person),
    "account.": (AccountForm, Account),
    "products[].": (LineItemForm, LineItem),
    "history[].": (StageChangeForm, StageChange),
}
_MARKED = re.compile(r"(<!-- ([a-z]+) -->\n).*?(\n<!-- /\2 -->)", re.DOTALL)
_NOT_TOLD = frozenset({"$schema", "org_id"})


def deal_table() -> str:
    """Every key of a deal's JSON with its meaning, as a Markdown table."""
    rows = [row for prefix, (model, record) in _GROUPS.items() for row in _rows(prefix, model, record)]
    return "\n".join(["| Key | Meaning |", "| --- | --- |", *rows])


def _rows(prefix: str, model: type[BaseModel], record: type[_Record]) -> Iterator[str]:
    order = list(record.__dataclass_fields__)
    told = {name: field for name, field in model.model_fields.items() if (field.alias or name) not in _NOT_TOLD}
    for name, field in sorted(told.items(), key=lambda pair: (not pair[1].is_required(), order.index(pair[0]))):
        needed = " **Needed.**" if field.is_required() else ""
        yield f"| `{prefix}{name}` | {field.description}{needed} |"


def figures_table() -> str:
    """Every figure that a threshold may be set on, as a Markdown table."""
    rows = [f"| `{name}` | {figure.meaning} |" for name, figure in FIGURES.items()]
    return "\n".join(["| Figure | Meaning |", "| --- | --- |", *rows])


def columns_list() -> str:
    """The columns of a history in CSV, in one sentence."""
    needed = ", ".join(f"`{name}`" for name in NEEDED)
    others = ", ".join(f"`{name}`" for name in COLUMNS if name not in NEEDED)
    return f"Needed: {needed}. Known: {others}. Any other column is a further field, by its API name."


TABLES: Mapping[str, Callable[[], str]] = {"deal": deal_table, "figures": figures_table, "columns": columns_list}
"""By the names of their marks."""


def with_tables(page: str) -> str:
    """The page with every marked table regenerated. Raises KeyError if a mark names no table."""
    return _MARKED.sub(lambda match: f"{match[1]}{TABLES[match[2]]()}{match[3]}", page)
