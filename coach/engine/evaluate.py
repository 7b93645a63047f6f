"""Evaluates one deal: match, decide, render, and the resulting notes. Pure: no I/O.

A worker does exactly this to a deal and nothing else. So explain, preview, plan and backtest call it too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from itertools import chain

from coach.engine.adherence import looks_for, next_look, observe
from coach.engine.cards import Unrenderable, language_of, reading_minutes, render, why_sentence
from coach.engine.deciding import Decisions, Limits, decide, decide_gone, sentence
from coach.engine.languages import figures_in, words_in
from coach.engine.matching import Rulebook
from coach.engine.matching.grounds import Ground
from coach.engine.model import (
    Adherence,
    Card,
    Deal,
    Decision,
    DeliveredCard,
    Delivery,
    Edits,
    Ended,
    Evaluated,
    Match,
    Observed,
    PastCard,
    Reason,
    RepLoad,
    Teaches,
    Trace,
    Verdict,
    Wants,
    Watch,
    zone_of,
)
from coach.engine.playbook import Library, Playbook
from coach.engine.responses import ended

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


FindGrounds = Callable[[str], tuple[Ground, ...]]
"""Returns why a playbook applies to the deal that is evaluated; the log and the card say it in different words."""


@dataclass(frozen=True)
class EvaluationContext:
    """What a decision rests on besides the deal: the playbooks, and the operator's policy.

    ``locale`` is the fallback language for owners whose own language a playbook does not speak; None means the
    playbook's own words. ``link`` returns the address of a card's page, given the card's key and the deal's owner; it
    is None if cards have no page. ``wants`` returns the deliveries of each channel. ``wanted_over`` names the channels
    and what of the settings shapes that: if it changes, all deals are to be evaluated again.
    """

    library: Library
    rulebook: Rulebook
    limits: Limits
    wants: tuple[Wants, ...]
    link: Callable[[str, str], str] | None = None
    locale: str | None = None
    wanted_over: str = ""


def evaluate(
    deal: Deal,
    context: EvaluationContext,
    past: Sequence[PastCard],
    standing: Sequence[Card],
    load: RepLoad,
    now: datetime,
    *,
    watches: Sequence[Watch] = (),
    edits: Edits | None = None,
    tell_all: bool = True,
) -> Evaluated:
    """Evaluate one deal. ``past`` holds all cards ever given on it, ``standing`` the cards that a note may show.

    ``watches`` are the open watches from earlier deliveries. ``edits`` says who changed the deal; None if that was not
    read.

    Without ``tell_all``, no decision carries a trace, and the detail of a delivery is the same on every deal: see
    :func:`why_delivered`. Nothing else changes. On a large library, explaining takes most of the time.
    """
    found = context.rulebook.find(deal, now)
    grounds = cache(lambda name: context.rulebook.grounds(name, deal, now))
    observed = observe(watches, deal, context.library, now, context.limits.timezone, edits)
    unrenderable: dict[str, str] = {}
    while True:
        decided = decide(deal, found, context.library, past, load, context.limits, now, minutes_of, unrenderable)
        decisions = decided.decisions
        if tell_all:
            decisions = tuple(_explained(decision, deal, context, now, grounds) for decision in decisions)
        cards, failed = _render(deal, context, decisions, standing, grounds)
        if not failed:
            outcome = Decisions(decisions, decided.check_at)
            evaluated = _outcome(deal.id, deal, context, outcome, cards, _seen(past, observed), standing)
            return _watched(replace(evaluated, at=now, observed=observed), deal, context, watches, now)
        # A card that cannot be rendered must not take up a place or minutes: decide again without it.
        unrenderable |= failed


def evaluate_gone(
    opportunity_id: str,
    context: EvaluationContext,
    past: Sequence[PastCard],
    standing: Sequence[Card],
    now: datetime,
    watches: Sequence[Watch] = (),
) -> Evaluated:
    """Evaluate a deal that was deleted, or is hidden from our user."""
    evaluated = _outcome(opportunity_id, None, context, decide_gone(past), (), past, standing)
    return replace(evaluated, at=now, observed=observe(watches, None, context.library, now, context.limits.timezone))


def minutes_of(playbook: Playbook, card_name: str, asks: bool) -> Decimal:
    """The minutes that a card of a playbook costs from the rep's weekly budget, with its question or without."""
    card = next(card for card in playbook.cards if card.name == card_name)
    return reading_minutes(card if asks else card.unasked())


