"""Operators for what has an order: numbers, money, dates and times of day."""

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.lines import BETWEEN, BEYOND, FROM, SHORT_OF, UP_TO
from coach.engine.playbook.operators.operator import Operator, Takes

_AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
_IN_TIME = frozenset({Kind.DATE, Kind.TIME})

ORDER = (
    Operator(
        word="at_least",
        kinds=_AMOUNTS,
        takes=Takes.VALUE,
        meaning="It is this or more.",
        compare=lambda value, values: value >= values[0],
        line=FROM,
        phrase=lambda values: f"at least {values[0]}",
        asked=message("whose {fact} is at least {value}"),
        synonyms=("gte", "ge", "min", "minimum", "from_at_least", ">="),
    ),
    Operator(
        word="at_most",
        kinds=_AMOUNTS,
        takes=Takes.VALUE,
        meaning="It is this or less.",
        compare=lambda value, values: value <= values[0],
        line=UP_TO,
        phrase=lambda values: f"at most {values[0]}",
        asked=message("whose {fact} is at most {value}"),
        synonyms=("lte", "le", "max", "maximum", "up_to", "<="),
    ),
    Operator(
        word="above",
        kinds=_AMOUNTS,
        takes=Takes.VALUE,
        meaning="It is more than this.",
        compare=lambda value, values: value > values[0],
        line=BEYOND,
        phrase=lambda values: f"above {values[0]}",
        asked=message("whose {fact} is above {value}"),
        synonyms=("greater_than", "gt", "more_than", "over", "exceeds", ">"),
    ),
    Operator(
        word="below",
        kinds=_AMOUNTS,
        takes=Takes.VALUE,
        meaning="It is less than this.",
        compare=lambda value, values: value < values[0],
        line=SHORT_OF,
        phrase=lambda values: f"below {values[0]}",
        asked=message("whose {fact} is below {value}"),
        synonyms=("less_than", "lt", "under", "fewer_than", "<"),
    ),
    Operator(
        word="between",
        kinds=_AMOUNTS | _IN_TIME,
        takes=Takes.PAIR,
        meaning="It lies between these two, or is one of them.",
        compare=lambda value, values: values[0] <= value <= values[1],
        line=BETWEEN,
        phrase=lambda values: f"between {values[0]} and {values[1]}",
        asked=message("whose {fact} is between {value} and {other}"),
    ),
    Operator(
        word="before",
        kinds=_IN_TIME,
        takes=Takes.VALUE,
        meaning="It is an earlier day, or time of day, than this.",
        compare=lambda value, values: value < values[0],
        line=SHORT_OF,
        phrase=lambda values: f"before {values[0]}",
        asked=message("whose {fact} is before {value}"),
    ),
    Operator(
        word="after",
        kinds=_IN_TIME,
        takes=Takes.VALUE,
        meaning="It is a later day, or time of day, than this.",
        compare=lambda value, values: value > values[0],
        line=BEYOND,
        phrase=lambda values: f"after {values[0]}",
        asked=message("whose {fact} is after {value}"),
    ),
)
