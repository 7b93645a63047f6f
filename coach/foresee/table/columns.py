"""The names of the columns, and the escaping of cells that could be formulas."""

from collections.abc import Mapping

from coach.engine.playbook.facts import DEAL_FACTS, Fact, held_by
from coach.foresee.form import AccountForm, PersonForm

FACTS: Mapping[str, Fact] = {fact.place: fact for fact in DEAL_FACTS.values() if fact.place}
"""The fact in each column."""
OWNER = tuple(name for name in PersonForm.model_fields if name != "active")
ACCOUNT = tuple(AccountForm.model_fields)
UNREADABLE = "unreadable"
"""Facts of this row's deal that are unknown, although they have a column."""
_FIRST = ("id", "read_at", "name", "stage", "closed", "won", "currency", "created_at")
COLUMNS = (
    *_FIRST,
    *(name for name in held_by("") if name not in _FIRST),
    *(f"owner.{name}" for name in OWNER),
    *(f"account.{name}" for name in ACCOUNT),
    UNREADABLE,
)
NEEDED = ("id", "read_at", "name", "stage")
PRODUCT = "product"
LOST: Mapping[str, str] = {need: need for fact in DEAL_FACTS.values() for need in fact.needs if need in COLUMNS} | {
    column: fact.name for column, fact in FACTS.items() if not fact.always
}
"""By column, the name in ``Deal.unreadable`` of what is unknown if the column is missing."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula; reading removes it again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unsafe(cell: str) -> str:
    """The inverse of :func:`safe`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
