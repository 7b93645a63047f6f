"""Protects figures about groups against differencing: what the difference between two answers would reveal.

A viewer of groups may ask for the whole and for a part of it. The difference is then about the rest, and if few people
are in the rest, about those. So a figure is left out if the rest is about too few people. This is checked for omitting
each filter, for omitting all filters, and for each possible beginning and end of the period. For that reason the period
is in whole months.

The remaining risks are described in ``docs/privacy.md``: combining three or more answers, and asking the same question
again after a day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo

from coach.errors import Rejected
from coach.export.aggregates import Tally
from coach.log.filters import Filters, each_without_one
from coach.log.pages.fields import SINGLES_OUT

Ask = Callable[[Filters], Sequence[Tally]]

WHOLE_MONTHS = "{}: figures about groups are of whole months, from the first day of one to the last of another."
NOT_SO_NARROW = "{}: this would narrow figures about groups to single deals."
ONE_REASON = "reason: figures about groups are of one reason at a time."
TOO_LONG = "from: figures about groups are of twelve months at most."
_MOST_MONTHS = 12
_PERIOD = frozenset({"since", "until"})


@dataclass(frozen=True, slots=True)
class GivenAway:
    """The groups whose figures would reveal a person by comparison, and whether the total would."""

    groups: frozenset[str | None] = frozenset()
    total: bool = False


def check(values: Mapping[str, str]) -> None:
    """Raises Rejected for filters that viewers of groups may not use.

    For instance, several reasons: adding or removing one reason would reveal the people with just that reason.
    """
    mistakes = [NOT_SO_NARROW.format(name) for name in SINGLES_OUT if name in values]
    if "," in values.get("reason", ""):
        mistakes.append(ONE_REASON)
    if mistakes:
        raise Rejected(" ".join(mistakes), 403)


def whole_months(filters: Filters, now: datetime, zone: tzinfo) -> Filters:
    """The filters with a period of whole months; by default the current one and the three before."""
    since = filters.since or _first(_first(now.astimezone(zone)) - timedelta(days=90))
    for name, moment in (("from", since), ("to", filters.until)):
        if moment is not None and moment.astimezone(zone) != _first(moment.astimezone(zone)):
            raise Rejected(WHOLE_MONTHS.format(name))
    period = replace(filters, since=since, until=filters.until or _next(_first(now.astimezone(zone))))
    if len(list(_months(period))) > _MOST_MONTHS:
        raise Rejected(TOO_LONG)
    return period


def given_away(ask: Ask, filters: Filters, least: int) -> GivenAway:
    """What must be left out of the answer to ``filters``; their period must be set."""
    asked = _people(ask(filters))
    groups: set[str | None] = set()
    total = False
    for wider in _wider(filters):
        rest = _rest(_people(ask(wider)), asked)
        groups |= {name for name, people in rest.items() if 0 < len(people) < least}
        total = total or 0 < len(set().union(*rest.values())) < least
    for part in _parts(filters):
        inner = _people(ask(part))
        for some in ({name: set(people) for name, people in inner.items()}, _rest(asked, inner)):
            groups |= {name for name, people in some.items() if 0 < len(people) < least}
            total = total or 0 < len(set().union(*some.values())) < least
    return GivenAway(frozenset(groups), total)


def _wider(filters: Filters) -> Iterator[Filters]:
    """The same period without each filter in turn, and without any."""
    less = list(each_without_one(filters, keeping=_PERIOD))
    yield from less
    if len(less) > 1:
        yield Filters(since=filters.since, until=filters.until)


def _parts(filters: Filters) -> Iterator[Filters]:
    """The periods up to the start of each month within the given one."""
    return (replace(filters, until=start) for start in list(_months(filters))[1:])


def _months(filters: Filters) -> Iterator[datetime]:
    start = filters.since
    while start is not None and filters.until is not None and start < filters.until:
        yield start
        start = _next(start)


def _people(tallies: Sequence[Tally]) -> Mapping[str | None, Mapping[str | None, int]]:
    """The number of decisions per person, by group."""
    found: dict[str | None, dict[str | None, int]] = defaultdict(dict)
    for tally in tallies:
        found[tally.group][tally.rep_id] = tally.decisions
    return found


def _rest(
    whole: Mapping[str | None, Mapping[str | None, int]], part: Mapping[str | None, Mapping[str | None, int]]
) -> dict[str | None, set[str | None]]:
    """The people with decisions in the whole that are not in the part."""
    return {
        name: {rep for rep, count in people.items() if count > part.get(name, {}).get(rep, 0)}
        for name, people in whole.items()
    }


def _first(moment: datetime) -> datetime:
    return datetime.combine(moment.date().replace(day=1), time(), moment.tzinfo)


def _next(month: datetime) -> datetime:
    return _first(month + timedelta(days=31))
