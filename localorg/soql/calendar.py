"""SOQL's date literals → ranges of whole days, relative to a given day.

Source: SOQL and SOSL Reference, "Date Formats and Date Literals". Weeks begin on Sunday, as in the locale en_US.
LAST_N_DAYS includes today, but LAST_N_WEEKS, _MONTHS, _QUARTERS and _YEARS end before the current period begins.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = 12
_UNIT_WORD = re.compile(r"(THIS|LAST|NEXT)_(FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)\Z")
_COUNTED_WORD = re.compile(r"(LAST|NEXT)_N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S\Z")
_AGO_WORD = re.compile(r"N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO\Z")
_PLACES = {"LAST": -1, "THIS": 0, "NEXT": 1}
_FISCAL_UNITS = ("QUARTER", "YEAR")


class Stretch(NamedTuple):
    """From the first day up to, not including, the day after the last."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today, and the month (1 to 12) in which the fiscal year begins."""

    today: date
    fiscal_start: int = 1

    def stretch(self, name: str, count: int | None) -> Stretch | None:
        """The days that a date literal means; None if there is no such literal, or ``count`` does not fit it."""
        try:
            return self._fixed(name) if count is None else self._counted(name, count)
        except (OverflowError, ValueError):
            return None

    def _fixed(self, name: str) -> Stretch | None:
        if name in _DAYS:
            first, last = _DAYS[name]
            return Stretch(self._day(first), self._day(last + 1))
        found = _UNIT_WORD.match(name)
        if found is None:
            return None
        place = _PLACES[found[1]]
        return self._units(found[3], found[2], place, place + 1)

    def _counted(self, name: str, count: int) -> Stretch | None:
        ago = _AGO_WORD.match(name)
        if ago is not None:
            return self._units(ago[2], ago[1], -count, -count + 1)
        found = _COUNTED_WORD.match(name)
        if found is None:
            return None
        if found[1] == "NEXT":
            return self._units(found[3], found[2], 1, count + 1)
        return self._units(found[3], found[2], -count, 1 if found[3] == "DAY" else 0)

    def _units(self, unit: str, fiscal: str | None, first: int, end: int) -> Stretch | None:
        if fiscal and unit not in _FISCAL_UNITS:
            return None
        begin = _BEGINNINGS[unit]
        start_month = self.fiscal_start if fiscal else 1
        return Stretch(begin(self, start_month, first), begin(self, start_month, end))

    def _day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def _week(self, _: int, offset: int) -> date:
        sunday = self.today - timedelta(days=self.today.isoweekday() % 7)
        return sunday + timedelta(weeks=offset)

    def _month(self, _: int, offset: int) -> date:
        return _first_of(self.today.year * _MONTHS + self.today.month - 1 + offset)

    def _quarter(self, start_month: int, offset: int) -> date:
        return self._span(3, start_month, offset)

    def _year(self, start_month: int, offset: int) -> date:
        return self._span(_MONTHS, start_month, offset)

    def _span(self, months: int, start_month: int, offset: int) -> date:
        """The first day of the period of so many months that is ``offset`` periods after the current one.

        Periods are quarters or years, counted from the start month.
        """
        month = self.today.year * _MONTHS + self.today.month - 1
        into = (month - (start_month - 1)) % months
        return _first_of(month - into + months * offset)


_DAYS: Mapping[str, tuple[int, int]] = {
    "YESTERDAY": (-1, -1),
    "TODAY": (0, 0),
    "TOMORROW": (1, 1),
    "LAST_90_DAYS": (-90, 0),
    "NEXT_90_DAYS": (1, 90),
}


def _first_of(month: int) -> date:
    return date(month // _MONTHS, month % _MONTHS + 1, 1)


_BEGINNINGS: Mapping[str, Callable[[Calendar, int, int], date]] = {
    "DAY": lambda calendar, _, offset: calendar._day(offset),
    "WEEK": Calendar._week,
    "MONTH": Calendar._month,
    "QUARTER": Calendar._quarter,
    "YEAR": Calendar._year,
}
