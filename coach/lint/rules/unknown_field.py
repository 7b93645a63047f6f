"""A field that your org does not have, or that Coach may not see.

The condition is unknown on every deal, and a text that prints the field is never delivered. If the field is there in
Salesforce, the user that Coach signs in as needs the permission to read it. The way to a field of another record goes
over lookups by their relationship names: `Account`, `Owner`, and for a lookup of your own `Partner__r`, not
`Partner__c`.

Fails in an org without such a field::

    when:
      fields:
        Competiter__c: {is: Acme}

Passes in an org that has the field::

    when:
      fields:
        Competitor__c: {is: Acme}
"""

from collections.abc import Iterator

from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, Schema
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT
from coach.engine.playbook.library import fields_in
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import conditions, further
from coach.lint.subject import Subject
from coach.lint.words import perhaps

ID = "unknown-field"
SEVERITY = Severity.ERROR

_WHOSE = {DEAL_OBJECT: "Opportunities in your org have", LINE_OBJECT: "Line items in your org have"}


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check conditions, then texts."""
    inventory = context.inventory
    if inventory is None or not inventory.fields:
        return
    schema = inventory.schema
    for fact, condition in conditions(subject):
        if sentence := missing(fact, schema):
            yield RuleRemark(condition.line, condition.column, sentence)
    for text in subject.texts():
        for offset, name in fields_in(text.node.text):
            own = name.removeprefix(OF_PRODUCT)
            fact = FIELDS + own if own == name else f"{OF_PRODUCT}{FIELDS}{own}"
            if sentence := missing(fact, schema):
                yield subject.remark_in(text, offset, sentence)


def missing(fact: str, schema: Schema) -> str:
    """What is missing on the path to a further field; empty if the field exists, or the org was not read that far."""
    asked = further(fact)
    if asked is None or schema.place(*asked) or schema.undescribed(*asked) or not schema.has(asked[0]):
        return ""
    owner, name = schema.lost_at(*asked)
    if owner in schema.absent:
        return f"Your org has no {owner} that Coach can see, so {quote(asked[1])} cannot be told of any deal."
    whose = _WHOSE.get(owner, f"{owner} in your org has")
    fields = schema.fields(owner)
    if name.lower() == asked[1].rpartition(".")[2].lower():
        return f"{whose} no field {quote(name)} that Coach can see.{perhaps(name, fields)}"
    ways = {each.way for each in fields.values() if each.way}
    own = next((each.way for field, each in fields.items() if field.lower() == name.lower() and each.way), "")
    hint = f" Write {own}, which is the name of the way over {name}." if own else perhaps(name, ways)
    return f"{whose} no lookup {quote(name)} that Coach can see.{hint}"
