"""The operators of the language, each declared once: what it takes, how it compares, how it is indexed, how it reads.

The defaults of a declaration are the safe choice: the operator is tried on every value instead of being looked up in an
index, it reads as its own word, and ``coach lint`` concludes nothing from it. The tests take their examples from here:
an operator without one fails a test that names it.

``operator``    the fields of a declaration
``equality``, ``texts``, ``selections``, ``stages``, ``order``, ``days``, ``since_delivery``   the operators
``comparing``   when two values are the same
``lines``       how an index holds comparisons of ordered values
"""

from collections.abc import Mapping

from coach.engine.playbook.operators.comparing import chosen, fold, same
from coach.engine.playbook.operators.days import DAYS
from coach.engine.playbook.operators.equality import EQUALITY, PRESENCE
from coach.engine.playbook.operators.operator import Compare, Cuts, ExampleValue, Operator, Side, Takes
from coach.engine.playbook.operators.order import ORDER
from coach.engine.playbook.operators.selections import SELECTIONS
from coach.engine.playbook.operators.since_delivery import SINCE_DELIVERY
from coach.engine.playbook.operators.stages import STAGES
from coach.engine.playbook.operators.texts import TEXTS

__all__ = ["OPERATORS", "Cuts", "Operator", "Side", "Takes", "ExampleValue", "chosen", "compares", "fold", "same"]

OPERATORS: Mapping[str, Operator] = {
    operator.word: operator
    for operator in (*EQUALITY, *TEXTS, *SELECTIONS, *STAGES, *ORDER, *DAYS, *PRESENCE, *SINCE_DELIVERY)
}


def compares(word: str) -> Compare:
    """How an operator compares a value of the current deal. Raises ValueError for one that compares with the
    delivery.
    """
    compare = OPERATORS[word].compare
    if compare is None:
        raise ValueError(f"{word} compares with the time of delivery")
    return compare
