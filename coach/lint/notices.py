"""Notices about what the findings do not cover, or do not cover for certain."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from coach.engine.inventory import Inventory
from coach.lint.context import Context
from coach.lint.naming import unexplored
from coach.lint.subject import SourceFile, fields_named

UNKNOWN_ORG = (
    "Not checked: the names of stages, products, picklist values, fields, roles and currencies, because your org is not"
    " known here. With a misspelt one, a playbook never applies. To check them, run coach lint --org once where the"
    " service's settings are, or pass the org.json from its data folder: coach lint --inventory org.json."
)
_OLD = timedelta(days=7)


def notices(context: Context, sources: Sequence[SourceFile]) -> Iterator[str]:
    """Sentences; each says what to do about it."""
    if context.inventory is None:
        yield UNKNOWN_ORG
    elif context.today - context.inventory.read_at.date() > _OLD:
        yield f"What your org has is as of {context.inventory.read_at:%Y-%m-%d}: run coach lint --org to look again."
    if context.inventory and (unseen := _unseen(context.inventory, sources)):
        yield f"Not checked: fields of {', '.join(unseen)}, where nobody looked yet: run coach lint --org."


def _unseen(inventory: Inventory, sources: Sequence[SourceFile]) -> list[str]:
    """The objects that playbooks reach over lookups, but that the inventory does not describe."""
    return unexplored(fields_named(each for each in sources if "fields" in each.text), inventory.schema)
