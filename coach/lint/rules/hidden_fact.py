"""A fact that your org does not show to Coach.

Products may be switched off, or the user that Coach signs in as may lack the permission to read a field. A condition on
it is unknown on every deal, so that the playbook gives no card.

Fails in an org that hides discounts::

    when:
      product: {discount: {above: 20}}

Passes in an org that hides discounts::

    when:
      amount: {above: 20000}
"""

from collections.abc import Iterator

from coach.engine.matching.facts import NEEDS
from coach.engine.playbook.conditions import OF_PRODUCT
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import conditions
from coach.lint.subject import Subject

ID = "hidden-fact"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every place that names a fact, including the facts that it is computed from."""
    hidden = context.inventory.hidden if context.inventory else frozenset()
    for fact, condition in conditions(subject):
        needed = {fact, *NEEDS.get(fact, ()), *((OF_PRODUCT.rstrip("."),) if fact.startswith(OF_PRODUCT) else ())}
        if needed & hidden:
            name = fact.removeprefix(OF_PRODUCT)
            sentence = f"Your org does not show {quote(name)} to Coach, so this cannot be told of any deal."
            yield RuleRemark(condition.line, condition.column, sentence)
