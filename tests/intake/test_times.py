from datetime import UTC, datetime

import pytest

from coach.intake.times import utc


@pytest.mark.parametrize(
    "text",
    ["2026-05-01T07:25:37Z", "2026-05-01T07:25:37.000+0000", "2026-05-01T09:25:37+02:00", "2026-05-01 07:25:37"],
)
def test_the_spellings_of_a_time_are_one_time(text: str) -> None:
    assert utc(text) == datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "1777620337", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        utc(text)
