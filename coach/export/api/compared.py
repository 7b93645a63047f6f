"""Figures about groups, compared: what one answer less another would tell, where both may be asked for.

Who sees groups only may ask for the whole and for a part of it; the difference is then about the rest, and where few
people are in the rest, about those. So a figure is left out where the rest is about too few: of each filter left out,
of all of them, and of each beginning and end of the period, which is in whole months for that reason.

What remains possible is told in ``docs/privacy.md``: three answers or more put together, and the same question asked
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
    """The groups whose figures would tell about a person when compared, and whether the total's would."""

    groups: frozenset[str | None] = frozenset()
    total: bool = False


def check(values: Mapping[str, str]) -> None:
    """Raises Rejected for filters that are not for those who see groups only.

    Of several reasons, one more or less would tell about those of the one.
    """
    mistakes = [NOT_SO_NARROW.format(name) for name in SINGLES_OUT if name in values]
    if "," in values.get("reason", ""):
        mistakes.append(ONE_REASON)
    if mistakes:
        raise Rejected(" ".join(mistakes), 403)


def whole_months(filters: Filters, now: datetime, zone: tzinfo) -> Filters:
    """The filters with a period of whole months: this one and the three before where none is asked for."""
    since = filters.since or _first(_first(now.astimezone(zone)) - timedelta(days=90))
    for name, moment in (("from", since), ("to", filters.until)):
        if moment is not None and moment.astimezone(zone) != _first(moment.astimezone(zone)):
            raise Rejected(WHOLE_MONTHS.format(name))
    period = replace(filters, since=since, until=filters.until or _next(_first(now.astimezone(zone))))
    if len(list(_months(period))) > _MOST_MONTHS:
        raise Rejected(TOO_LONG)
    return period


def given_away(ask: Ask, filters: Filters, least: int) -> GivenAway:
    """What must be left out of the answer to ``filters``, whose period is set."""
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
    """The same period with one filter less, each in turn, and with none."""
    less = list(each_without_one(filters, keeping=_PERIOD))
    yield from less
    if len(less) > 1:
        yield Filters(since=filters.since, until=filters.until)


def _parts(filters: Filters) -> Iterator[Filters]:
    """The period up to each month that begins within it."""
    return (replace(filters, until=start) for start in list(_months(filters))[1:])


def _months(filters: Filters) -> Iterator[datetime]:
    start = filters.since
    while start is not None and filters.until is not None and start < filters.until:
        yield start
        start = _next(start)


def _people(tallies: Sequence[Tally]) -> Mapping[str | None, Mapping[str | None, int]]:
    """How many decisions there are about whom, by group."""
    found: dict[str | None, dict[str | None, int]] = defaultdict(dict)
    for tally in tallies:
        found[tally.group][tally.rep_id] = tally.decisions
    return found


def _rest(
    whole: Mapping[str | None, Mapping[str | None, int]], part: Mapping[str | None, Mapping[str | None, int]]
) -> dict[str | None, set[str | None]]:
    """Whom the decisions of the whole that are not in the part are about."""
    return {
        name: {rep for rep, count in people.items() if count > part.get(name, {}).get(rep, 0)}
        for name, people in whole.items()
    }


def _first(moment: datetime) -> datetime:
    return datetime.combine(moment.date().replace(day=1), time(), moment.tzinfo)


def _next(month: datetime) -> datetime:
    return _first(month + timedelta(days=31))
