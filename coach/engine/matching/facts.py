"""A deal's value at a moment for each fact of the vocabulary, and the stages of its last change."""

from collections.abc import Mapping

from coach.engine.model import Unknown
from coach.engine.playbook.facts import DEAL_FACTS, DEAL_READERS, PRODUCT_READERS, Read, View
from coach.engine.playbook.facts.computed import DAY, NO_HISTORY, last_change

__all__ = [
    "DAY",
    "DEAL_READERS",
    "HIDDEN",
    "NEEDS",
    "PRODUCT_READERS",
    "Read",
    "View",
    "entered_stage",
    "last_change",
    "left_stage",
]

HIDDEN = Unknown("your org does not show this field to Coach")


def entered_stage(view: View) -> object:
    """The stage that the deal entered from another one; empty text if it has been in one stage from the start."""
    if last_change(view) is None:
        return NO_HISTORY
    return view.deal.stage if len(view.deal.history) > 1 else ""


def left_stage(view: View) -> object:
    """The stage that the deal left with its last change; empty text if there was no change."""
    if last_change(view) is None:
        return NO_HISTORY
    return view.deal.history[-2].stage if len(view.deal.history) > 1 else ""


NEEDS: Mapping[str, frozenset[str]] = {name: fact.needs for name, fact in DEAL_FACTS.items() if fact.needs}
"""What else must be readable for a fact to be known, by the names in ``Deal.unreadable``."""