def match(name: str, deal: Deal, context: EvaluationContext, now: datetime) -> Match:
    """A playbook's conditions on a deal, each with its expected and found values."""
    return Match(name, context.rulebook.explain(name, deal, now))


def why_delivered(decision: Decision, grounds: Sequence[Ground]) -> str:
    """The detail of a delivery for the log: why its playbook applies, what the card costs, and what it goes without."""
    cost = f" The card takes {figures_in('en').minutes(decision.minutes)} minutes." if decision.minutes else ""
    return f"{why_sentence(grounds)}{cost} {decision.left_out}".strip()


def _explained(
    decision: Decision, deal: Deal, context: EvaluationContext, now: datetime, grounds: FindGrounds
) -> Decision:
    """The decision with its trace. Its detail names the facts that led to it."""
    trace = _trace(decision, deal, context, now)
    if trace and decision.verdict is Verdict.DELIVER:
        return replace(decision, trace=trace, detail=why_delivered(decision, grounds(decision.playbook)))
    if trace and decision.reason in (Reason.MISSING_DATA, Reason.AUDIENCE_UNKNOWN):
        return replace(decision, trace=trace, detail=f"{decision.detail} Not known: {', '.join(trace.missing)}.")
    return replace(decision, trace=trace)


def _trace(decision: Decision, deal: Deal, context: EvaluationContext, now: datetime) -> Trace | None:
    if decision.verdict is Verdict.KEEP or decision.playbook not in context.rulebook.playbooks:
        return None
    if decision.reason in (Reason.NOT_IN_AUDIENCE, Reason.AUDIENCE_UNKNOWN):
        return context.rulebook.explain_audience(decision.playbook, deal, now)
    return match(decision.playbook, deal, context, now).trace


def _render(
    deal: Deal,
    context: EvaluationContext,
    decisions: Sequence[Decision],
    standing: Sequence[Card],
    grounds: FindGrounds,
) -> tuple[tuple[Card, ...], dict[str, str]]:
    """Render the cards that stay or come. Also returns, by playbook, why a new card cannot be written.

    An open card that can no longer be rendered keeps its last text.
    """
    before = {(card.playbook, card.name, card.occasion): card for card in standing}
    cards: list[Card] = []
    failed: dict[str, str] = {}
    for decision in decisions:
        if decision.verdict not in (Verdict.DELIVER, Verdict.KEEP):
            continue
        known = before.get((decision.playbook, decision.card or "", decision.occasion))
        try:
            cards.append(_card(decision, deal, context, known, grounds))
        except Unrenderable as error:
            if decision.verdict is Verdict.DELIVER:
                failed[decision.playbook] = f"{sentence(Reason.UNRENDERABLE)} {error}"
            elif known:
                cards.append(known)
    return tuple(cards), failed


def _card(decision: Decision, deal: Deal, context: EvaluationContext, known: Card | None, grounds: FindGrounds) -> Card:
    playbook = context.library.playbooks[decision.playbook]
    zone, locale = context.limits.timezone, context.locale
    language = language_of(playbook, decision.card or "", deal.owner, locale)
    why = _why(decision, deal, context, known, language, grounds)
    # What was given without a question stays so.
    asks = known.question is not None if known else not decision.left_out
    card = render(playbook, decision.card or "", decision.occasion, deal, why=why, zone=zone, locale=locale, asks=asks)
    # The minutes stay as charged at delivery, even if the text is edited later.
    return replace(card, minutes=known.minutes) if known else card


def _why(
    decision: Decision,
    deal: Deal,
    context: EvaluationContext,
    known: Card | None,
    language: str,
    grounds: FindGrounds,
) -> str:
    """The sentence that says why a card is here. It is written once, at delivery, and kept.

    Otherwise the card would be rewritten whenever a figure changes. It is written again only if the card's language has
    changed, for instance because the deal has a new owner, and only if its facts can still be read.
    """
    kept = known.why if known and decision.verdict is Verdict.KEEP else ""
    if kept and known and known.language == language:
        return kept
    found = grounds(decision.playbook)
    return why_sentence(found, words_in(language), _zone(deal, context)) if found or not kept else kept


