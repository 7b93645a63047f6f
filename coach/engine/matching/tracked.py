"""Which fields an org must track, so that field history names the authors of changes that a tree of conditions looks
for.
"""

from collections.abc import Iterator

from coach.engine.playbook.conditions import FIELDS, AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.facts import FIGURES, TRACKED

_HISTORIED = frozenset({*FIGURES, "ExpectedRevenue"})
"""Fields with a history of their own in every org. Contact roles and line items record who made them."""
_TRACKED = {fact.name: field for field, fact in TRACKED.items()}
_STAMPS = ("Created", "Fiscal", "Has", "Is", "Last", "Push", "System")
"""Prefixes of standard fields that only the platform sets."""


def tracked_in(tree: Node) -> Iterator[tuple[Condition, str]]:
    """Every condition whose author only field history names, with the field. Fields of other records have no history
    there.
    """
    match tree:
        case Condition(fact=fact):
            own = fact.removeprefix(FIELDS)
            if fact in _TRACKED:
                yield tree, _TRACKED[fact]
            elif own != fact and "." not in own and not _kept_by_the_platform(own):
                yield tree, own
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tracked_in(part)
        case Not(part):
            yield from tracked_in(part)
        case SomeProduct() | EveryProduct():
            return


def _kept_by_the_platform(field: str) -> bool:
    """Whether a field needs no tracking. Standard fields that nobody edits, such as LastActivityDate, cannot be
    tracked, and some others always have a history. Source: Salesforce Help, "Considerations for Field History
    Tracking".
    """
    return field in _HISTORIED or (field.startswith(_STAMPS) and not field.endswith("__c"))
