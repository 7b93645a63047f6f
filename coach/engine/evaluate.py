"""One deal, evaluated: match, decide, render, and the notes that follow. Pure: nothing here touches the world.

What the worker does to a deal is this function and nothing else, so whatever asks "what would happen" asks it too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import chain

from coach.engine.adherence import looks_for, next_look, observe
from coach.engine.cards import Unrenderable, language_of, reading_minutes, render, why_sentence
from coach.engine.deciding import Decisions, Limits, decide, decide_gone, sentence
from coach.engine.languages import figures_in, words_in
from coach.engine.matching import Rulebook
from coach.engine.model import (
    Adherence,
    Card,
    Deal,
    Decision,
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
    Watch,
    zone_of,
)
from coach.engine.notes import DeliveredCard, Style, wanted_notes
from coach.engine.playbook import Library, Playbook
from coach.engine.responses import ended

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


Wants = Callable[[str, Deal | None, Sequence[DeliveredCard]], tuple[Delivery, ...]]
"""What a channel is to deliver for the cards on a deal, from its id; a deal that is gone is None."""


@dataclass(frozen=True)
class EvaluationContext:
    """What a decision rests on besides the deal: the playbooks, and the operator's policy.

    ``locale`` is the language for owners whose own a playbook does not speak; None for a playbook's own words. ``link``
    gives the address of a card's page, from its key and the deal's owner; None where cards have no page. ``wants``
    are what other channels than notes are to deliver.
    """

    library: Library
    rulebook: Rulebook
    limits: Limits
    style: Style
    link: Callable[[str, str], str] | None = None
    locale: str | None = None
    wants: tuple[Wants, ...] = ()


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
    """What one deal leads to. ``past`` are all cards ever given on it, ``standing`` those that a note may show.

    ``watches`` say what is still looked for on it, since earlier deliveries, and ``edits`` who changed it; None where
    that was not read.

    Without ``tell_all`` only deliveries carry a trace: that changes nothing else, and on a large library most of the
    time goes into telling why cards were held back.
    """
    found = context.rulebook.find(deal, now)
    observed = observe(watches, deal, context.library, now, context.limits.timezone, edits)
    unrenderable: dict[str, str] = {}
    while True:
        decided = decide(deal, found, context.library, past, load, context.limits, now, minutes_of, unrenderable)
        decisions = tuple(
            _explained(decision, deal, context, now) if tell_all or decision.verdict is Verdict.DELIVER else decision
            for decision in decided.decisions
        )
        cards, failed = _render(deal, context, decisions, standing, now)
        if not failed:
            outcome = Decisions(decisions, decided.check_at)
            evaluated = _outcome(deal.id, deal, context, outcome, cards, _seen(past, observed), standing)
            return _watched(replace(evaluated, at=now, observed=observed), deal, context, watches, now)
        # A card that cannot be written must take up neither a place nor minutes: decide again without it.
        unrenderable |= failed


def evaluate_gone(
    opportunity_id: str,
    context: EvaluationContext,
    past: Sequence[PastCard],
    standing: Sequence[Card],
    now: datetime,
    watches: Sequence[Watch] = (),
) -> Evaluated:
    """What it leads to that a deal was deleted, or hidden from us."""
    evaluated = _outcome(opportunity_id, None, context, decide_gone(past), (), past, standing)
    return replace(evaluated, at=now, observed=observe(watches, None, context.library, now, context.limits.timezone))


def minutes_of(playbook: Playbook, card_name: str) -> Decimal:
    """What a card of a playbook costs the rep's week."""
    return reading_minutes(next(card for card in playbook.cards if card.name == card_name))


def match(name: str, deal: Deal, context: EvaluationContext, now: datetime) -> Match:
    """A playbook's conditions on a deal, each with what was expected and what was found."""
    return Match(name, context.rulebook.explain(name, deal, now))


