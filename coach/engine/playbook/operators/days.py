"""Operators that count calendar days from or to today."""

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.lines import BEYOND, DAYS_AGO, LAST_DAYS, NEXT_DAYS
from coach.engine.playbook.operators.operator import Operator, Side, Takes

_DATE = frozenset({Kind.DATE})


def in_days(count: str) -> str:
    """“1 day”, “14 days”."""
    return "1 day" if count == "1" else f"{count} days"


DAYS = (
    Operator(
        word="within_next_days",
        kinds=_DATE,
        takes=Takes.DAYS,
        meaning="It is today, or at most so many days ahead.",
        compare=lambda ahead, values: 0 <= ahead <= values[0],
        looks_at=Side.DAYS_AHEAD,
        line=NEXT_DAYS,
        phrase=lambda values: f"today or in the next {in_days(values[0])}",
        asked=message("whose {fact} is today or in the next {value}"),
    ),
    Operator(
        word="within_last_days",
        kinds=_DATE,
        takes=Takes.DAYS,
        meaning="It is today, or at most so many days ago.",
        compare=lambda ahead, values: -values[0] <= ahead <= 0,
        looks_at=Side.DAYS_AHEAD,
        line=LAST_DAYS,
        phrase=lambda values: f"today or in the last {in_days(values[0])}",
        asked=message("whose {fact} is today or in the last {value}"),
    ),
    Operator(
        word="more_than_days_ahead",
        kinds=_DATE,
        takes=Takes.DAYS,
        meaning="It is more than so many days ahead.",
        compare=lambda ahead, values: ahead > values[0],
        looks_at=Side.DAYS_AHEAD,
        line=BEYOND,
        phrase=lambda values: f"more than {in_days(values[0])} ahead",
        asked=message("whose {fact} is more than {value} ahead"),
    ),
    Operator(
        word="more_than_days_ago",
        kinds=_DATE,
        takes=Takes.DAYS,
        meaning="It is more than so many days ago.",
        compare=lambda ahead, values: ahead < -values[0],
        looks_at=Side.DAYS_AHEAD,
        line=DAYS_AGO,
        phrase=lambda values: f"more than {in_days(values[0])} ago",
        asked=message("whose {fact} is more than {value} ago"),
    ),
)
