"""Who needs their manager, and why. Pure.

A name is listed only because of the reasons beside it. There is no score. Those with the most reasons come first; ties
are ordered by how far the strongest reason exceeds its threshold, then by name.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from coach.engine.model import Reason
from coach.teams.figures import SkillOfRep, TeamFigures, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.rules import Need, RepSignals, needs
from coach.teams.signals import COUNTED, CardsOfRep, HeldFromRep, Signals

FIRST_SHOWN = 5
"""One for each working day of a week: nobody has more conversations about coaching than that."""


@dataclass(frozen=True, slots=True)
class RepNeeds:
    """A rep, and why they need their manager, the strongest reason first. Reps without any reason are included."""

    rep_id: str
    name: str
    needs: tuple[Need, ...]

    @property
    def stands_out(self) -> float:
        """How far their strongest reason exceeds its threshold, as a factor."""
        return self.needs[0].times if self.needs else 0


def people(figures: TeamFigures, signals: Signals, links: LogLinks, now: datetime) -> tuple[RepNeeds, ...]:
    """Everybody who was given a card: those with the most reasons first, ties by how far the strongest stands out."""
    found = [
        RepNeeds(rep_id, figures.names.get(rep_id, rep_id), needs(each))
        for rep_id, each in _by_rep(figures, signals, links, now).items()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.needs), -each.stands_out, each.name, each.rep_id)))


def _by_rep(figures: TeamFigures, signals: Signals, links: LogLinks, now: datetime) -> dict[str, RepSignals]:
    skills: dict[str, dict[str, SkillOfRep]] = defaultdict(dict)
    weeks: dict[str, dict[int, WeekOfRep]] = defaultdict(dict)
    held_back: dict[str, dict[Reason, HeldFromRep]] = defaultdict(dict)
    sure: dict[str, dict[str, int]] = defaultdict(dict)
    for of_skill in figures.skills:
        skills[of_skill.rep_id][of_skill.skill] = of_skill
    for week in figures.weeks:
        weeks[week.rep_id][week.week] = week
    for each in signals.held_back:
        held_back[each.rep_id][each.reason] = each
    for answered in signals.sure:
        sure[answered.rep_id][answered.skill] = answered.count
    cards = {each.rep_id: each for each in signals.cards}
    nothing = CardsOfRep("", (0,) * len(COUNTED), 0, None)
    return {
        rep: RepSignals(
            cards.get(rep, nothing),
            links.of(rep=rep),
            now,
            len(links.starts),
            skills[rep],
            sure[rep],
            held_back[rep],
            weeks[rep],
        )
        for rep in sorted(weeks.keys() | held_back.keys())
    }
