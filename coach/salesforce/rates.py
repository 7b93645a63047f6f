"""Exchange rates: those of a day if the org has dated rates, else the static ones.

With advanced currency management the org converts an opportunity, its line items and their schedules at the rate of the
close date, whatever the stage. A rate holds from its start to the day before the next one starts.
Sources: Object Reference, "CurrencyType", "DatedConversionRate" (exists only with advanced currency management; its
fields can be filtered by, but not sorted); Salesforce Help, "About Advanced Currency Management".
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coach.ports import RATES, Clock, Memory
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.faults import kept_from_us
from coach.salesforce.schema import Schema
from coach.salesforce.values import day, number

STATIC, DATED = "CurrencyType", "DatedConversionRate"
LONG_AGO = timedelta(days=400)
"""Dated rates that ended longer ago are read only once a deal closes in their time: an org may have one per day."""
AGE = timedelta(hours=1)
"""After this long the rates are read again, whether or not anybody noticed a change."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Span:
    """A rate from ``start`` to the day before ``end``, which is None if the rate has no end."""

    start: date
    end: date | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Rates:
    """How much of each currency one unit of the org's corporate currency buys.

    ``dated`` is None without dated rates.
    """

    static: Mapping[str, Decimal] = field(default_factory=dict)
    dated: Mapping[str, Sequence[_Span]] | None = None

    def on(self, closes: date | None) -> Mapping[str, Decimal]:
        """By ISO code, the rates for a deal that closes on that day; a currency without a rate then is missing."""
        if self.dated is None:
            return self.static
        if closes is None:
            return {}
        return {
            code: span.rate
            for code, spans in self.dated.items()
            for span in spans
            if span.start <= closes and (span.end is None or closes < span.end)
        }

    def day_of(self, closes: date | None) -> date | None:
        """The day of the rates that :meth:`on` returns; None if rates have no dates."""
        return None if self.dated is None else closes


def read_rates(static: Iterable[Row], dated: Iterable[Row] | None) -> Rates:
    """The rates in the org's rows. The corporate currency is worth one of itself on every day."""
    rows = list(static)
    known = {str(row["IsoCode"]): rate for row in rows if (rate := number(row["ConversionRate"]))}
    if dated is None:
        return Rates(known)
    spans: dict[str, list[_Span]] = defaultdict(list)
    for row in dated:
        start, rate = day(row["StartDate"]), number(row["ConversionRate"])
        if start and rate:
            spans[str(row["IsoCode"])].append(_Span(start, day(row.get("NextStartDate")), rate))
    for row in rows:
        if row.get("IsCorporate") is True:
            spans.setdefault(str(row["IsoCode"]), [_Span(date.min, None, Decimal(1))])
    return Rates(known, spans)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read at a moment: rates from ``since`` on, under this mark."""

    rates: Rates
    mark: str | None
    at: datetime
    since: date


class RateReader:
    """Reads the rates once an hour in each process, and again when their mark in the memory changes."""

    def __init__(self, client: Client, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._memory = memory
        self._clock = clock
        self._kept: _Kept | None = None

    def rates(self, schema: Schema, closes: Iterable[date | None] = ()) -> Rates:
        """The rates of these days, and from a year before today on.

        Raises Refused for any fault other than hidden rates: time may help then.
        """
        if not schema.has(STATIC) and not schema.has(DATED):
            return Rates()
        noticed, now = self._memory.recall(RATES), self._clock()
        first = min((now.date() - LONG_AGO, *(each for each in closes if each)))
        kept = self._kept
        if kept is None or kept.mark != noticed or abs(now - kept.at) >= AGE or first < kept.since:
            kept = self._kept = _Kept(self._read(schema, first), noticed, now, first)
        return kept.rates

    def _read(self, schema: Schema, since: date) -> Rates:
        asked = {name: query.path(soql) for name, soql in _queries(schema, since).items()}
        rows: dict[str, list[Row]] = {}
        for name, answer in query.ask(self._client, asked).items():
            try:
                rows[name] = query.rows_in(self._client, answer)
            except Refused as refusal:
                if not kept_from_us(refusal.fault):
                    raise
        return read_rates(rows.get(STATIC, ()), rows.get(DATED))


def _queries(schema: Schema, since: date) -> dict[str, str]:
    columns = {STATIC: "IsoCode, ConversionRate", DATED: "IsoCode, ConversionRate, StartDate, NextStartDate"}
    if schema.reads(STATIC, "IsCorporate"):
        columns[STATIC] += ", IsCorporate"
    where = {STATIC: "", DATED: f" WHERE NextStartDate > {since.isoformat()} OR NextStartDate = null"}
    return {name: f"SELECT {columns[name]} FROM {name}{where[name]}" for name in (STATIC, DATED) if schema.has(name)}


def mark_query(schema: Schema) -> str | None:
    """The SOQL whose answer changes whenever a relevant rate does; None if there are no rates.

    Dated rates may be many. Then the query returns their number and the latest timestamp, which reveal additions,
    changes and deletions.
    """
    if not schema.has(DATED):
        return f"SELECT IsoCode, ConversionRate FROM {STATIC}" if schema.has(STATIC) else None
    if schema.reads(DATED, "SystemModstamp"):
        return f"SELECT COUNT(Id), MAX(SystemModstamp) FROM {DATED}"
    return f"SELECT IsoCode, ConversionRate, StartDate, NextStartDate FROM {DATED}"


def mark(rows: Sequence[Row]) -> str:
    """A hash of the rows that does not depend on their order."""
    texts = sorted(json.dumps({name: row[name] for name in row if name != "attributes"}, default=str) for row in rows)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
