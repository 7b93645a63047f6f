"""The summary of a replay: how often, for whom, and what the deals did afterwards.

These counts show association, not causation: a playbook for deals in trouble fires on deals that are lost more often,
and one for late stages fires shortly before deals are won. Nothing here tells what a card would have changed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from coach.engine.deciding import week_start
from coach.engine.model import Reason
from coach.foresee.backtest.outcomes import DealOutcome, Ending, outcome_of
from coach.foresee.backtest.replay import Firing, Replay
from coach.foresee.figures import high, median


@dataclass(frozen=True, slots=True)
class Later:
    """How many deals reached an outcome after a card, and the median number of days until then; 0 if none did."""

    deals: int
    days: Decimal


@dataclass(frozen=True, slots=True)
class Fired:
    """One playbook. ``average`` and ``high`` are cards per rep and week, over all weeks of all reps.

    ``won``, ``lost`` and ``stalled`` count from the playbook's first card on each deal; a deal may have stalled and
    then been won. ``held_back`` counts by reason. ``missing`` are facts that no history holds.
    """

    playbook: str
    cards: int
    deals: int
    reps: int
    average: Decimal
    high: Decimal
    won: Later
    lost: Later
    stalled: Later
    open: int
    held_back: Mapping[Reason, int]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``rep_weeks`` counts the weeks of all reps, from each rep's first deal on; the figures are computed over them.

    ``endings`` are those of all replayed deals; ``unknown`` are the facts that no past deal has.
    """

    since: datetime
    until: datetime
    deals: int
    reps: int
    rep_weeks: int
    cards: tuple[Decimal, Decimal]
    minutes: tuple[Decimal, Decimal]
    endings: Mapping[Ending, int]
    stalled: int
    stalled_after: timedelta
    playbooks: tuple[Fired, ...]
    unknown: tuple[str, ...]


RepWeek = tuple[str, datetime]


def result_of(replay: Replay, stalled_after: timedelta) -> Result:
    """Summarise a replay."""
    outcomes = {deal.id: outcome_of(deal, replay.until, stalled_after) for deal in replay.deals()}
    zone = replay.context.limits.timezone
    given: dict[RepWeek, list[Firing]] = {rep_week: [] for rep_week in _rep_weeks(replay)}
    for firing in replay.firings:
        given.setdefault((firing.rep_id, week_start(firing.at, zone)), []).append(firing)
    cards = [Decimal(len(firings)) for firings in given.values()]
    minutes = [sum((firing.minutes for firing in firings), Decimal(0)) for firings in given.values()]
    return Result(
        since=replay.since,
        until=replay.until,
        deals=len(outcomes),
        reps=len(replay.owners),
        rep_weeks=len(given),
        cards=(median(cards), high(cards)),
        minutes=(median(minutes), high(minutes)),
        endings=Counter(outcome.ending for outcome in outcomes.values()),
        stalled=sum(outcome.next_stall(replay.since) is not None for outcome in outcomes.values()),
        stalled_after=stalled_after,
        playbooks=tuple(_fired(replay, given, outcomes)),
        unknown=tuple(sorted(replay.unknown)),
    )


def _rep_weeks(replay: Replay) -> Iterator[RepWeek]:
    zone = replay.context.limits.timezone
    for rep, first in replay.first_seen.items():
        week = week_start(first, zone)
        while week <= replay.until:
            yield rep, week
            # Adding eight days reaches the next week even if a day has 25 hours.
            week = week_start(week + timedelta(days=8), zone)


def _fired(
    replay: Replay, given: Mapping[RepWeek, Sequence[Firing]], outcomes: Mapping[str, DealOutcome]
) -> Iterator[Fired]:
    by_playbook: dict[str, list[Firing]] = defaultdict(list)
    for firing in replay.firings:
        by_playbook[firing.playbook].append(firing)
    in_weeks: dict[str, Counter[RepWeek]] = defaultdict(Counter)
    for rep_week, firings in given.items():
        for firing in firings:
            in_weeks[firing.playbook][rep_week] += 1
    for name in replay.context.library.playbooks:
        counts = list(in_weeks[name].values())
        firings = by_playbook[name]
        first = {firing.opportunity_id: firing.at for firing in reversed(firings)}
        yield Fired(
            playbook=name,
            cards=len(firings),
            deals=len(first),
            reps=len({firing.rep_id for firing in firings}),
            average=Decimal(sum(counts)) / len(given) if given else Decimal(0),
            high=high([Decimal(count) for count in counts] + [Decimal(0)] * (len(given) - len(counts))),
            won=_later(first, {each: _ended(outcomes[each], Ending.WON) for each in first}),
            lost=_later(first, {each: _ended(outcomes[each], Ending.LOST) for each in first}),
            stalled=_later(first, {each: outcomes[each].next_stall(at) for each, at in first.items()}),
            open=sum(outcomes[each].ending is Ending.OPEN for each in first),
            held_back={reason: count for (book, reason), count in replay.held_back.items() if book == name},
            missing=tuple(sorted(replay.missing.get(name, ()))),
        )


def _ended(outcome: DealOutcome, ending: Ending) -> datetime | None:
    return outcome.ended_at if outcome.ending is ending else None


def _later(first: Mapping[str, datetime], then: Mapping[str, datetime | None]) -> Later:
    days = [
        Decimal((moment - first[each]) // timedelta(hours=1)) / 24
        for each, moment in then.items()
        if moment is not None and moment >= first[each]
    ]
    return Later(len(days), median(days))
