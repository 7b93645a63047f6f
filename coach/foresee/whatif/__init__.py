"""A deal with some facts changed, to see what would be decided then. Pure: the original deal stays unchanged.

Facts are named as in playbooks, those of line items with the prefix ``product.``, further fields by their API names
with the prefix ``fields.``.

``named``    which facts decide whether playbooks apply, and a deal's values for them
``values``   text → value
``write``    value → deal
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from coach.engine.model import Deal
from coach.engine.playbook import Library
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, Kind
from coach.engine.playbook.problems import did_you_mean, quote
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.errors import Rejected
from coach.foresee.whatif.named import kind_in, named_facts, value_of
from coach.foresee.whatif.values import read_value, written
from coach.foresee.whatif.write import WRITERS, AsOf, Write, of_field, of_item

__all__ = ["kind_in", "kind_of", "named_facts", "settable", "value_of", "with_facts", "written"]


def with_facts(deal: Deal, facts: Mapping[str, str], library: Library, now: datetime, zone: tzinfo) -> Deal:
    """``deal`` with these facts, given as text; empty text means empty. Raises Rejected with every mistake.

    The kind of a further field's values follows from the playbooks that name it.
    """
    moment, mistakes = AsOf(now, zone), list[str]()
    # The stage goes first, because the time in the stage depends on it.
    for name in sorted(facts, key=lambda name: (name != "stage", name)):
        try:
            deal = _writer(name)(moment, deal, read_value(name, kind_of(name, library), facts[name]))
        except Rejected as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise Rejected("\n".join(mistakes))
    return deal


def kind_of(name: str, library: Library) -> Kind:
    """The kind of a fact's values; text if no playbook says."""
    if (bare := name.removeprefix(OF_PRODUCT)) in PRODUCT_FACTS and name.startswith(OF_PRODUCT):
        return PRODUCT_FACTS[bare].kind
    if name in DEAL_FACTS:
        return DEAL_FACTS[name].kind
    return kind_in(named_facts(library.playbooks.values()).get(name, ())) or Kind.TEXT


def settable(name: str) -> bool:
    """Whether a fact can be changed: all except those that identify somebody, and those that follow from other
    facts.
    """
    return name in WRITERS or name not in DEAL_FACTS


def _writer(name: str) -> Write:
    if name in WRITERS:
        return WRITERS[name]
    bare = name.removeprefix(OF_PRODUCT)
    if bare.startswith(FIELDS):
        return of_field(name)
    if name.startswith(OF_PRODUCT) and bare in PRODUCT_FACTS:
        return of_item(bare)
    known = [*WRITERS, *(OF_PRODUCT + each for each in PRODUCT_FACTS)]
    if name in DEAL_FACTS:
        raise Rejected(f"{quote(name)} cannot be set: it follows from other facts. These can be: {', '.join(known)}.")
    raise Rejected(f"There is no fact {quote(name)}.{did_you_mean(name, known)}")
