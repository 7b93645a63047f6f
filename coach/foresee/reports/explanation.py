"""An explanation as lines of text, and as JSON."""

from collections.abc import Iterator
from typing import Any

from coach.decide import label
from coach.foresee.explanation import Explained, Explanation
from coach.model import Decision, Trace, Truth
from coach.rules.words import money

MARKS = {Truth.TRUE: "✓", Truth.FALSE: "✗", Truth.UNKNOWN: "?"}
FRESH = "Nothing is known of earlier cards: decided as if none had ever been given."
_GROUPS = frozenset({"all", "any", "not", "product", "every_product"})


def lines(explanation: Explanation) -> Iterator[str]:
    """Every playbook with its decision and its conditions."""
    deal = explanation.deal
    worth = f", {money(deal.amount, deal.currency or '')}" if deal.amount is not None else ""
    yield f"{deal.name} ({deal.id}): {deal.stage}{worth}, owner {deal.owner.name}"
    yield f"Library {explanation.library[:12]}, at {explanation.at:%Y-%m-%d %H:%M} UTC"
    if explanation.fresh:
        yield FRESH
    for each in explanation.playbooks:
        yield ""
        yield from _playbook(each)


def _playbook(each: Explained) -> Iterator[str]:
    playbook = each.playbook
    status = "" if playbook.status.value == "live" else f" ({playbook.status.value})"
    yield f"{each.outcome.upper()}  {playbook.name}{status}: {playbook.title}"
    for decision in each.decisions:
        yield f"    {_decision(decision)}"
    yield from (f"    {line}" for part in each.trace.parts for line in _trace(part))
    if each.audience:
        yield f"    audience {MARKS[each.audience.truth]}"
        yield from (f"      {line}" for part in each.audience.parts for line in _trace(part))


def _decision(decision: Decision) -> str:
    card = f"card {decision.card}, " if decision.card else ""
    return f"{card}{label(decision.reason)}: {decision.detail}"


def _trace(trace: Trace) -> Iterator[str]:
    if trace.condition in _GROUPS or trace.parts:
        yield f"{MARKS[trace.truth]} {trace.condition}: {trace.expected}; found {trace.found}"
    else:
        yield f"{MARKS[trace.truth]} {trace.condition}: expected {trace.expected}; found {trace.found}"
    yield from (f"  {line}" for part in trace.parts for line in _trace(part))


def document(explanation: Explanation) -> dict[str, Any]:
    """The same for programs. Decimals are text, times ISO 8601."""
    return {
        "deal": {"id": explanation.deal.id, "name": explanation.deal.name, "stage": explanation.deal.stage},
        "at": explanation.at.isoformat(),
        "library": explanation.library,
        "fresh": explanation.fresh,
        "playbooks": [_explained(each) for each in explanation.playbooks],
    }


def _explained(each: Explained) -> dict[str, Any]:
    return {
        "name": each.playbook.name,
        "title": each.playbook.title,
        "status": each.playbook.status.value,
        "priority": each.playbook.priority,
        "outcome": each.outcome,
        "applies": each.trace.truth.value,
        "decisions": [_decided(decision) for decision in each.decisions],
        "when": trace_document(each.trace),
        "audience": trace_document(each.audience) if each.audience else None,
    }


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict.value,
        "reason": decision.reason.value,
        "detail": decision.detail,
        "card": decision.card,
        "occasion": decision.occasion,
        "minutes": str(decision.minutes),
    }


def trace_document(trace: Trace) -> dict[str, Any]:
    """A trace as plain JSON, with its parts."""
    return {
        "condition": trace.condition,
        "expected": trace.expected,
        "found": trace.found,
        "truth": trace.truth.value,
        "missing": list(trace.missing),
        "parts": [trace_document(part) for part in trace.parts],
    }
