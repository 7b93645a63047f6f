"""Which weeks a page looks at."""

from datetime import datetime
from zoneinfo import ZoneInfo

from coach.teams.pages.period import last_weeks

PARIS = ZoneInfo("Europe/Paris")


def test_weeks_begin_on_monday_where_the_service_is_whatever_the_clocks_do() -> None:
    weeks = last_weeks(4, datetime(2026, 11, 4, 12, tzinfo=PARIS), PARIS)

    starts = [start.astimezone(PARIS) for start in weeks.starts]
    assert [(start.month, start.day, start.hour) for start in starts] == [
        (10, 12, 0),
        (10, 19, 0),
        (10, 26, 0),
        (11, 2, 0),
    ]
    assert weeks.end.astimezone(PARIS) == datetime(2026, 11, 9, tzinfo=PARIS)
