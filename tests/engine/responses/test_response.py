"""What a rep can say about a card."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from coach.engine.model import Quiz
from coach.engine.responses import Dismissal, Snooze, answered, dismissed, put_off
from coach.errors import Rejected
from tests.fixtures.make import said

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
QUIZ = Quiz(said("What first?"), said("Give", "Ask"), 2, said("Learn."))


def test_tomorrow_begins_at_midnight_where_the_rep_is() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")

    assert put_off(Snooze.DAY, "Proposal", NOON, tokyo).until == datetime(2026, 11, 26, tzinfo=tokyo)
    assert put_off(Snooze.WEEK, "Proposal", NOON, tokyo).until == datetime(2026, 12, 2, tzinfo=tokyo)


def test_a_day_on_which_the_clocks_change_is_a_day() -> None:
    paris = ZoneInfo("Europe/Paris")

    eve = datetime(2026, 10, 24, 23, 30, tzinfo=paris)

    assert put_off(Snooze.DAY, "Proposal", eve, paris).until == datetime(2026, 10, 25, tzinfo=paris)


def test_until_the_stage_changes_means_from_the_stage_as_it_is() -> None:
    response = put_off(Snooze.STAGE, "Proposal", NOON, UTC)

    assert (response.stage, response.until) == ("Proposal", None)


@pytest.mark.parametrize(("option", "right"), [(1, False), (2, True)])
def test_an_answer_is_right_or_wrong(option: int, right: bool) -> None:
    response = answered(QUIZ, option, sure=True, at=NOON)

    assert (response.option, response.sure, response.right) == (option, True, right)


@pytest.mark.parametrize(("quiz", "option"), [(QUIZ, 0), (QUIZ, 3), (None, 1)])
def test_only_what_the_card_asks_can_be_answered(quiz: Quiz | None, option: int) -> None:
    with pytest.raises(Rejected, match="This card has no such answer to choose"):
        answered(quiz, option, sure=True, at=NOON)


def test_a_reason_of_one_s_own_needs_words_and_keeps_to_one_line() -> None:
    with pytest.raises(Rejected, match="Say in a few words why you do not want this card"):
        dismissed(Dismissal.OTHER, " \n", NOON)

    assert dismissed(Dismissal.OTHER, "Their CFO\nsaid \u202eno", NOON).words == "Their CFO said no"
    assert len(dismissed(Dismissal.WRONG, "x" * 10_000, NOON).words) == 500
