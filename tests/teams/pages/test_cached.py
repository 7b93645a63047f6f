"""Figures are counted once a minute for whoever may see the same."""

from dataclasses import dataclass, field

from coach.engine.model import VisibleReps
from coach.teams.figures import TeamFigures
from coach.teams.pages.cached import FRESH_SECONDS, MOST_CACHED, CachedFigures
from coach.teams.weeks import WeekBounds
from tests.fixtures.make import NOON

WEEKS = WeekBounds((NOON,), NOON)


@dataclass
class CountingStore:
    counted: list[VisibleReps] = field(default_factory=list)

    def figures(self, scope: VisibleReps, weeks: WeekBounds, *, held_from: bool) -> TeamFigures:
        assert weeks is WEEKS
        assert not held_from
        self.counted.append(scope)
        return TeamFigures((), (), (), {}, {})


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def kept() -> tuple[CachedFigures, CountingStore, Clock]:
    store, clock = CountingStore(), Clock()
    return CachedFigures(store, clock), store, clock  # type: ignore[arg-type]  # the part that is asked


def test_whoever_looks_again_within_a_minute_sees_the_same() -> None:
    figures, store, clock = kept()

    figures.figures(None, WEEKS, held_from=False)
    clock.now = FRESH_SECONDS - 1
    figures.figures(None, WEEKS, held_from=False)
    assert len(store.counted) == 1

    clock.now = FRESH_SECONDS + 1
    figures.figures(None, WEEKS, held_from=False)
    assert len(store.counted) == 2


def test_nobody_is_shown_what_was_counted_for_other_eyes() -> None:
    figures, store, _ = kept()

    for scope in (None, frozenset({"a"}), frozenset({"a", "b"})):
        figures.figures(scope, WEEKS, held_from=False)

    assert len(store.counted) == 3


def test_only_so_many_are_kept() -> None:
    figures, store, _ = kept()
    for number in range(MOST_CACHED + 1):
        figures.figures(frozenset({str(number)}), WEEKS, held_from=False)

    figures.figures(frozenset({"0"}), WEEKS, held_from=False)

    assert len(store.counted) == MOST_CACHED + 2
