"""How operators divide the line of ordered values, so that an index can look values up."""

from collections.abc import Sequence

from coach.engine.playbook.operators.operator import Cuts, Spans


def _others(at: Sequence[int], last: int) -> Spans:
    """All regions except these."""
    starts = [0, *(region + 1 for region in sorted(set(at)))]
    ends = [*(region - 1 for region in sorted(set(at))), last]
    return set(zip(starts, ends, strict=True))


POINTS = Cuts(lambda at, last: {(region, region) for region in at if region <= last})
OTHER_POINTS = Cuts(_others)
FROM = Cuts(lambda at, last: {(at[0], last)})
BEYOND = Cuts(lambda at, last: {(at[0] + 1, last)})
UP_TO = Cuts(lambda at, _last: {(0, at[0])})
SHORT_OF = Cuts(lambda at, _last: {(0, at[0] - 1)})
BETWEEN = Cuts(lambda at, _last: {(at[0], at[1])})
NEXT_DAYS = Cuts(BETWEEN.spans, lambda values: (0, values[0]))
LAST_DAYS = Cuts(BETWEEN.spans, lambda values: (-values[0], 0))
DAYS_AGO = Cuts(SHORT_OF.spans, lambda values: (-values[0],))
