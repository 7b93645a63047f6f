"""The facts that a condition may name, each declared once.

A declaration says what a fact is, where an org and a deal hold it, its name in texts, and what reps see of it. The
query to the org, its parsing, the explanations, what-if and lint are derived from the declarations.

``fact``      the fields of a declaration
``deal``, ``owner``, ``product``   the facts
``computed``  facts that no field holds
"""

from collections.abc import Mapping

from coach.engine.playbook.facts import deal, owner, product
from coach.engine.playbook.facts.fact import Fact, Read, View, of_deal, of_item

__all__ = [
    "DEAL_FACTS",
    "DEAL_READERS",
    "FIGURES",
    "OWNER_FACTS",
    "PRODUCT_FACTS",
    "PRODUCT_READERS",
    "TRACKED",
    "Fact",
    "Read",
    "View",
    "held_by",
]

OWNER_FACTS: Mapping[str, Fact] = owner.FACTS
DEAL_FACTS: Mapping[str, Fact] = {**deal.FACTS, **owner.FACTS}
PRODUCT_FACTS: Mapping[str, Fact] = product.FACTS
FIGURES: Mapping[str, Fact] = {fact.figure: fact for fact in DEAL_FACTS.values() if fact.figure}
"""By column of OpportunityHistory."""
TRACKED: Mapping[str, Fact] = {fact.path: fact for fact in DEAL_FACTS.values() if fact.tracked}
"""By opportunity field for which an admin can turn on field history."""
DEAL_READERS: Mapping[str, Read] = {name: of_deal(fact) for name, fact in DEAL_FACTS.items()}
PRODUCT_READERS: Mapping[str, Read] = {name: of_item(fact) for name, fact in PRODUCT_FACTS.items()}


def held_by(record: str) -> Mapping[str, Fact]:
    """The facts of one record beside the deal, by that record's names for them; empty ``record`` means the deal
    itself.
    """
    return _HELD[record]


_HELD = {
    record: {
        fact.place.rpartition(".")[2]: fact for fact in DEAL_FACTS.values() if fact.place and fact.beside == record
    }
    for record in {fact.beside for fact in DEAL_FACTS.values()}
}
