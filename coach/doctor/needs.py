"""What the playbooks in force need of the org."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from coach.engine.matching.facts import NEEDS
from coach.engine.matching.tracked import tracked_in
from coach.engine.playbook import Library
from coach.engine.playbook.conditions import OF_PRODUCT, Kind, Node, leaves, named_leaves
from coach.engine.playbook.model import Playbook, Status

PRODUCT = "product"


def live(library: Library) -> list[Playbook]:
    """The playbooks that give cards."""
    return [book for book in library.playbooks.values() if book.status is Status.LIVE]


def needed_facts(library: Library) -> dict[str, tuple[str, ...]]:
    """Fact, as in ``Deal.unreadable`` → the live playbooks that cannot do without it.

    Fields are named ``fields.Name``.
    """
    books: dict[str, list[str]] = defaultdict(list)
    for book in live(library):
        for fact in dict.fromkeys(_facts(book.trees)):
            books[fact].append(book.name)
    return {fact: tuple(names) for fact, names in books.items()}


def followed_fields(library: Library) -> frozenset[str]:
    """The opportunity's fields that show what reps did, and that have no history unless it is tracked."""
    found = (tracked_in(book.adherence.seen) for book in live(library) if book.adherence)
    return frozenset(field for each in found for _, field in each)


def priced(library: Library) -> tuple[str, ...]:
    """The live playbooks that compare an amount in a named currency."""
    return tuple(book.name for book in live(library) if any(_names_currency(tree) for tree in book.trees))


def _names_currency(tree: Node) -> bool:
    return any(leaf.kind is Kind.MONEY and leaf.currency for leaf in leaves(tree))


def _facts(trees: Iterable[Node]) -> Iterator[str]:
    for tree in trees:
        for fact, _ in named_leaves(tree):
            yield from (PRODUCT, fact) if fact.startswith(OF_PRODUCT) else (fact,)
            yield from NEEDS.get(fact, ())
