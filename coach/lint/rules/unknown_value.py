"""A value that a picklist in your org does not have.

It is only a warning: imported records may hold values that nobody can choose, and a library may serve several orgs.
Looked at are the opportunity's type, lead source and forecast category, the account's industry and type, and further
fields that are picklists. A field with several values at a time is compared as one text, so `contains` is for those.

Fails in an org with the usual picklists::

    when:
      lead_source: {is: Telepathy}

Passes in an org with the usual picklists::

    when:
      lead_source: {is: Web}
"""

from collections.abc import Collection, Iterator

from coach.lint.context import Context
from coach.lint.findings import Remark, Severity
from coach.lint.naming import conditions, unknown_values
from coach.lint.subject import Subject
from coach.playbook.conditions import FIELDS, Kind

ID = "unknown-value"
SEVERITY = Severity.WARNING

_FACTS = ("type", "lead_source", "forecast_category", "account_industry", "account_type")


def check(subject: Subject, context: Context) -> Iterator[Remark]:
    """Everywhere that one is named."""
    for fact, condition in conditions(subject):
        known = _known(fact, context) if condition.kind is Kind.TEXT else ()
        if known:
            yield from unknown_values(subject, condition, known, f"value of {fact.removeprefix(FIELDS)}")


def _known(fact: str, context: Context) -> Collection[str]:
    inventory = context.inventory
    if inventory and fact.startswith(FIELDS):
        field = inventory.field(fact.removeprefix(FIELDS))
        return field.values if field and field.type == "picklist" else ()
    return inventory.values.get(fact, ()) if inventory and fact in _FACTS else ()
