"""Why a deal did not get a card: every playbook evaluated on the deal as last read, nearest misses first.

Asks Salesforce for nothing, and changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Trace, Truth
from coach.engine.playbook.model import Status
from coach.foresee.explanation import Explained, Explanation, explain_deal
from coach.library.pages import Deals
from coach.text import plain

MOST_WAYS = 2
"""If a playbook could apply in several ways, this many are shown."""
NEAREST = 8
"""Maximum playbooks shown with their missing conditions; those that miss more would bury them."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A playbook that does not apply, and its failed conditions in words."""

    explained: Explained
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyNothing:
    """``speaking`` are the playbooks that would lead to a decision now; ``missed`` the others, nearest first.

    ``further`` is how many more playbooks miss more conditions than those.
    """

    deal: Deal
    speaking: tuple[Explained, ...]
    missed: tuple[Missed, ...]
    further: int


def why(
    deals: Deals,
    context: Callable[[], EvaluationContext],
    opportunity_id: str,
    may_see: Callable[[str], bool],
    now: datetime,
) -> WhyNothing | None:
    """None if Coach never read this deal, or the viewer may not see its owner's coaching.

    Raises TryAgain while there are no valid playbooks.
    """
    deal = deals.last_read(opportunity_id)
    if deal is None or not may_see(deal.owner.id):
        return None
    remembered = deals.remembered([deal.id])[deal.id]
    return why_nothing(explain_deal(deal, context(), now, remembered, deals.load(deal.owner.id)))


def why_nothing(explanation: Explanation) -> WhyNothing:
    """The explanation, reduced to what answers the question."""
    speaking = tuple(each for each in explanation.playbooks if each.decisions)
    silent = [
        each for each in explanation.playbooks if not each.decisions and each.playbook.status is not Status.RETIRED
    ]
    missed = sorted((Missed(each, tuple(map(in_words, lacking(each.trace)))) for each in silent), key=_distance)
    return WhyNothing(explanation.deal, speaking, tuple(missed[:NEAREST]), len(missed[NEAREST:]))


def lacking(trace: Trace) -> Iterator[Trace]:
    """The conditions that must all hold but do not."""
    if trace.truth is Truth.TRUE:
        return
    if trace.condition == "all":
        for part in trace.parts:
            yield from lacking(part)
    else:
        yield trace


def in_words(trace: Trace) -> str:
    """One condition that does not hold, described by its facts."""
    lacks = [in_words(part) for part in trace.parts if part.truth is not Truth.TRUE]
    match trace.condition:
        case "any" if lacks:
            return f"either {' or '.join(lacks[:MOST_WAYS])}" + (" or …" if len(lacks) > MOST_WAYS else "")
        case "not":
            return "not: " + " and ".join(f"{_label(part)} {part.expected}" for part in trace.parts)
        case "product" if trace.parts:
            return f"a product with {' and '.join(_missing(trace.parts[0]))} (nearest: {trace.parts[0].condition})"
        case "every_product" | "product":
            return f"{trace.expected}, found {trace.found}"
    if trace.parts:
        return " and ".join(lacks)
    return f"{_label(trace)} {trace.expected}, found {trace.found}"


def _missing(product: Trace) -> list[str]:
    return [in_words(part) for part in lacking(replace(product, condition="all"))] or [product.expected]


def _label(trace: Trace) -> str:
    return plain(trace.condition)


def _distance(missed: Missed) -> tuple[int, int, str]:
    playbook = missed.explained.playbook
    return len(missed.lacks), -playbook.priority, playbook.name
