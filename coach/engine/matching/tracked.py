"""Which fields an org must track, so that its history tells who changed what a tree of conditions looks at."""

from collections.abc import Iterator, Mapping

from coach.engine.playbook.conditions import FIELDS, AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct

TRACKED: Mapping[str, str] = {
    "next_step": "NextStep",
    "type": "Type",
    "lead_source": "LeadSource",
    "deal_name": "Name",
}
"""Fact → field of the opportunity. Stage, amount, close date, probability and forecast category have a history of their
own in every org, and contacts and line items say themselves who made them.
"""

_HISTORIED = frozenset({"StageName", "Amount", "CloseDate", "Probability", "ForecastCategory", "ExpectedRevenue"})
_STAMPS = ("Created", "Fiscal", "Has", "Is", "Last", "Push", "System")
"""What the names of standard fields begin with that only the platform sets."""


def tracked_in(tree: Node) -> Iterator[tuple[Condition, str]]:
    """Every condition whose author only field history tells, with the field. Fields beside the deal have none there."""
    match tree:
        case Condition(fact=fact):
            own = fact.removeprefix(FIELDS)
            if fact in TRACKED:
                yield tree, TRACKED[fact]
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
