"""A product, product code or family that your org does not have.

Fails in an org with the usual products::

    when:
      product: {family: {is: Capital Equipement}}

Passes in an org with the usual products::

    when:
      product: {family: {is: Capital Equipment}}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import KnownValues, conditions, unknown_values
from coach.lint.subject import Subject

ID = "unknown-product"
SEVERITY = Severity.ERROR

_WORDS = {"product.name": "product", "product.code": "product code", "product.family": "product family"}


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition that names a product, product code or family."""
    inventory = context.inventory
    for fact, condition in conditions(subject):
        if inventory and fact in _WORDS and fact in inventory.values:
            known = KnownValues(_WORDS[fact], inventory.values[fact], inventory.labels_of(fact))
            yield from unknown_values(subject, condition, known)
