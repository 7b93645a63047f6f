"""What the columns are called, and how a cell is kept from being a formula."""

FACTS = (
    "amount",
    "close_date",
    "probability",
    "forecast_category",
    "type",
    "record_type",
    "lead_source",
    "next_step",
    "pushes",
    "contact_roles",
)
"""Facts that are not known where their column is missing."""
OWNER = (
    "id",
    "name",
    "first_name",
    "last_name",
    "email",
    "title",
    "department",
    "role",
    "profile",
    "started_on",
    "manager_id",
    "manager_name",
    "manager_first_name",
    "manager_last_name",
    "language",
    "locale",
)
ACCOUNT = ("id", "name", "industry", "type")
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
