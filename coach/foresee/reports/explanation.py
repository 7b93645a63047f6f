"""An explanation as lines of text, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from coach.engine.deciding import label
from coach.engine.matching.words import money
from coach.engine.model import Decision, Trace, Truth
from coach.foresee.explanation import Explained, Explanation
from coach.foresee.why import Why, why_not

MARKS = {Truth.TRUE: "✓", Truth.FALSE: "✗", Truth.UNKNOWN: "?"}
FRESH = "Nothing is known of earlier cards: decided as if none had ever been given."
_GROUPS = frozenset({"all", "any", "not", "product", "every_product"})


def lines(explanation: Explanation, as_if: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Every playbook with its decision, why it gives no card, and its conditions; ``as_if`` are changed facts."""
    deal = explanation.deal
    worth = f", {money(deal.amount, deal.currency or '')}" if deal.amount is not None else ""
    yield f"{deal.name} ({deal.id}): {deal.stage}{worth}, owner {deal.owner.name}"
    yield f"Library {explanation.library[:12]}, at {explanation.at:%Y-%m-%d %H:%M} UTC"
    if as_if:
        facts = (f"{name}: {value or 'empty'}" for name, value in as_if.items())
        yield f"As if {'; '.join(facts)}."
    if explanation.fresh:
        yield FRESH
    for each in explanation.playbooks:
        yield ""
        yield from _playbook(each, explanation)


def _playbook(each: Explained, explanation: Explanation) -> Iterator[str]:
    playbook = each.playbook
    status = "" if playbook.status.value == "live" else f" ({playbook.status.value})"
    yield f"{each.outcome.upper()}  {playbook.name}{status}: {playbook.title}"
    reasons = why_not(each, explanation)
    yield from (f"    {_decision(decision, told=bool(reasons))}" for decision in each.decisions)
    yield from (f"    {line}" for line in _reasons(reasons))
    yield from (f"    {line}" for part in each.trace.parts for line in _trace(part))
    if each.audience:
        yield f"    audience {MARKS[each.audience.truth]}"
        yield from (f"      {line}" for part in each.audience.parts for line in _trace(part))


def _decision(decision: Decision, told: bool) -> str:
    """The decision in words. ``told``: its reasons follow on the next lines, with what would change them."""
    card = f"card {decision.card}, " if decision.card else ""
    return f"{card}{label(decision.reason)}{':' if told else f': {decision.detail}'}"


def _reasons(reasons: Sequence[Why]) -> Iterator[str]:
    for each in reasons:
        text, line = " ".join(filter(None, (each.sentence, each.change))), f" (line {each.line})" if each.line else ""
        yield f"- {text[:-1]}{line}:" if text.endswith(":") else f"- {text}{line}"
        yield from (f"  {line}" for line in _reasons(each.parts))


def _trace(trace: Trace) -> Iterator[str]:
    if trace.condition in _GROUPS or trace.parts:
        yield f"{MARKS[trace.truth]} {trace.condition}: {trace.expected}; found {trace.found}"
    else:
        yield f"{MARKS[trace.truth]} {trace.condition}: expected {trace.expected}; found {trace.found}"
    yield from (f"  {line}" for part in trace.parts for line in _trace(part))


def document(explanation: Explanation) -> dict[str, Any]:
    """The explanation for programs. Decimals are text, times ISO 8601."""
    return {
        "deal": {"id": explanation.deal.id, "name": explanation.deal.name, "stage": explanation.deal.stage},
        "at": explanation.at.isoformat(),
        "library": explanation.library,
        "fresh": explanation.fresh,
        "playbooks": [_explained(each, explanation) for each in explanation.playbooks],
    }


def _explained(each: Explained, explanation: Explanation) -> dict[str, Any]:
    return {
        "name": each.playbook.name,
        "title": each.playbook.title,
        "status": each.playbook.status.value,
        "priority": each.playbook.priority,
        "outcome": each.outcome,
        "applies": each.trace.truth.value,
        "decisions": [_decided(decision) for decision in each.decisions],
        "why_not": [_why(reason) for reason in why_not(each, explanation)],
        "when": trace_document(each.trace),
        "audience": trace_document(each.audience) if each.audience else None,
    }


def _why(reason: Why) -> dict[str, Any]:
    parts = [_why(part) for part in reason.parts]
    return {"sentence": reason.sentence, "change": reason.change, "line": reason.line, "parts": parts}


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
