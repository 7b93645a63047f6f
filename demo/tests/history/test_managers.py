from datetime import date
from random import Random

from coach.engine.model import Reason
from coach.engine.responses import Dismissal, ResponseKind
from demo.history.managers import A_WEEK, Friday, Noticed, friday

TODAY = date(2026, 11, 20)


def written(*noticed: Noticed) -> list[Friday]:
    return friday(noticed, TODAY, Random(1))


def test_what_worries_most_comes_first_and_each_rep_once() -> None:
    remarks = written(
        Noticed(1, "anna", ResponseKind.DONE),
        Noticed(2, "anna", Dismissal.WRONG),
        Noticed(3, "ben", ResponseKind.SNOOZED),
    )

    assert [remark.decision_id for remark in remarks] == [2, 3]
    assert remarks[0].text.startswith("You say this advice is wrong here.")


def test_nobody_writes_more_on_a_friday_than_they_would() -> None:
    many = [Noticed(number, f"rep {number}", ResponseKind.SNOOZED) for number in range(9)]

    assert len(written(*many)) == A_WEEK


def test_what_is_asked_is_come_back_to_and_praise_is_not() -> None:
    (asked,) = written(Noticed(1, "anna", Dismissal.OTHER))
    (praise,) = written(Noticed(1, "anna", ResponseKind.DONE))

    assert asked.follow_up_on
    assert asked.follow_up_on > TODAY
    assert praise.follow_up_on is None


def test_what_is_every_days_business_is_not_remarked_on() -> None:
    assert written(Noticed(1, "anna", Reason.EXHAUSTED)) == []
