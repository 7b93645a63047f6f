"""What the columns are called, and how a cell is kept from being a formula."""

from coach.engine.playbook.facts import held_by
from coach.foresee.form import AccountForm, PersonForm

FACTS = {name: fact.name for name, fact in held_by("").items() if not fact.always}
"""By column, the facts that are not known where it is missing."""
OWNER = tuple(name for name in PersonForm.model_fields if name != "active")
ACCOUNT = tuple(AccountForm.model_fields)
COLUMNS = (
    "id",
    "read_at",
    "name",
    "stage",
    "closed",
    "won",
    "currency",
    "created_at",
    *FACTS,
    *(f"owner.{name}" for name in OWNER),
    *(f"account.{name}" for name in ACCOUNT),
)
NEEDED = ("id", "read_at", "name", "stage")
PRODUCT = "product"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(text: str) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe, which reading takes off again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unsafe(cell: str) -> str:
    """The text that :func:`safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
