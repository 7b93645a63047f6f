"""What the filters of the log offer to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.store.log.choices import Named, Occurring
from coach.store.log.filters import CardOutcome
from coach.store.log.order import Sort
from coach.web.log.asked import Asked, Period
from coach.web.log.words import LOGGED, OUTCOMES, SORTS, VERDICTS

Options = Sequence[tuple[str, str]]
"""What stands in the address, and what a person reads."""

_MORE = frozenset(
    {"playbook", "skill", "stage", "product", "min", "max", "currency", "outcome", "unacknowledged", "sort"}
)
_FIRST_DOWN = frozenset({Sort.WHEN, Sort.AMOUNT})
"""The largest and the newest are looked for more often than the smallest and the oldest."""


@dataclass(frozen=True, slots=True)
class Choices:
    """``titles`` are those of the playbooks in force, by name; ``skills`` are what they teach."""

    reps: Sequence[Named]
    teams: Sequence[Named]
    occurring: Occurring
    titles: Mapping[str, str]
    skill_names: Sequence[str]

    decisions: Options = tuple((verdict.value, VERDICTS[verdict]) for verdict in LOGGED)
    outcomes: Options = tuple((outcome.value, OUTCOMES[outcome].capitalize()) for outcome in CardOutcome)

    periods: Options = tuple((period.value, period.value.replace("_", " ").capitalize()) for period in Period)

    @property
    def playbooks(self) -> Options:
        """Those in force, and those that occur in the log though they are not any more."""
        names = self.titles.keys() | set(self.occurring.playbooks)
        return sorted(((name, self.titles.get(name, name)) for name in names), key=lambda option: option[1].lower())

    @property
    def skills(self) -> Options:
        return [(skill, skill) for skill in sorted(self.skill_names)]

    @property
    def orders(self) -> Options:
        """Each order both ways, but the one that is there without being chosen."""
        return [("when", "Oldest first"), *(option for sort in Sort if sort is not Sort.WHEN for option in _ways(sort))]

    @staticmethod
    def named(people: Sequence[Named]) -> Options:
        return [(each.id, each.name) for each in people]

    @staticmethod
    def more_used(asked: Asked) -> bool:
        """Whether one of the filters that are folded away is in use, or wrong."""
        return bool((asked.values.keys() | asked.mistakes.keys()) & _MORE)


def _ways(sort: Sort) -> Options:
    down, up = ("largest first", "smallest first") if sort in _FIRST_DOWN else ("Z to A", "A to Z")
    ways = [(sort.value, f"{SORTS[sort]}, {up}"), (f"-{sort.value}", f"{SORTS[sort]}, {down}")]
    return ways[::-1] if sort in _FIRST_DOWN else ways
