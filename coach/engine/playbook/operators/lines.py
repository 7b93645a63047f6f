"""How operators cut the line of ordered values, for the index to find a value on it."""

from collections.abc import Sequence

from coach.engine.playbook.operators.operator import Line, Spans


def _others(at: Sequence[int], last: int) -> Spans:
    """All regions but these."""
    starts = [0, *(region + 1 for region in sorted(set(at)))]
    ends = [*(region - 1 for region in sorted(set(at))), last]
    return set(zip(starts, ends, strict=True))


POINTS = Line(lambda at, last: {(region, region) for region in at if region <= last})
OTHER_POINTS = Line(_others)
FROM = Line(lambda at, last: {(at[0], last)})
BEYOND = Line(lambda at, last: {(at[0] + 1, last)})
UP_TO = Line(lambda at, _last: {(0, at[0])})
SHORT_OF = Line(lambda at, _last: {(0, at[0] - 1)})
BETWEEN = Line(lambda at, _last: {(at[0], at[1])})
NEXT_DAYS = Line(BETWEEN.spans, lambda values: (0, values[0]))
LAST_DAYS = Line(BETWEEN.spans, lambda values: (-values[0], 0))
DAYS_AGO = Line(SHORT_OF.spans, lambda values: (-values[0],))
