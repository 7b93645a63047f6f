"""The content of a team's page and of the scorecard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from coach.engine.responses import Band, Funnel
from coach.teams.figures import TeamFigures
from coach.teams.pages import charts as draw
from coach.teams.pages import counts
from coach.teams.pages.charts import Spec
from coach.teams.pages.counts import Minutes, ReasonRow, SkillCounts, SkillRow
from coach.teams.pages.links import LogLinks
from coach.teams.pages.needs import RepNeeds, people
from coach.teams.pages.scorecard import Scorecard, scorecard
from coach.teams.pages.side_by_side import SideBySide
from coach.teams.scorecard import Playbooks
from coach.teams.signals import Signals
from coach.teams.weeks import WeekBounds


@dataclass(frozen=True)
class TeamView:
    """A team over some weeks. ``least`` is set if only groups may be shown. ``team`` is the manager asked for.

    ``signals`` say who needs their manager, ``links`` lead to the log's rows. Both are None if no person may be shown.
    """

    figures: TeamFigures
    weeks: WeekBounds
    zone: tzinfo
    budget: float
    least: int | None
    team: str
    managers: Sequence[tuple[str, str]]
    now: datetime
    links: LogLinks | None = None
    signals: Signals | None = None

    @property
    def starts(self) -> tuple[date, ...]:
        return days(self.weeks, self.zone)

    @cached_property
    def people(self) -> tuple[RepNeeds, ...]:
        """Everybody, with why they need their manager; empty if no person may be shown."""
        if self.signals is None or self.links is None:
            return ()
        return people(self.figures, self.signals, self.links, self.now)

    @property
    def reps(self) -> int:
        return len(counts.people(self.figures.weeks))

    @property
    def too_few(self) -> bool:
        """Whether there are too few people for any figure about all of them."""
        return self.least is not None and self.reps < self.least

    @property
    def crowded(self) -> bool:
        """Whether there are too many people to show each of them."""
        return crowded(self.figures)

    @cached_property
    def minutes(self) -> Minutes:
        return counts.minutes(self.figures, len(self.weeks.starts), self.least)

    @cached_property
    def funnel(self) -> Funnel:
        return Funnel() if self.too_few else counts.total(self.figures.weeks)

    @cached_property
    def by_week(self) -> tuple[Funnel | None, ...]:
        return counts.by_week(self.figures, len(self.weeks.starts), self.least)

    @cached_property
    def skills(self) -> tuple[str, ...]:
        return counts.skills(self.figures)

    @cached_property
    def skill_rows(self) -> tuple[SkillRow, ...]:
        """One row per person, if people may be shown and there are few enough of them."""
        return () if self.least or self.crowded else counts.skill_rows(self.figures)

    @property
    def skills_known(self) -> bool:
        """Whether anybody has a band: an empty map would say nothing."""
        return any(each is not Band.UNKNOWN for row in self.skill_rows for each in row.bands)

    @cached_property
    def skill_counts(self) -> tuple[SkillCounts, ...]:
        return counts.skill_counts(self.figures.skills, self.least)

    @cached_property
    def held_back(self) -> tuple[ReasonRow, ...]:
        return counts.held_back(self.figures, len(self.weeks.starts), self.least)

    @property
    def bands(self) -> tuple[Band, ...]:
        return tuple(Band)


def charts(view: TeamView) -> dict[str, Spec]:
    """The team's charts by name; empty charts are left out."""
    drawn = {
        "minutes": draw.minutes_chart(view.minutes, view.starts, view.budget, view.links),
        "trend": draw.trend_chart(view.by_week, view.starts, view.links),
    }
    if view.held_back:
        drawn["held-back"] = draw.held_back_chart(view.held_back, view.starts, view.links)
    return drawn


def crowded(figures: TeamFigures) -> bool:
    """Whether there are too many people to show each of them."""
    return len(counts.people(figures.weeks)) > counts.MOST_ROWS


@dataclass(frozen=True)
class ScorecardView:
    """Every playbook that gave a card in these weeks; ``titles`` by name."""

    card: Scorecard
    weeks: WeekBounds
    zone: tzinfo
    titles: Mapping[str, str]
    least: int
    team: str
    managers: Sequence[tuple[str, str]]
    links: LogLinks | None

    @classmethod
    def of(
        cls,
        found: Playbooks,
        weeks: WeekBounds,
        zone: tzinfo,
        titles: Mapping[str, str],
        least: int,
        groups_only: bool,
        private: bool,
        team: str,
        managers: Sequence[tuple[str, str]],
        links: LogLinks | None,
    ) -> "ScorecardView":
        """Build the view from the figures by rep."""
        answers_from = least if groups_only or private else 1
        shown = scorecard(found, least, groups_only, answers_from)
        return cls(shown, weeks, zone, titles, least, team, managers, links)

    @property
    def starts(self) -> tuple[date, ...]:
        return days(self.weeks, self.zone)


def scorecard_charts(view: ScorecardView) -> dict[str, Spec]:
    """The scorecard's only chart."""
    return {"used-right": draw.scorecard_chart(view.card, view.titles, view.links)}


@dataclass(frozen=True)
class TeamsView:
    """Compares teams. ``above`` is whom they report to, if that was asked for."""

    shown: SideBySide
    weeks: WeekBounds
    zone: tzinfo
    least: int | None
    sort: str
    above: str
    above_name: str

    @property
    def starts(self) -> tuple[date, ...]:
        return days(self.weeks, self.zone)


def teams_charts(view: TeamsView) -> dict[str, Spec]:
    """One chart that contains a small one per team."""
    return {"teams": draw.teams_chart(view.shown.rows, view.starts)}


def days(weeks: WeekBounds, zone: tzinfo) -> tuple[date, ...]:
    """The first day of each week."""
    return tuple(start.astimezone(zone).date() for start in weeks.starts)
