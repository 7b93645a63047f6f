"""A rep's skills: how strong they are, what they remember, and how that went over the weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.engine.responses import Band, band
from coach.learn import Spacing, Try
from coach.teams.figures import SkillOfRep
from coach.teams.weeks import WeekBounds

_WIDTH, _HEIGHT = 100, 20


@dataclass(frozen=True, slots=True)
class RememberedSkill:
    """How strong a rep is in a skill, and the number of cards about it in these weeks.

    ``remembered`` is the chance, between 0 and 1, of a right answer at the end of each week; None before the first
    answer. ``due_at`` is when the next question is due.
    """

    skill: str
    band: Band
    cards: int
    remembered: tuple[float | None, ...] = ()
    due_at: datetime | None = None

    @property
    def now(self) -> float | None:
        """The chance of a right answer now."""
        return self.remembered[-1] if self.remembered else None

    @property
    def points(self) -> str:
        """A line through the weeks, for a drawing of 100 by 20; empty with fewer than two weeks that are known."""
        step = _WIDTH / max(len(self.remembered) - 1, 1)
        known = [(place * step, value) for place, value in enumerate(self.remembered) if value is not None]
        if len(known) < 2:
            return ""
        return " ".join(f"{x:.4g},{_HEIGHT - _HEIGHT * value:.3g}" for x, value in known)


def remembered_skills(
    taught: Iterable[SkillOfRep],
    tries: Mapping[str, Sequence[Try]],
    spacing: Spacing,
    weeks: WeekBounds,
    now: datetime,
) -> tuple[RememberedSkill, ...]:
    """Every skill that was taught in these weeks or answered about: first those whose question is due first."""
    cards = {each.skill: each for each in taught}
    ends = [*(min(end, now) for end in weeks.starts[1:]), min(weeks.end, now)]
    rows = [_row(skill, cards.get(skill), tries.get(skill, ()), spacing, ends) for skill in {*cards, *tries}]
    return tuple(sorted(rows, key=lambda row: (row.due_at is None, row.due_at or now, row.skill)))


def _row(
    skill: str, cards: SkillOfRep | None, tries: Sequence[Try], spacing: Spacing, ends: Sequence[datetime]
) -> RememberedSkill:
    memory = spacing.memory(each.answer for each in tries)
    return RememberedSkill(
        skill,
        band(cards.evidence) if cards else Band.UNKNOWN,
        cards.cards if cards else 0,
        tuple(_strength(tries, spacing, end) for end in ends) if memory else (),
        memory.due_at if memory else None,
    )


def _strength(tries: Sequence[Try], spacing: Spacing, at: datetime) -> float | None:
    memory = spacing.memory(each.answer for each in tries if each.answer.at <= at)
    return spacing.strength(memory, at) if memory else None
