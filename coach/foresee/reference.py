"""The tables of the page on planning, rendered from what the program reads."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from coach.foresee.form import AccountForm, DealForm, LineItemForm, PersonForm, StageChangeForm
from coach.foresee.plan.brakes import FIGURES
from coach.foresee.table.columns import COLUMNS, NEEDED

_GROUPS: Mapping[str, type[BaseModel]] = {
    "": DealForm,
    "owner.": PersonForm,
    "account.": AccountForm,
    "products[].": LineItemForm,
    "history[].": StageChangeForm,
}
_NOT_TOLD = frozenset({"$schema", "org_id"})


def deal_table() -> str:
    """Every key of a deal's JSON with its meaning, as a Markdown table."""
    rows = [row for prefix, model in _GROUPS.items() for row in _rows(prefix, model)]
    return "\n".join(["| Key | Meaning |", "| --- | --- |", *rows])


def _rows(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in _NOT_TOLD:
            needed = " **Needed.**" if field.is_required() else ""
            yield f"| `{prefix}{key}` | {field.description}{needed} |"


def figures_table() -> str:
    """Every figure that a limit may be set on, as a Markdown table."""
    rows = [f"| `{name}` | {figure.meaning} |" for name, figure in FIGURES.items()]
    return "\n".join(["| Figure | Meaning |", "| --- | --- |", *rows])


def columns_list() -> str:
    """The columns of a history in CSV, in one sentence."""
    needed = ", ".join(f"`{name}`" for name in NEEDED)
    others = ", ".join(f"`{name}`" for name in COLUMNS if name not in NEEDED)
    return f"Needed: {needed}. Known: {others}. Any other column is a further field, by its API name."
