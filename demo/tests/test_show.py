from io import StringIO

from rich.console import Console

from demo.history.progress import Progress
from demo.show import Starting


def test_a_start_is_told_step_by_step_and_week_by_week() -> None:
    written, clock = StringIO(), iter(range(100))
    starting = Starting(Console(file=written, width=100, highlight=False), lambda: float(next(clock)))

    starting.tell("Starting the org …")
    for weeks, cards in ((0.4, 9), (1.1, 40), (1.3, 50), (2.0, 106)):
        starting.tell(Progress(weeks, cards, 2_000))

    assert written.getvalue().splitlines() == [
        "  1.0 s  Starting the org …",
        "  2.0 s    week 1 of 8: 40 cards given, 2,000 decisions",
        "  3.0 s    week 2 of 8: 106 cards given, 2,000 decisions",
    ]
