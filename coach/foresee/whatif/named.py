"""Which facts decide whether playbooks apply, and a deal's values for them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.model import Deal, Unknown
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, Condition, Kind, named_leaves
from coach.engine.playbook.model import Playbook

CLOSE_DATE, DAYS_TO_CLOSE = "close_date", "days_to_close"


def named_facts(playbooks: Iterable[Playbook]) -> dict[str, list[Condition]]:
    """The facts that decide whether these playbooks apply, in the authors' order, with the conditions on them.

    Those of line items begin with ``product.``; the days to the close date are represented by the date.
    """
    found: dict[str, list[Condition]] = {}
    for playbook in playbooks:
        for tree in (playbook.when, playbook.audience):
            for name, condition in named_leaves(tree) if tree else ():
                found.setdefault(CLOSE_DATE if name == DAYS_TO_CLOSE else name, []).append(condition)
    return found


def kind_in(conditions: Iterable[Condition]) -> Kind | None:
    """The kind of value that conditions compare a fact with. “Is filled in” is ignored, because it fits any kind."""
    kinds = [each.kind for each in conditions if each.operator != "empty"]
    return next(iter(kinds), None)


def value_of(name: str, deal: Deal, now: datetime, zone: tzinfo) -> object:
    """The deal's value for a fact; None if it is empty or unknown."""
    bare, item = name.removeprefix(OF_PRODUCT), deal.products[0] if deal.products else None
    if bare.startswith(FIELDS):
        fields: Mapping[str, object] = deal.fields
        if name.startswith(OF_PRODUCT):
            fields = item.fields if item else {}
        found = fields.get(bare.removeprefix(FIELDS))
    elif name.startswith(OF_PRODUCT):
        found = PRODUCT_READERS[bare](View(deal, now, zone, item)) if item else None
    else:
        found = DEAL_READERS[name](View(deal, now, zone))
    return None if isinstance(found, Unknown) else found
