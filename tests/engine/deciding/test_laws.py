"""What holds whatever the playbooks, the past and the load."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from coach.engine.deciding import Decisions, Limits
from coach.engine.matching import Matches
from coach.engine.model import CardState, LaidAside, PastCard, Reason, RepLoad, Verdict
from coach.engine.playbook import Library
from tests.engine.deciding.examples import DEAL, NOW, a_library, a_playbook, applied, decided, given, loaded

NAMES = ["a", "b", "c", "d", "e", "f"]
CARDS = ["one", "two"]
CAPS = frozenset(
    {Reason.OUTRANKED, Reason.COOLDOWN, Reason.DEAL_CAP, Reason.REP_CAP, Reason.DAILY_CAP, Reason.WEEKLY_MINUTES}
    | {Reason.DEAL_DAILY_CAP}
    | {Reason.EXHAUSTED, Reason.SNOOZED, Reason.DONE, Reason.DISMISSED, Reason.MASTERED}
)
RETIREMENTS = st.sampled_from([Reason.NO_LONGER_APPLIES, Reason.OUTRANKED, Reason.SNOOZED, Reason.PLAYBOOK_GONE])
LAID_ASIDE = st.sampled_from(
    [
        LaidAside(Reason.DONE, "Done."),
        LaidAside(Reason.DISMISSED, "Dismissed."),
        LaidAside(Reason.SNOOZED, "Later.", until=NOW + timedelta(days=2)),
        LaidAside(Reason.SNOOZED, "Then.", until=NOW - timedelta(days=2)),
        LaidAside(Reason.SNOOZED, "In another stage.", stage=DEAL.stage),
        LaidAside(Reason.SNOOZED, "In this stage.", stage="another"),
    ]
)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    playbooks = []
    for name in draw(st.sets(st.sampled_from(NAMES))):
        about: dict[str, Any] = {"priority": draw(st.integers(1, 3)), "always": draw(st.booleans())}
        about["status"] = draw(st.sampled_from(["live", "live", "live", "draft", "retired"]))
        if not about["always"]:
            about["limits"] = {
                "cooldown_days": draw(st.sampled_from([0, 30])),
                "per_deal": draw(st.none() | st.integers(1, 3)),
                "per_rep_per_week": draw(st.none() | st.integers(1, 2)),
            }
        playbooks.append(a_playbook(name, draw(st.lists(st.sampled_from(CARDS), min_size=1, unique=True)), **about))
    return a_library(*playbooks)


@st.composite
def pasts(draw: st.DrawFn) -> list[PastCard]:
    """At most the last card of a playbook is open, as one evaluation after the other leaves it."""
    past: list[PastCard] = []
    for name in draw(st.sets(st.sampled_from(NAMES))):
        cards = draw(st.permutations(CARDS))[: draw(st.integers(1, 2))]
        for occasion, card in enumerate(cards, start=1):
            last = occasion == len(cards)
            retired = draw(st.none() | RETIREMENTS) if last else draw(RETIREMENTS)
            days = draw(st.sampled_from([0.1, 1, 29, 31])) + 40 * (len(cards) - occasion)
            aside = draw(st.none() | LAID_ASIDE)
            past.append(given(name, card, occasion=occasion, days_ago=days, retired=retired, laid_aside=aside))
    return past


@st.composite
def finds(draw: st.DrawFn) -> Matches:
    applies = draw(st.lists(st.sampled_from(NAMES), unique=True))
    unknown = draw(st.sets(st.sampled_from(NAMES))) - set(applies)
    outside = draw(st.sets(st.sampled_from(NAMES))) & set(applies)
    unsure = (draw(st.sets(st.sampled_from(NAMES))) & set(applies)) - outside
    return Matches(tuple(applies), tuple(sorted(unknown)), frozenset(outside), None, frozenset(unsure))


loads = st.builds(
    RepLoad,
    st.integers(0, 30).map(Decimal),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2)),
)
limits = st.builds(
    Limits,
    st.integers(1, 4),
    st.sampled_from([0, 2]),
    st.sampled_from([Decimal(0), Decimal(24)]),
    deal_daily_cards=st.integers(0, 3),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Library, Matches, list[PastCard], RepLoad, Limits]:
    return draw(libraries()), draw(finds()), draw(pasts()), draw(loads), draw(limits)


Case = tuple[Library, Matches, list[PastCard], RepLoad, Limits]


def outcome(case: Case) -> Decisions:
    library, what, past, load, limit = case
    return decided(library, what, *past, load=load, limits=limit)


def open_after(past: list[PastCard], decisions: Decisions) -> list[PastCard]:
    return [card for card in applied(past, decisions) if card.state is CardState.OPEN]


@examples(cases(), st.randoms())
def test_the_order_in_which_things_come_makes_no_difference(case: Case, random: Any) -> None:
    library, what, past, load, limit = case
    shuffled, applies = list(past), list(what.applies)
    random.shuffle(shuffled)
    random.shuffle(applies)
    again = Matches(tuple(applies), tuple(reversed(what.unknown)), what.outside, what.check_at, what.unsure)

    assert outcome(case) == outcome((library, again, shuffled, load, limit))


@examples(cases())
@settings(max_examples=200)
def test_once_carried_out_the_same_deal_asks_for_nothing_more(case: Case) -> None:
    library, what, past, load, limit = case
    decisions = outcome(case)

    again = outcome((library, what, list(applied(past, decisions)), loaded(load, decisions), limit))

    assert {decision.verdict for decision in again.decisions} <= {Verdict.KEEP, Verdict.HOLD_BACK}


@examples(cases())
def test_a_deal_never_has_more_open_cards_than_places(case: Case) -> None:
    library, _, past, _, limit = case

    standing = open_after(past, outcome(case))

    counted = [card for card in standing if not library.playbooks[card.playbook].always]
    assert len(counted) <= limit.deal_cards


@examples(cases())
def test_a_deal_has_at_most_so_many_new_cards_a_day_and_whoever_waits_for_the_next_is_asked_again(case: Case) -> None:
    library, _, past, _, limit = case
    decisions = outcome(case)
    counted = {name for name, book in library.playbooks.items() if not book.always} | {
        card.playbook for card in past if card.playbook not in library.playbooks
    }
    day = NOW.replace(hour=0)
    today = [card for card in applied(past, decisions) if card.playbook in counted and card.opened_at >= day]
    before = [card for card in past if card.playbook in counted and card.opened_at >= day]

    assert len(today) <= max(limit.deal_daily_cards, len(before)) or not limit.deal_daily_cards
    if any(decision.reason is Reason.DEAL_DAILY_CAP for decision in decisions.decisions):
        assert decisions.check_at is not None
        assert decisions.check_at <= day + timedelta(days=1)


@examples(cases())
def test_no_limit_ever_holds_back_or_retires_an_always_playbook(case: Case) -> None:
    library = case[0]

    for decision in outcome(case).decisions:
        if decision.playbook in library.playbooks and library.playbooks[decision.playbook].always:
            assert decision.reason not in CAPS


@examples(cases())
def test_every_playbook_that_matters_is_decided_on_and_every_decision_says_why(case: Case) -> None:
    library, what, past, _, _ = case
    decisions = outcome(case).decisions
    live = {name for name in library.playbooks if library.playbooks[name].status != "retired"}
    open_before = {card.playbook for card in past if card.state is CardState.OPEN}

    assert (set(what.applies) | set(what.unknown)) & live | open_before <= {each.playbook for each in decisions}
    assert all(decision.detail.endswith(".") for decision in decisions)
    assert all((decision.card is None) == (decision.verdict is Verdict.HOLD_BACK) for decision in decisions)


@examples(cases())
def test_a_detour_leaves_no_trace(case: Case) -> None:
    """Everything stops applying for a moment, as when a stage is set by mistake, and then applies as before."""
    library, what, _, load, limit = case
    library = a_library(
        *(each.model_copy(update={"limits": type(each.limits)()}) for each in library.playbooks.values())
    )
    what = Matches(what.applies, (), what.outside, None)
    direct = outcome((library, what, [], load, limit))
    past, later = applied([], direct), loaded(load, direct)

    away = applied(past, outcome((library, Matches((), (), frozenset(), None), list(past), later, limit)))
    back = outcome((library, what, list(away), later, limit))

    assert open_after(list(away), back) == open_after([], direct)
    assert loaded(later, back) == later


@examples(cases())
@settings(max_examples=200)
def test_a_card_that_its_rep_laid_aside_is_not_on_the_deal_while_that_holds(case: Case) -> None:
    library, _, past, _, _ = case

    for card in open_after(past, outcome(case)):
        if card.laid_aside and not library.playbooks[card.playbook].always:
            assert not card.laid_aside.holds(DEAL.stage, NOW)
