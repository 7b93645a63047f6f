from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.history.hours import BEGINS, ENDS, later, working_days

FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0.5, datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
        (2, datetime(2026, 11, 23, 9, tzinfo=UTC)),
        (10, datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (11, datetime(2026, 11, 24, 9, tzinfo=UTC)),
    ],
)
def test_hours_are_worked_from_eight_to_five_on_weekdays(hours: float, expected: datetime) -> None:
    assert later(FRIDAY, hours) == expected


@given(MOMENTS, st.floats(0, 200))
def test_nobody_works_at_night_or_on_a_weekend(moment: datetime, hours: float) -> None:
    at = later(moment, hours)

    assert at >= moment
    assert at.weekday() < 5
    assert (
        timedelta(hours=BEGINS) <= at - at.replace(hour=0, minute=0, second=0, microsecond=0) <= timedelta(hours=ENDS)
    )


def test_working_days_leave_out_the_weekend_and_the_day_that_has_begun() -> None:
    days = working_days(FRIDAY, FRIDAY + timedelta(days=7))

    assert [day.isoformat() for day in days] == [
        "2026-11-23T08:00:00+00:00",
        "2026-11-24T08:00:00+00:00",
        "2026-11-25T08:00:00+00:00",
        "2026-11-26T08:00:00+00:00",
        "2026-11-27T08:00:00+00:00",
    ]
