"""The words of the language: every fact and operator that a condition may name, and what combines conditions.

Facts are declared in :mod:`coach.engine.playbook.facts`, operators in :mod:`coach.engine.playbook.operators`. The
language's documentation page is generated from here.
"""

from coach.engine.playbook.facts import DEAL_FACTS, OWNER_FACTS, PRODUCT_FACTS, Fact
from coach.engine.playbook.operators import OPERATORS, Operator, Takes

__all__ = [
    "CURRENCY",
    "DEAL_FACTS",
    "FIELDS_KEY",
    "FIELDS_MEANING",
    "GROUPS",
    "OPERATORS",
    "OWNER_FACTS",
    "PRODUCTS",
    "PRODUCT_FACTS",
    "Fact",
    "Operator",
    "Takes",
]

CURRENCY = "currency"
GROUPS = {
    "all": "A list of maps: each of them is true.",
    "any": "A list of maps: at least one of them is true.",
    "not": "A map: it is not true as a whole.",
}
PRODUCTS = {
    "product": "A map over the facts of a product: some line item satisfies all of it together.",
    "every_product": "A map over the facts of a product: each line item satisfies all of it.",
}
FIELDS_KEY = "fields"
FIELDS_MEANING = (
    "A map from the API name of any further field, custom or standard, to operators: of the opportunity, or under"
    " product of the line item; Account.Segment__c or Partner__r.Tier__c is a field of the record a lookup leads to."
)
