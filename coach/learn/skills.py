"""When each skill's next question is due, and until when it is mastered, computed only for skills that are looked up.

Deciding on a deal looks up two or three skills, and replaying a rep's answers about all skills would take longer than
the decision.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coach.learn.mastery import Try, mastered_until
from coach.learn.spacing import Spacing


@dataclass(frozen=True, eq=False)
class TimesBySkill(Mapping[str, datetime]):
    """Skill → time, computed by ``moment`` on first access; a skill for which that is None is not in the mapping."""

    tries: Mapping[str, Sequence[Try]]
    spacing: Spacing
    moment: Callable[[Sequence[Try], Spacing], datetime | None]
    _known: dict[str, datetime | None] = field(default_factory=dict, repr=False)

    def __getitem__(self, skill: str) -> datetime:
        if skill not in self._known:
            self._known[skill] = self.moment(self.tries[skill], self.spacing)
        if (found := self._known[skill]) is None:
            raise KeyError(skill)
        return found

    def __iter__(self) -> Iterator[str]:
        return (skill for skill in self.tries if skill in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def due(tries: Sequence[Try], spacing: Spacing) -> datetime | None:
    """When the next question about one skill is due, given all tries at it; None if there are none."""
    memory = spacing.memory(each.answer for each in tries)
    return memory.due_at if memory else None


def due_by_skill(tries: Mapping[str, Sequence[Try]], spacing: Spacing) -> Mapping[str, datetime]:
    """When the next question about each skill is due."""
    return TimesBySkill(tries, spacing, due)


def mastered_by_skill(tries: Mapping[str, Sequence[Try]], spacing: Spacing) -> Mapping[str, datetime]:
    """Until when each skill counts as mastered. A time in the past means that the mastery has ended."""
    return TimesBySkill(tries, spacing, mastered_until)
