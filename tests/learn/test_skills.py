"""What follows from a rep's answers for each skill."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from coach.learn import SPACING, Answer, Spacing, Try, due_by_skill, mastered_by_skill
from coach.learn.skills import TimesBySkill, due

START = datetime(2026, 6, 1, tzinfo=UTC)


def tries(*days: float) -> list[Try]:
    return [Try(Answer(START + timedelta(days=day), right=True, sure=True), done=True) for day in days]


def test_each_skill_has_its_own_time() -> None:
    of_skills = {"pricing": tries(0), "value": tries(0, 10), "closing": []}

    times = due_by_skill(of_skills, SPACING)

    assert dict(times) == {skill: due(of_skills[skill], SPACING) for skill in ("pricing", "value")}
    assert (times.get("closing"), times.get("never taught")) == (None, None)


def test_a_skill_counts_as_mastered_only_where_it_is() -> None:
    of_skills = {"pricing": tries(0), "value": tries(0, 10)}

    times = mastered_by_skill(of_skills, SPACING)

    assert dict(times) == {"value": due(of_skills["value"], SPACING)}


def test_what_nobody_asks_for_is_not_worked_out() -> None:
    asked: list[Sequence[Try]] = []

    def moment(of_skill: Sequence[Try], spacing: Spacing) -> datetime | None:
        asked.append(of_skill)
        return due(of_skill, spacing)

    of_skills = {"pricing": tries(0), "value": tries(1)}
    times = TimesBySkill(of_skills, SPACING, moment)

    assert times["value"] == times.get("value")
    assert asked == [of_skills["value"]]