def _explained(decision: Decision, deal: Deal, context: EvaluationContext, now: datetime) -> Decision:
    """The decision with its trace, and with the facts that led to it in its detail."""
    trace = _trace(decision, deal, context, now)
    if trace and decision.verdict is Verdict.DELIVER:
        cost = f" The card takes {figures_in('en').minutes(decision.minutes)} minutes." if decision.minutes else ""
        grounds = context.rulebook.grounds(decision.playbook, deal, now)
        return replace(decision, trace=trace, detail=why_sentence(grounds) + cost)
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
    deal: Deal, context: EvaluationContext, decisions: Sequence[Decision], standing: Sequence[Card], now: datetime
) -> tuple[tuple[Card, ...], dict[str, str]]:
    """The cards that stay or come, as they read now; and by playbook, why a new card cannot be written.

    An open card that cannot be rendered any more stays as it last read.
    """
    before = {(card.playbook, card.name, card.occasion): card for card in standing}
    cards: list[Card] = []
    failed: dict[str, str] = {}
    for decision in decisions:
        if decision.verdict not in (Verdict.DELIVER, Verdict.KEEP):
            continue
        known = before.get((decision.playbook, decision.card or "", decision.occasion))
        try:
            cards.append(_card(decision, deal, context, known, now))
        except Unrenderable as error:
            if decision.verdict is Verdict.DELIVER:
                failed[decision.playbook] = f"{sentence(Reason.UNRENDERABLE)} {error}"
            elif known:
                cards.append(known)
    return tuple(cards), failed


def _card(decision: Decision, deal: Deal, context: EvaluationContext, known: Card | None, now: datetime) -> Card:
    playbook = context.library.playbooks[decision.playbook]
    zone, locale = context.limits.timezone, context.locale
    language = language_of(playbook, decision.card or "", deal.owner, locale)
    why = _why(decision, deal, context, known, language, now)
    card = render(playbook, decision.card or "", decision.occasion, deal, why=why, zone=zone, locale=locale)
    # What it was charged for stays what it says, however its text is edited later.
    return replace(card, minutes=known.minutes) if known else card


def _why(
    decision: Decision, deal: Deal, context: EvaluationContext, known: Card | None, language: str, now: datetime
) -> str:
    """Why a card is here is said once, when it comes: it would otherwise be rewritten whenever a figure changes.

    It is said anew where the card reads in another language now, as after its deal was handed over; unless what it is
    said of cannot be told any more.
    """
    kept = known.why if known and decision.verdict is Verdict.KEEP else ""
    if kept and known and known.language == language:
        return kept
    grounds = context.rulebook.grounds(decision.playbook, deal, now)
    return why_sentence(grounds, words_in(language), _zone(deal, context)) if grounds or not kept else kept


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
    always = {name for name, book in context.library.playbooks.items() if book.always}
    stand = [replace(each, stays=each.card.playbook in always) for each in stand]
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


def _wanted(
    opportunity_id: str, deal: Deal | None, context: EvaluationContext, stand: Sequence[DeliveredCard]
) -> tuple[Delivery, ...]:
    others = (wants(opportunity_id, deal, stand) for wants in context.wants)
    return (*wanted_notes(opportunity_id, stand, context.style), *chain.from_iterable(others))


def _zone(deal: Deal | None, context: EvaluationContext) -> tzinfo:
    """In which the owner's days are told to them."""
    zone = context.limits.timezone
    return zone_of(deal.owner.timezone, zone) if deal else zone


def _standing(
    cards: Sequence[Card],
    retired: Mapping[str, Reason],
    past: Sequence[PastCard],
    texts: Mapping[str, Card],
    zone: tzinfo,
) -> list[DeliveredCard]:
    """Open cards first, as they rank; then those that ended, the latest first."""
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
    """The cards, with who did what they ask for where that is seen just now: such a step often ends its card."""
    seen_by = {each.key: each.seen_by for each in observed if each.adherence is Adherence.SEEN}
    return [replace(card, seen_by=seen_by.get(card.key, card.seen_by)) for card in past]


def _watched(
    evaluated: Evaluated, deal: Deal, context: EvaluationContext, watches: Sequence[Watch], now: datetime
) -> Evaluated:
    """With what the watches have come to, and what is to be looked for from now on."""
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
