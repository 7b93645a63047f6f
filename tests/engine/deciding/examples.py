"""A deal, playbooks and a past to decide on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coach.engine.deciding import Decisions, Limits, decide
from coach.engine.matching import Matches
from coach.engine.model import CardState, Deal, Decision, LaidAside, PastCard, Person, Reason, RepLoad, Verdict
from coach.engine.playbook import Library, Playbook
from coach.engine.playbook.conditions import AllOf

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
"""A Wednesday."""

DEAL = Deal(
    org_id="00D5g00000Lk2QbEAJ",
    id="0065g00000Lk2QbAAJ",
    name="Acme",
    stage="Prospecting",
    closed=False,
    won=False,
    amount=None,
    currency=None,
    close_date=date(2026, 12, 12),
    created_at=NOW,
    modified_at=NOW,
    owner=Person("0055g00000Lk2QbAAJ", "Ana Bell"),
    read_at=NOW,
)


def a_playbook(name: str, cards: Iterable[str] = ("one",), **about: Any) -> Playbook:
    texts = tuple({"name": card, "title": card, "tip": "x"} for card in cards)
    live = {"name": name, "title": name, "status": "live", "when": AllOf(()), "cards": texts}
    return Playbook.model_validate({**live, **about})


def a_library(*playbooks: Playbook) -> Library:
    return Library("hash", {playbook.name: playbook for playbook in playbooks})


def found(
    *applies: str,
    unknown: tuple[str, ...] = (),
    outside: Iterable[str] = (),
    unsure: Iterable[str] = (),
    check_at: Any = None,
) -> Matches:
    return Matches(applies, unknown, frozenset(outside), check_at, frozenset(unsure))


def given(
    playbook: str,
    card: str = "one",
    *,
    occasion: int = 1,
    days_ago: float = 1,
    retired: Reason | None = None,
    laid_aside: LaidAside | None = None,
) -> PastCard:
    """A card that was opened so many days ago, and retired for a reason or open still."""
    opened = NOW - timedelta(days=days_ago)
    state = CardState.RETIRED if retired else CardState.OPEN
    retired_at = NOW - timedelta(hours=1) if retired else None
    key = f"{playbook}/{card}/{occasion}"
    return PastCard(key, playbook, card, occasion, state, opened, Decimal(2), retired_at, retired, laid_aside)


def decided(
    library: Library,
    what: Matches,
    *past: PastCard,
    deal: Deal = DEAL,
    load: RepLoad | None = None,
    limits: Limits | None = None,
    minutes: Mapping[str, str] | None = None,
    unrenderable: Mapping[str, str] | None = None,
) -> Decisions:
    """Each card takes two minutes, except for playbooks that ``minutes`` names."""

    def minutes_of(playbook: Playbook, card: str, asks: bool) -> Decimal:
        return Decimal((minutes or {}).get(playbook.name, "2"))

    return decide(deal, what, library, past, load or RepLoad(), limits or Limits(), NOW, minutes_of, unrenderable or {})


def told(decisions: Decisions) -> dict[str, tuple[Verdict, Reason]]:
    return {decision.playbook: (decision.verdict, decision.reason) for decision in decisions.decisions}


def only(decisions: Decisions) -> Decision:
    (decision,) = decisions.decisions
    return decision


def applied(past: Iterable[PastCard], decisions: Decisions) -> tuple[PastCard, ...]:
    """The past as it is once the decisions have been carried out."""
    cards = {(card.playbook, card.name, card.occasion): card for card in past}
    for decision in decisions.decisions:
        if decision.card is None:
            continue
        at = (decision.playbook, decision.card, decision.occasion)
        if decision.verdict is Verdict.DELIVER:
            new = PastCard("/".join(map(str, at)), *at, CardState.OPEN, NOW, decision.minutes)
            cards[at] = replace(cards.get(at, new), state=CardState.OPEN, retired_at=None, retired_reason=None)
        elif decision.verdict is Verdict.RETIRE:
            cards[at] = replace(cards[at], state=CardState.RETIRED, retired_at=NOW, retired_reason=decision.reason)
    return tuple(cards.values())


def loaded(load: RepLoad, decisions: Decisions) -> RepLoad:
    """The rep's load once the decisions have been carried out."""
    for decision in decisions.decisions:
        load = load.charge(decision)
    return load
