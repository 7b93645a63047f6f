"""An amount that your org's currencies do not fit.

Where your org has several currencies, an amount without one is compared with each deal's own number, so that 50,000 JPY
passes for 50,000 USD. An amount in a currency needs an exchange rate for it in the org; and where the org has only one
currency, no API tells which, so that your operator says it to Coach (`COACH_SALESFORCE_CURRENCY`). Without that, the
condition is unknown on every deal, and the playbook gives no card.

Fails in an org with several currencies::

    when:
      amount: {at_least: 50000}

Passes in an org with several currencies::

    when:
      amount: {at_least: 50000, currency: USD}
"""

from collections.abc import Iterator

from coach.engine.inventory import Inventory
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import OPERATORS
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import conditions
from coach.lint.subject import Subject

ID = "currency"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every amount that is compared with a number; of several in one place, only the first."""
    told = set[tuple[str, int]]()
    for fact, condition in conditions(subject):
        sentence = _sentence(condition, context.inventory) if context.inventory else ""
        if sentence and (fact, condition.line) not in told:
            told.add((fact, condition.line))
            yield RuleRemark(condition.line, condition.column, sentence)


def _sentence(condition: Condition, inventory: Inventory) -> str:
    compares = condition.kind is Kind.MONEY and OPERATORS[condition.operator].compares_values
    if not compares or inventory.currencies is None:
        return ""
    if not inventory.currencies:
        return (
            "Nobody has told Coach the org's currency, so this cannot be told of any deal: your operator sets"
            " COACH_SALESFORCE_CURRENCY."
            if condition.currency
            else ""
        )
    if condition.currency is None and len(inventory.currencies) > 1:
        return f"Your org has several currencies: say which this is, as in currency: {inventory.currencies[0]}."
    if condition.currency and condition.currency not in inventory.currencies:
        return f"Your org has no exchange rate for {quote(condition.currency)}, so this cannot be told of any deal."
    return ""
