"""The content of a team's page, computed from figures by rep. Pure.

If ``least`` is given, the viewer may only see groups: a figure is shown if at least that many people are in it, and no
person is named.
"""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.engine.model import Reason
from coach.engine.responses import Band, Evidence, Funnel, band
from coach.teams.figures import SkillOfRep, TeamFigures, WeekOfRep
from coach.web.cells import hidden, total_hidden

MOST_ROWS = 60
"""Nobody reads a longer table of people; selecting a team shows each of its members."""
HIGH = 0.95
FEWEST_FOR_HIGH = 20
"""Among fewer people, the 95th percentile is simply the maximum, which is one person's figure."""
REASONS_SHOWN = 6
"""More colours in one chart cannot be told apart; rarer reasons are combined as "other"."""


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """The minutes of coaching that reps were given in one week; None if too few people are in it."""

    median: float | None
    high: float | None
    """The 95th percentile."""


@dataclass(frozen=True, slots=True)
class MinutesOfRep:
    """One rep's minutes and cards, week by week."""

    rep_id: str
    name: str
    weeks: tuple[float, ...]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes by rep and week. ``reps`` is empty if only groups may be shown, or if there are too many reps to read."""

    reps: tuple[MinutesOfRep, ...]
    weeks: tuple[WeekMinutes, ...]

    @property
    def together(self) -> tuple[float, ...]:
        """The total minutes of the listed reps, by week."""
        return tuple(sum(each) for each in zip(*(rep.weeks for rep in self.reps), strict=True))

    @property
    def cards(self) -> tuple[int, ...]:
        """The number of those reps' cards, by week."""
        return tuple(sum(each) for each in zip(*(rep.cards for rep in self.reps), strict=True))


def minutes(figures: TeamFigures, weeks: int, least: int | None) -> Minutes:
    """Everybody who was given something in any of the weeks counts in each week, with 0 if there was nothing."""
    given: dict[str, list[float]] = defaultdict(lambda: [0.0] * weeks)
    cards: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
    for each in figures.weeks:
        given[each.rep_id][each.week] += each.minutes
        cards[each.rep_id][each.week] += each.funnel.delivered
    summary = tuple(_week_minutes([of_rep[week] for of_rep in given.values()], least) for week in range(weeks))
    if least is not None or len(given) > MOST_ROWS:
        return Minutes((), summary)
    reps = (
        MinutesOfRep(rep, figures.names.get(rep, rep), tuple(of_rep), tuple(cards[rep]))
        for rep, of_rep in given.items()
    )
    return Minutes(tuple(sorted(reps, key=lambda each: each.name)), summary)


def _week_minutes(values: Sequence[float], least: int | None) -> WeekMinutes:
    if not values or (least and len(values) < least):
        return WeekMinutes(None, None)
    high = percentile(values, HIGH) if least is None or len(values) >= FEWEST_FOR_HIGH else None
    return WeekMinutes(statistics.median(values), high)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that at least this share of ``values`` do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def people(weeks: Iterable[WeekOfRep]) -> frozenset[str]:
    """The people who were given anything."""
    return frozenset(each.rep_id for each in weeks)


def total(weeks: Iterable[WeekOfRep]) -> Funnel:
    """The funnel of all cards."""
    return sum((each.funnel for each in weeks), Funnel())


def by_week(figures: TeamFigures, weeks: int, least: int | None) -> tuple[Funnel | None, ...]:
    """The funnel of each week's cards; None if too few people are in it."""
    sums: dict[int, Funnel] = defaultdict(Funnel)
    reps: dict[int, set[str]] = {week: set() for week in range(weeks)}
    for each in figures.weeks:
        sums[each.week] += each.funnel
        reps[each.week].add(each.rep_id)
    secret = hidden(reps, least) if least else frozenset()
    return tuple(None if week in secret else sums[week] for week in range(weeks))


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One rep's bands, in the order of the skills, with the number of cards about each."""

    rep_id: str
    name: str
    bands: tuple[Band, ...]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SkillCounts:
    """How many reps are in each band of one skill; None if that would reveal something about a person."""

    skill: str
    counts: Mapping[Band, int | None]


def skills(figures: TeamFigures) -> tuple[str, ...]:
    """All skills that were taught, sorted by name."""
    return tuple(sorted({each.skill for each in figures.skills}))


def skill_rows(figures: TeamFigures) -> tuple[SkillRow, ...]:
    """Reps by name, each with a band for every skill."""
    known = {(each.rep_id, each.skill): each for each in figures.skills}
    columns = skills(figures)
    reps = {each.rep_id for each in figures.skills}
    rows = (_skill_row(rep, figures, [known.get((rep, each)) for each in columns]) for rep in reps)
    return tuple(sorted(rows, key=lambda row: row.name))


def _skill_row(rep: str, figures: TeamFigures, found: Sequence[SkillOfRep | None]) -> SkillRow:
    return SkillRow(
        rep,
        figures.names.get(rep, rep),
        tuple(band(each.evidence if each else Evidence()) for each in found),
        tuple(each.cards if each else 0 for each in found),
    )


def skill_counts(found: Sequence[SkillOfRep], least: int | None) -> tuple[SkillCounts, ...]:
    """The number of reps in each band, for viewers who may only see groups."""
    cells: dict[str, dict[Band, set[str]]] = defaultdict(lambda: {each: set() for each in Band})
    for each in found:
        cells[each.skill][band(each.evidence)].add(each.rep_id)
    return tuple(_skill_counts(skill, cells[skill], least) for skill in sorted(cells))


def _skill_counts(skill: str, cells: Mapping[Band, set[str]], least: int | None) -> SkillCounts:
    secret = hidden(cells, least) if least else frozenset()
    return SkillCounts(skill, {each: None if each in secret else len(reps) for each, reps in cells.items()})


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """How often cards were held back for a reason, week by week. ``reason`` None stands for all others combined.

    ``reasons`` are the reasons that the row includes.
    """

    reason: Reason | None
    weeks: tuple[int, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def count(self) -> int:
        return sum(self.weeks)


def held_back(figures: TeamFigures, weeks: int, least: int | None) -> tuple[ReasonRow, ...]:
    """The most frequent reasons first, the others combined at the end. Empty if too few people are involved in all of
    them.
    """
    counts: dict[Reason, Counter[int]] = defaultdict(Counter)
    for each in figures.held_back:
        counts[each.reason][each.week] += each.count
    if least and total_hidden(figures.held_from, least):
        return ()
    secret = hidden(figures.held_from, least) if least else frozenset()
    often = sorted((each for each in counts if each not in secret), key=lambda each: (-counts[each].total(), each))
    shown = often[:REASONS_SHOWN]
    others = tuple(sorted(counts.keys() - set(shown)))
    rest: Counter[int] = sum((counts[each] for each in others), Counter())
    rows = [ReasonRow(each, _by_week(counts[each], weeks), (each,)) for each in shown]
    return tuple([*rows, ReasonRow(None, _by_week(rest, weeks), others)] if rest else rows)


def _by_week(counts: Mapping[int, int], weeks: int) -> tuple[int, ...]:
    return tuple(counts.get(week, 0) for week in range(weeks))
