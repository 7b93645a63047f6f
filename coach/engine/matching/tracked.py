"""Which fields an org must track, so that its history tells who changed what a tree of conditions looks at."""

from collections.abc import Iterator

from coach.engine.playbook.conditions import FIELDS, AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.facts import FIGURES, TRACKED

_HISTORIED = frozenset({*FIGURES, "ExpectedRevenue"})
"""Fields that have a history of their own in every org; contacts and line items say themselves who made them."""
_TRACKED = {fact.name: field for field, fact in TRACKED.items()}
_STAMPS = ("Created", "Fiscal", "Has", "Is", "Last", "Push", "System")
"""What the names of standard fields begin with that only the platform sets."""


def tracked_in(tree: Node) -> Iterator[tuple[Condition, str]]:
    """Every condition whose author only field history tells, with the field. Fields beside the deal have none there."""
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
    """A standard field that nobody edits, such as LastActivityDate, cannot be tracked; of others there is a history
    in any
    case. Source: Salesforce Help, "Considerations for Field History Tracking".
    """
    return field in _HISTORIED or (field.startswith(_STAMPS) and not field.endswith("__c"))
