"""Library → the facts that its conditions use, and those that its texts print."""

import re
from collections.abc import Iterator

from coach.engine.model import FieldSelection
from coach.engine.playbook.conditions import (
    FIELDS,
    AllOf,
    AnyOf,
    Condition,
    EveryProduct,
    Node,
    Not,
    SomeProduct,
    leaves,
)
from coach.engine.playbook.library import Library, texts_of
from coach.engine.playbook.model import Playbook, Status
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS

LANGUAGE = "owner_language"
"""Not a word of the rule language: the owner's language, which decides the language of a card that has several."""
PRODUCT = "product."

_IN_TEXT = re.compile(r"\bdeal\.(\w+)(?:\.(\w+))?")
_BY_TEMPLATE = {fact.template: name for name, fact in DEAL_FACTS.items() if fact.template}
_EVERY_LINE = frozenset({"product", "products", "discount", "product_count"})


def asked_of(library: Library) -> FieldSelection:
    """What live and draft playbooks ask for; retired ones are ignored."""
    playbooks = [each for each in library.playbooks.values() if each.status is not Status.RETIRED]
    facts = frozenset(fact for playbook in playbooks for fact in _facts(playbook))
    converts = any(leaf.currency for playbook in playbooks for tree in _trees(playbook) for leaf in leaves(tree))
    return FieldSelection(facts, library.custom_fields, converts)


def _trees(playbook: Playbook) -> Iterator[Node]:
    yield from (tree for tree in (playbook.when, playbook.audience) if tree)
    if playbook.adherence:
        yield playbook.adherence.seen


def _facts(playbook: Playbook) -> Iterator[str]:
    for tree in _trees(playbook):
        yield from _in_conditions(tree)
    for text in texts_of(playbook):
        yield from _in_text(text)
    if any(card.locales for card in playbook.cards):
        yield LANGUAGE


def _in_conditions(node: Node, within: str = "") -> Iterator[str]:
    """The facts in a tree. Line item facts get a prefix, because some have the same name as a fact of the deal."""
    match node:
        case Condition(fact):
            yield from () if fact.startswith(FIELDS) and not within else (within + fact,)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _in_conditions(part, within)
        case Not(part):
            yield from _in_conditions(part, within)
        case SomeProduct(part) | EveryProduct(part):
            yield from _in_conditions(part, PRODUCT)


def _in_text(text: str) -> Iterator[str]:
    """The facts that a text prints. ``deal.account.name`` is the fact account_name; ``deal.product.family`` is a line
    item's.
    """
    for group, name in _IN_TEXT.findall(text):
        if group in _EVERY_LINE:
            yield from (f"{PRODUCT}{fact}" for fact in ([name] if name in PRODUCT_FACTS else PRODUCT_FACTS))
        elif group != "fields":
            yield _BY_TEMPLATE.get(f"{group}.{name}" if name else group, group)
