import pytest

from coach.web.cached import Cached


class Counter:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        if self.asked == 1:
            raise OSError
        return self.asked


def test_an_answer_is_kept_for_its_time_and_an_error_is_not() -> None:
    time = 0.0
    cached = Cached(Counter(), 5, now=lambda: time)

    with pytest.raises(OSError):
        cached()
    assert [cached(), cached()] == [2, 2]
    time = 4.9
    assert cached() == 2
    time = 5.0
    assert cached() == 3
