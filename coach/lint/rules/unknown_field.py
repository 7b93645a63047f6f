"""A field that opportunities in your org do not have, or that Coach may not see.

The condition is unknown on every deal, and a text that prints the field is never delivered. If the field is there in
Salesforce, the user that Coach signs in as needs the permission to read it.

Fails in an org without such a field::

    when:
      fields:
        Competiter__c: {is: Acme}

Passes in an org that has the field::

    when:
      fields:
        Competitor__c: {is: Acme}
"""

import re
from collections.abc import Iterator

from coach.inventory import Inventory
from coach.lint.context import Context
from coach.lint.findings import Remark, Severity
from coach.lint.naming import conditions
from coach.lint.subject import Subject
from coach.lint.words import perhaps
from coach.playbook.conditions import FIELDS
from coach.playbook.problems import quote

ID = "unknown-field"
SEVERITY = Severity.ERROR

_IN_TEXT = re.compile(r"\bdeal\.fields\.([A-Za-z]\w*)")


def check(subject: Subject, context: Context) -> Iterator[Remark]:
    """In conditions, then in texts."""
    inventory = context.inventory
    if inventory is None or not inventory.fields:
        return
    for _, condition in conditions(subject):
        name = condition.fact.removeprefix(FIELDS)
        if condition.fact != name and not inventory.field(name):
            yield Remark(condition.line, condition.column, _sentence(name, inventory))
    for text in subject.texts():
        for found in _IN_TEXT.finditer(text.node.text):
            if not inventory.field(found[1]):
                yield subject.remark_in(text, found.start(), _sentence(found[1], inventory))


def _sentence(name: str, inventory: Inventory) -> str:
    return f"Opportunities in your org have no field {quote(name)} that Coach can see.{perhaps(name, inventory.fields)}"
