"""One plain sentence that tells a rep why a card is on the record, from the trace of its playbook's conditions."""

from collections import Counter
from collections.abc import Iterator, Mapping

from coach.model import Trace, Truth
from coach.rules.words import LEFT_UNSAID

BECAUSE = "You see this because "
MOST_FACTS = 4
"""A sentence with more is read by nobody; the log has them all."""

_PHRASES: Mapping[str, str] = {
    "product_count": "the deal has {}",
    "days_in_stage": "it has been in its stage for {}",
    "days_to_close": "it closes in {}",
    "age_days": "the deal is {} old",
    "pushes": "the close date was pushed {}",
    "contact_roles": "the deal has {}",
    "deal_name": "the deal's name is {}",
    "owner_name": "the owner is {}",
    "manager_name": "the manager is {}",
    "owner_tenure_days": "the owner has been here for {}",
}
"""How a fact is told with what was found; others read “the amount is 62,000 USD”."""
_TRUTHS = {
    ("closed", "yes"): "the deal is closed",
    ("closed", "no"): "the deal is open",
    ("won", "yes"): "the deal is won",
    ("won", "no"): "the deal is not won",
}
_GROUPS = frozenset({"all", "any", "not"})


def why_sentence(trace: Trace) -> str:
    """“You see this because the stage is Negotiation/Review and the amount is 62,000 USD.”"""
    facts = list(dict.fromkeys(_without_filled_in(list(_facts(trace, Truth.TRUE)))))
    if len(facts) > MOST_FACTS:
        facts[MOST_FACTS - 1 :] = ["more of the deal fits"]
    return f"{BECAUSE}{_listed(facts) or 'the playbook applies to this deal'}."


def _without_filled_in(facts: list[str]) -> list[str]:
    """Without “the next step is filled in” where it is also told with what."""
    told = Counter(fact.partition(" is ")[0] for fact in facts)
    return [fact for fact in facts if not fact.endswith(" is filled in") or told[fact.partition(" is ")[0]] == 1]


def _facts(trace: Trace, wanted: Truth) -> Iterator[str]:
    """What was found wherever a condition came out as ``wanted``; below “not” that is the opposite."""
    if trace.truth is not wanted or trace.expected == LEFT_UNSAID:
        return
    if trace.condition in ("product", "every_product"):
        yield from _products(trace, wanted)
    elif trace.condition in _GROUPS:
        below = _opposite(wanted) if trace.condition == "not" else wanted
        for part in trace.parts:
            yield from _facts(part, below)
    else:
        yield _fact(trace)


def _fact(leaf: Trace) -> str:
    found = leaf.found
    if truth := _TRUTHS.get((leaf.condition, found)):
        return truth
    if leaf.condition == "stage" and found.startswith("came from "):
        return f"the deal {found}"
    if leaf.condition == "days_to_close" and found.startswith("-"):
        return f"the close date passed {found[1:]} ago"
    return _PHRASES.get(leaf.condition, f"the {_label(leaf.condition)} is {{}}").format(found)


def _products(trace: Trace, wanted: Truth) -> Iterator[str]:
    """The line item that decided it, with what was found; where none did, what none of them is."""
    item = trace.parts[0] if trace.parts else None
    if item is None:
        yield "the deal has no products"
    elif trace.condition == "every_product":
        every = "every product" if wanted is Truth.TRUE else "not every product"
        asked = _asked(item)
        yield f"{every} is one {asked}" if asked else f"{every} is as asked for"
    elif wanted is Truth.TRUE:
        named = (part for part in item.parts if part.condition not in (*_GROUPS, "name"))
        told = [f"{_label(part.condition)} {part.found}" for part in named]
        yield f"{item.condition} is on the deal" + (f" ({', '.join(told)})" if told else "")
    else:
        asked = _asked(item)
        yield f"no product {asked} is on the deal" if asked else "no product on the deal is as asked for"


def _asked(item: Trace) -> str:
    """“whose family is Services and whose discount is above 15 %”; nothing where that is more than a list."""
    if any(part.condition in _GROUPS for part in item.parts):
        return ""
    return _listed([f"whose {_label(part.condition)} {_is(part.expected)}" for part in item.parts])


def _is(expected: str) -> str:
    return expected if expected.startswith(("contains ", "begins with ")) else f"is {expected}"


def _label(condition: str) -> str:
    return condition.removesuffix("__c").replace("_", " ")


def _opposite(truth: Truth) -> Truth:
    return Truth.FALSE if truth is Truth.TRUE else Truth.TRUE


def _listed(facts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(facts[:-1]), *facts[-1:]) if part)