def _outcome(
    opportunity_id: str,
    deal: Deal | None,
    context: EvaluationContext,
    decided: Decisions,
    cards: Sequence[Card],
    past: Sequence[PastCard],
    standing: Sequence[Card],
) -> Evaluated:
    keys = {(card.playbook, card.name, card.occasion): card.key for card in past}
    retired = {
        keys[decision.playbook, decision.card or "", decision.occasion]: decision.reason
        for decision in decided.decisions
        if decision.verdict is Verdict.RETIRE
    }
    stand = _standing(cards, retired, past, {card.key: card for card in standing}, _zone(deal, context))
    stand = [replace(each, stays=_is_always(each.card.playbook, context.library)) for each in stand]
    if deal and context.link:
        stand = [replace(each, link=context.link(each.card.key, deal.owner.id)) for each in stand]
    return Evaluated(
        opportunity_id=opportunity_id,
        deal=deal,
        decisions=decided.decisions,
        cards=tuple(cards),
        retired=retired,
        deliveries=_wanted(opportunity_id, deal, context, stand),
        library=context.library.hash,
        check_at=decided.check_at,
        revision=context.library.revision,
    )


def _is_always(name: str, library: Library) -> bool:
    """Whether a card is one for compliance. Its playbook may be gone."""
    playbook = library.playbooks.get(name)
    return bool(playbook and playbook.always)


def _wanted(
    opportunity_id: str, deal: Deal | None, context: EvaluationContext, stand: Sequence[DeliveredCard]
) -> tuple[Delivery, ...]:
    return tuple(chain.from_iterable(wants(opportunity_id, deal, stand) for wants in context.wants))


def _zone(deal: Deal | None, context: EvaluationContext) -> tzinfo:
    """The time zone in which dates are shown to the deal's owner."""
    zone = context.limits.timezone
    return zone_of(deal.owner.timezone, zone) if deal else zone


def _standing(
    cards: Sequence[Card],
    retired: Mapping[str, Reason],
    past: Sequence[PastCard],
    texts: Mapping[str, Card],
    zone: tzinfo,
) -> list[DeliveredCard]:
    """Open cards first, by rank; then ended cards, the latest first."""
    live = {card.key for card in cards}
    gone = [card for card in past if card.key in texts and card.key not in live and _reason(card, retired)]
    gone.sort(key=lambda card: (card.key in retired, card.retired_at or _EVER, card.key), reverse=True)
    return [
        *map(DeliveredCard, cards),
        *(DeliveredCard(texts[card.key], _ended(card, retired, texts[card.key].language, zone)) for card in gone),
    ]


def _reason(card: PastCard, retired: Mapping[str, Reason]) -> Reason | None:
    earlier = (card.retired_reason or Reason.NO_LONGER_APPLIES) if card.retired_at else None
    return retired.get(card.key, earlier)


def _ended(card: PastCard, retired: Mapping[str, Reason], language: str, zone: tzinfo) -> Ended:
    reason = _reason(card, retired) or Reason.NO_LONGER_APPLIES
    return ended(reason, card.laid_aside, card.seen_by, words_in(language), zone)


def _seen(past: Sequence[PastCard], observed: Sequence[Observed]) -> Sequence[PastCard]:
    """The past cards, updated with who did what they ask for if that was observed just now: such a step often ends its
    card.
    """
    seen_by = {each.key: each.seen_by for each in observed if each.adherence is Adherence.SEEN}
    return [replace(card, seen_by=seen_by.get(card.key, card.seen_by)) for card in past]


def _watched(
    evaluated: Evaluated, deal: Deal, context: EvaluationContext, watches: Sequence[Watch], now: datetime
) -> Evaluated:
    """The evaluation, updated with what was observed for the current watches, and with the new watches to start."""
    zone = context.limits.timezone
    books = {card.playbook: context.library.playbooks[card.playbook] for card in evaluated.cards}
    teaches = {name: Teaches(book.skill, _within(book, deal, now, zone)) for name, book in books.items()}
    ends = [now + each.within for each in teaches.values() if each.within]
    moments = [evaluated.check_at, next_look(watches, deal, context.library, now, zone, evaluated.observed), *ends]
    return replace(
        evaluated,
        check_at=min((moment for moment in moments if moment), default=None),
        teaches=teaches,
    )


def _within(book: Playbook, deal: Deal, now: datetime, zone: tzinfo) -> timedelta | None:
    if book.adherence is None or not looks_for(book.adherence.seen, deal, now, zone):
        return None
    return timedelta(days=book.adherence.within_days)
