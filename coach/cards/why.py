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
    """The line item that decided it, with what was found; where none did, that none does."""
    if trace.condition == "every_product":
        yield "every product fits" if wanted is Truth.TRUE else "not every product fits"
        return
    item = next((part for part in trace.parts if part.truth is wanted is Truth.TRUE), None)
    if item is None:
        yield "no product of a certain kind is on the deal"
        return
    told = [f"{_label(part.condition)} {part.found}" for part in item.parts if part.condition not in (*_GROUPS, "name")]
    yield f"{item.condition} is on the deal" + (f" ({', '.join(told)})" if told else "")


def _label(condition: str) -> str:
    return condition.removesuffix("__c").replace("_", " ")


def _opposite(truth: Truth) -> Truth:
    return Truth.FALSE if truth is Truth.TRUE else Truth.TRUE


def _listed(facts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(facts[:-1]), *facts[-1:]) if part)
