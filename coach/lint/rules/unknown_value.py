"""A value that a picklist in your org does not have.

It is only a warning: imported records may hold values that nobody can choose, and a library may serve several orgs.
Looked at are the opportunity's type, record type, lead source and forecast category, the account's industry and type,
and further fields that are picklists. Values are compared by their API names; whoever writes a label, which people see
and which may be translated, is told which name that is. A value that is no longer offered is fine: older deals have it.

Fails in an org with the usual picklists::

    when:
      lead_source: {is: Telepathy}

Passes in an org with the usual picklists::

    when:
      lead_source: {is: Web}
"""

from collections.abc import Iterator

from coach.engine.inventory import Inventory
from coach.engine.playbook.conditions import FIELDS, Kind
from coach.engine.playbook.vocabulary import DEAL_FACTS
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import KnownValues, conditions, place_of, unknown_values
from coach.lint.subject import Subject

ID = "unknown-value"
SEVERITY = Severity.WARNING

_FACTS = frozenset(name for name, fact in DEAL_FACTS.items() if fact.coded and fact.kind is Kind.TEXT)
_RECORD_TYPE = DEAL_FACTS["record_type"]
_CLOSED = frozenset({"picklist", "multipicklist"})
"""A combobox takes anything."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition that names a value."""
    for fact, condition in conditions(subject):
        known = _known(fact, context.inventory) if context.inventory else None
        if known and condition.kind in (Kind.TEXT, Kind.SELECTION):
            yield from unknown_values(subject, condition, known)


def _known(fact: str, inventory: Inventory) -> KnownValues | None:
    name, place = fact.rpartition(FIELDS)[2], place_of(fact, inventory.schema)
    if place and place.path == _RECORD_TYPE.path:
        fact = _RECORD_TYPE.name
    elif place and place.field.type in _CLOSED and place.field.values:
        several = place.field.type == "multipicklist"
        return KnownValues(f"value of {name}", place.field.values, place.field.labels, several)
    if fact in _FACTS and fact in inventory.values:
        return KnownValues(f"value of {name}", inventory.values[fact], inventory.labels_of(fact))
    return None
