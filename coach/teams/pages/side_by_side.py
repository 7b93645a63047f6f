"""Compares teams: the same measures over the same weeks. Pure.

A team is a manager and everybody below them. The compared teams report to the same person, so that nobody is in two of
them. A viewer whose reports have no reports sees only their own team. If only groups may be shown, small teams are left
out. Further teams are left out with them if the total minus the rest would reveal a small team.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.engine.model import VisibleReps
from coach.engine.responses import Funnel
from coach.teams.below import Reporting
from coach.teams.figures import TeamFigures, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.scorecard import Proportion
from coach.web.cells import hidden


@dataclass(frozen=True, slots=True)
class Team:
    """A manager with everybody below them. ``teams`` is how many of their direct reports are managers, too."""

    id: str
    name: str
    people: frozenset[str]
    teams: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team's figures. ``people`` is how many got cards. ``minutes`` is the average per person and week. ``weeks``
    is how far each week's cards got; it is empty if only groups may be shown, because all weeks minus those of the
    other teams would reveal a small team. ``links`` lead to the rows, if the viewer may see them.
    """

    id: str
    name: str
    teams: int
    people: int
    minutes: float
    funnel: Funnel
    followed: Proportion
    weeks: tuple[Funnel, ...]
    links: LogLinks | None

    @property
    def cards(self) -> int:
        return self.funnel.delivered

    @property
    def steps(self) -> tuple[tuple[str, Proportion], ...]:
        """How far its cards got, step by step."""
        return tuple((name, Proportion(count, self.cards)) for name, count in self.funnel.steps()[1:])


@dataclass(frozen=True, slots=True)
class SideBySide:
    """``kept_back`` is the number of teams that are not shown because too few people are in them."""

    rows: tuple[TeamRow, ...]
    kept_back: int


MEASURES = ("people", "cards", "minutes")
STEPS = tuple(name for name, _ in Funnel().steps()[1:])
SORTS = ("team", *MEASURES, *STEPS, "followed")
"""The sort keys in the URL; a leading minus means descending."""


def _place(row: TeamRow, sort: str) -> float:
    if sort in MEASURES:
        return float(getattr(row, sort))
    share = row.followed if sort == "followed" else dict(row.steps).get(sort, Proportion(0, 0))
    return share.value or 0.0


def teams(everybody: Sequence[Reporting], scope: VisibleReps, above: str | None) -> tuple[Team, ...]:
    """The teams to compare: those that report to ``above``, or else the top ones that the viewer may see.

    If there is only one at the top, its own teams are compared instead, because one row compares nothing.
    """
    reports: dict[str, list[Reporting]] = defaultdict(list)
    known = {each.id: each for each in everybody if scope is None or each.id in scope}
    for each in known.values():
        if each.manager_id in known and each.manager_id != each.id:
            reports[each.manager_id].append(each)
    if above is not None:
        return _teams(reports[above], reports)
    top = [each for each in known.values() if each.id in reports and each.manager_id not in known]
    found = _teams(top, reports)
    while len(found) == 1 and found[0].teams:
        found = _teams(reports[found[0].id], reports)
    return found


def _teams(managers: Iterable[Reporting], reports: Mapping[str, Sequence[Reporting]]) -> tuple[Team, ...]:
    return tuple(
        Team(
            each.id,
            each.name,
            _below(each.id, reports) | {each.id},
            sum(report.id in reports for report in reports[each.id]),
        )
        for each in managers
        if each.id in reports
    )


def _below(manager: str, reports: Mapping[str, Sequence[Reporting]]) -> frozenset[str]:
    """A cycle in the org's hierarchy ends the walk."""
    found: set[str] = set()
    waiting = [manager]
    while waiting:
        new = [each.id for each in reports.get(waiting.pop(), ()) if each.id not in found and each.id != manager]
        found.update(new)
        waiting += new
    return frozenset(found)


def side_by_side(
    found: Sequence[Team], figures: TeamFigures, weeks: int, least: int | None, links: LogLinks | None, sort: str
) -> SideBySide:
    """The teams' figures, in this order. If only groups may be shown, ``least`` is the number of people required per
    figure.
    """
    team_of = {person: team for team in found for person in team.people}
    given: dict[str, list[WeekOfRep]] = defaultdict(list)
    for each in figures.weeks:
        if each.rep_id in team_of:
            given[team_of[each.rep_id].id].append(each)
    reps = {team: {each.rep_id for each in of_team} for team, of_team in given.items()}
    secret = hidden(reps, least) if least else frozenset()
    rows = [
        _row(team, given[team.id], weeks, least, links.of(team=team.id) if links else None)
        for team in found
        if team.id not in secret
    ]
    down, by = sort.startswith("-"), sort.removeprefix("-")
    rows.sort(key=lambda row: row.name.lower(), reverse=down and by == "team")
    rows.sort(key=lambda row: _place(row, by), reverse=down)
    return SideBySide(tuple(rows), len(secret))


def _row(team: Team, given: Sequence[WeekOfRep], weeks: int, least: int | None, links: LogLinks | None) -> TeamRow:
    people = len({each.rep_id for each in given})
    by_week = [Funnel()] * weeks
    for each in given:
        by_week[each.week] += each.funnel
    return TeamRow(
        id=team.id,
        name=team.name,
        teams=team.teams,
        people=people,
        minutes=sum(each.minutes for each in given) / (people * weeks) if people else 0.0,
        funnel=sum(by_week, Funnel()),
        followed=Proportion(sum(each.followed for each in given), sum(each.looked for each in given)),
        weeks=() if least else tuple(by_week),
        links=links,
    )
