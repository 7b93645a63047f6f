"""The content of a rep's page and of the one-to-one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from coach.engine.adherence.words import on_deal
from coach.engine.model import Reason
from coach.engine.responses import Band, Funnel
from coach.learn import Spacing, Try
from coach.teams.figures import TeamFigures
from coach.teams.given import GivenCard
from coach.teams.pages import charts as draw
from coach.teams.pages import counts
from coach.teams.pages.charts import Spec
from coach.teams.pages.counts import Minutes, ReasonRow
from coach.teams.pages.links import LogLinks
from coach.teams.pages.needs import people
from coach.teams.pages.rules import Need
from coach.teams.pages.skills import RememberedSkill, remembered_skills
from coach.teams.pages.team import days
from coach.teams.pages.topics import RepPicture, Topic, topics, went_well
from coach.teams.signals import Signals
from coach.teams.weeks import WeekBounds

CARDS_READ = 500
"""More than half a year of a full budget."""


@dataclass(frozen=True)
class RepView:
    """One rep over some weeks, newest card first. ``titles`` are those of playbooks.

    ``own``: the viewer is the rep. ``tells_answers``: the viewer may see answers. ``links`` lead to the rep's rows of
    the log. ``tries``: the answers by skill; empty where answers are private.
    """

    rep_id: str
    name: str
    own: bool
    tells_answers: bool
    figures: TeamFigures
    signals: Signals
    cards: Sequence[GivenCard]
    weeks: WeekBounds
    now: datetime
    zone: tzinfo
    budget: float
    titles: Mapping[str, str]
    links: LogLinks
    spacing: Spacing
    tries: Mapping[str, Sequence[Try]]

    @property
    def starts(self) -> tuple[date, ...]:
        return days(self.weeks, self.zone)

    @property
    def minutes(self) -> Minutes:
        return counts.minutes(self.figures, len(self.weeks.starts), None)

    @property
    def by_week(self) -> tuple[float, ...]:
        return self.minutes.reps[0].weeks if self.minutes.reps else (0.0,) * len(self.weeks.starts)

    @property
    def funnel(self) -> Funnel:
        return counts.total(self.figures.weeks)

    @property
    def held_back(self) -> tuple[ReasonRow, ...]:
        return counts.held_back(self.figures, len(self.weeks.starts), None)

    @cached_property
    def skills(self) -> tuple[RememberedSkill, ...]:
        return remembered_skills(self.figures.skills, self.tries, self.spacing, self.weeks, self.now)

    @property
    def skills_known(self) -> bool:
        """Whether any skill has a band."""
        return any(row.band is not Band.UNKNOWN or row.due_at for row in self.skills)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Why the rep needs their manager."""
        found = people(self.figures, self.signals, self.links, self.now)
        return found[0].needs if found else ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        return topics(self._picture)

    @property
    def went_well(self) -> tuple[Topic, ...]:
        return went_well(self._picture)

    def outcome(self, card: GivenCard) -> str:
        """What the rep did with a card, in words."""
        if card.aside:
            return {Reason.DONE: "done", Reason.DISMISSED: f"dismissed: {_why(card)}"}.get(card.aside, "put off")
        if card.acknowledged_at:
            return "acknowledged"
        return "opened" if card.opened_at else "not opened"

    def on_deal(self, card: GivenCard) -> str:
        """Whether it was seen on the deal, and who did it, in words."""
        return on_deal(card.adherence, card.seen_by) if card.adherence else "–"

    @property
    def _picture(self) -> RepPicture:
        skills = {each.skill: each.evidence for each in self.figures.skills}
        starts = self.weeks.starts
        return RepPicture(self.cards, skills, self.needs, self.now, starts[len(starts) - len(starts) // 2])


def charts(view: RepView) -> dict[str, Spec]:
    """The rep's charts by name."""
    return {
        "minutes": draw.minutes_chart(view.minutes, view.starts, view.budget, view.links),
        "held-back": draw.held_back_chart(view.held_back, view.starts, view.links),
    }


def _why(card: GivenCard) -> str:
    return card.dismissal.value.replace("_", " ") if card.dismissal else ""
