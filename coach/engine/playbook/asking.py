"""Library → the facts that its conditions use, and those that its texts print."""

import re
from collections.abc import Iterator

from coach.engine.model import FieldSelection
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, leaves, named_leaves
from coach.engine.playbook.library import Library, texts_of
from coach.engine.playbook.model import Playbook, Status
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS

LANGUAGE = "owner_language"
"""Not a word of the rule language: the owner's language, which decides the language of a card that has several."""

_IN_TEXT = re.compile(r"\bdeal\.(\w+)(?:\.(\w+))?")
_BY_TEMPLATE = {fact.template: name for name, fact in DEAL_FACTS.items() if fact.template}
_EVERY_LINE = frozenset({"product", "products", "discount", "product_count"})


def asked_of(library: Library) -> FieldSelection:
    """What live and draft playbooks ask for; retired ones are ignored."""
    playbooks = [each for each in library.playbooks.values() if each.status is not Status.RETIRED]
    facts = frozenset(fact for playbook in playbooks for fact in _facts(playbook))
    converts = any(leaf.currency for playbook in playbooks for tree in playbook.trees for leaf in leaves(tree))
    return FieldSelection(facts, library.custom_fields, converts)


def _facts(playbook: Playbook) -> Iterator[str]:
    for tree in playbook.trees:
        yield from (name for name, _ in named_leaves(tree) if not name.startswith(FIELDS))
    for text in texts_of(playbook):
        yield from _in_text(text)
    if any(card.locales for card in playbook.cards):
        yield LANGUAGE


def _in_text(text: str) -> Iterator[str]:
    """The facts that a text prints. ``deal.account.name`` is the fact account_name; ``deal.product.family`` is a line
    item's.
    """
    for group, name in _IN_TEXT.findall(text):
        if group in _EVERY_LINE:
            yield from (f"{OF_PRODUCT}{fact}" for fact in ([name] if name in PRODUCT_FACTS else PRODUCT_FACTS))
        elif group != "fields":
            yield _BY_TEMPLATE.get(f"{group}.{name}" if name else group, group)
