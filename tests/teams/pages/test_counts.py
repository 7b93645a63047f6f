"""What a team's page shows, from what was counted."""

from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Reason
from coach.engine.responses import Band, Evidence, Funnel
from coach.teams.figures import HeldBackWeek, SkillOfRep, TeamFigures, WeekOfRep
from coach.teams.pages import counts

NAMES = {"a": "Ana", "b": "Bo", "c": "Cy"}


def figures(*weeks: WeekOfRep, **more: object) -> TeamFigures:
    given: dict[str, object] = {"skills": (), "held_back": (), "held_from": {}, "names": NAMES, **more}
    return TeamFigures(weeks=weeks, **given)  # type: ignore[arg-type]  # the test names the fields


def given_minutes(rep: str, week: int, minutes: float) -> WeekOfRep:
    return WeekOfRep(rep, week, minutes, Funnel(1))


def test_a_week_without_cards_counts_as_none_of_the_minutes() -> None:
    found = counts.minutes(figures(given_minutes("a", 0, 10), given_minutes("b", 1, 6)), 2, None)

    assert [(row.name, row.weeks) for row in found.reps] == [("Ana", (10, 0)), ("Bo", (0, 6))]
    assert [(week.median, week.high) for week in found.weeks] == [(5, 10), (3, 6)]


def test_among_few_people_groups_have_a_median_and_nothing_that_is_one_person_s() -> None:
    weeks = [given_minutes(f"rep {number}", 0, number) for number in range(6)]

    found = counts.minutes(figures(*weeks), 1, 5)

    assert found.reps == ()
    assert [(week.median, week.high) for week in found.weeks] == [(2.5, None)]


@given(st.lists(st.floats(0, 100), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_enough_do_not_exceed_it(values: list[float], share: float) -> None:
    found = counts.percentile(values, share)

    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(Reason), min_size=1))
def test_no_reason_is_told_that_few_people_are_in(held: dict[str, Reason]) -> None:
    held_from = {reason: frozenset(rep for rep in held if held[rep] is reason) for reason in held.values()}
    held_back = tuple(HeldBackWeek(0, reason, 1) for reason in held.values())

    rows = counts.held_back(figures(held_back=held_back, held_from=held_from), 1, 3)

    assert all(len(held_from[row.reason]) >= 3 for row in rows if row.reason)
    assert sum(row.count for row in rows) in (0, len(held))


def test_rare_reasons_come_together_at_the_end() -> None:
    often = [HeldBackWeek(0, reason, 10 - place) for place, reason in enumerate(list(Reason)[:9])]

    rows = counts.held_back(figures(held_back=tuple(often)), 1, None)

    assert len(rows) == counts.REASONS_SHOWN + 1
    assert (rows[-1].reason, rows[-1].count) == (None, 4 + 3 + 2)


def test_of_a_crowd_nobody_is_shown_alone() -> None:
    crowd = [given_minutes(f"rep {number}", 0, 1.0) for number in range(counts.MOST_ROWS + 1)]

    found = counts.minutes(figures(*crowd), 1, None)

    assert (found.reps, found.weeks[0].median) == ((), 1.0)


def test_skills_are_bands_by_rep() -> None:
    strong = SkillOfRep("a", "pricing", Evidence(answered=3, right=3))

    (row,) = counts.skill_rows(figures(skills=(strong,)))

    assert (row.name, row.bands) == ("Ana", (Band.STRONG,))


def test_bands_of_groups_hide_who_is_in_a_small_one() -> None:
    found = [SkillOfRep(f"rep {number}", "pricing", Evidence(answered=3, right=3)) for number in range(6)]
    found.append(SkillOfRep("weak", "pricing", Evidence(answered=3)))

    (row,) = counts.skill_counts(found, 5)

    assert row.counts[Band.PRACTISE] is None
    assert row.counts[Band.STRONG] is None, "seven in all, less the one that is hidden"
