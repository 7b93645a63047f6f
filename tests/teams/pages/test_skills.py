"""A rep's skills, as their page shows them."""

from datetime import datetime, timedelta

from coach.engine.responses import Band, Evidence
from coach.learn import SPACING, Answer, Try
from coach.teams.figures import SkillOfRep
from coach.teams.pages.skills import RememberedSkill, remembered_skills
from coach.teams.weeks import WeekBounds
from tests.fixtures.make import NOON

WEEKS = WeekBounds(tuple(NOON - timedelta(days=each) for each in (23, 16, 9, 2)), NOON + timedelta(days=5))


def tried(days_ago: float, *, right: bool = True) -> Try:
    return Try(Answer(NOON - timedelta(days=days_ago), right, sure=True), done=False)


def skills(*taught: str, **tries: list[Try]) -> tuple[RememberedSkill, ...]:
    given = [SkillOfRep("ana", each, Evidence(answered=4, right=4), 3) for each in taught]
    return remembered_skills(given, tries, SPACING, WEEKS, NOON)


def strength(days_ago: tuple[float, ...], at: datetime) -> float:
    memory = SPACING.memory([tried(each).answer for each in days_ago])
    assert memory
    return SPACING.strength(memory, at)


def test_what_is_due_first_comes_first_and_what_was_never_asked_last() -> None:
    rows = skills("value", "closing", pricing=[tried(1)], discovery=[tried(12, right=False)])

    assert [row.skill for row in rows] == ["discovery", "pricing", "closing", "value"]


def test_a_skill_that_was_taught_and_one_that_was_only_answered_about_earlier_are_both_there() -> None:
    taught, answered = skills("value", value=[tried(60)], pricing=[tried(50)])

    assert (taught.skill, taught.band, taught.cards) == ("value", Band.STRONG, 3)
    assert (answered.skill, answered.band, answered.cards) == ("pricing", Band.UNKNOWN, 0)


def test_each_week_tells_what_was_remembered_at_its_end_and_the_last_what_is_now() -> None:
    (row,) = skills(pricing=[tried(18), tried(5)])

    assert row.remembered == (
        strength((18,), WEEKS.starts[1]),
        strength((18,), WEEKS.starts[2]),
        strength((18, 5), WEEKS.starts[3]),
        strength((18, 5), NOON),
    )
    assert row.now == row.remembered[-1]


def test_a_line_is_drawn_from_the_first_answer_on() -> None:
    (row,) = skills(pricing=[tried(12)])

    assert [value is None for value in row.remembered] == [True, False, False, False]
    assert [point.partition(",")[0] for point in row.points.split()] == ["33.33", "66.67", "100"]


def test_one_week_makes_no_line() -> None:
    (row,) = skills(pricing=[tried(0)])

    assert row.points == ""
