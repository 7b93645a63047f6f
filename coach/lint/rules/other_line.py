"""A text that prints the highest discount on the deal, where the playbook asks for a product.

`deal.discount` is the highest of all lines, whichever product it is on. Where `when` asks for a `product`, the line
that it found is `deal.product`, with `deal.product.discount`, `deal.product.name` and so on.

Fails::

    when:
      product: {family: {is: Services}, discount: {above: 15}}
    cards:
      - name: one
        title: One
        tip: "{{ deal.discount|percent }} off."

Passes::

    when:
      product: {family: {is: Services}, discount: {above: 15}}
    cards:
      - name: one
        title: One
        tip: "{{ deal.product.discount|percent }} off."
"""

import re
from collections.abc import Iterator

from coach.engine.playbook.conditions import OF_PRODUCT
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import conditions
from coach.lint.subject import Subject

ID = "other-line"
SEVERITY = Severity.WARNING

_HIGHEST = re.compile(r"\{[{%][^}]*?\bdeal\.discount\b")
_SENTENCE = "This is the highest discount of all lines; the line that this playbook asks for is deal.product.discount."


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text; one remark on each."""
    if not any(fact.startswith(OF_PRODUCT) for fact, _ in conditions(subject)):
        return
    for text in subject.texts():
        if found := _HIGHEST.search(text.node.text):
            yield subject.remark_in(text, found.end() - len("deal.discount"), _SENTENCE)
