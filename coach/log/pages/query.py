"""Parses the log's query from a URL; every invalid value is answered with a sentence.

The URL holds the complete query: everybody with the same URL sees the same rows, within what they may see.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode

from coach.engine.deciding import label
from coach.engine.model import Reason, Verdict
from coach.log.columns import CHOSEN, LOGGED
from coach.log.filters import Filters
from coach.log.order import Cursor, Order
from coach.log.page import PageRequest
from coach.log.pages import values
from coach.log.pages.amounts import amount
from coach.log.pages.context import PageContext
from coach.log.pages.days import BOTH, Period, begins, day, ends
from coach.log.pages.fields import FIELDS, outcomes
from coach.log.pages.words import REASONS, VERDICTS

PLACES = ("after", "before")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogQuery:
    """``values`` are the fields that were filled in, in canonical spelling. ``mistakes`` are sentences by field; if
    there are none, ``wanted`` is the parsed query.
    """

    values: Mapping[str, str]
    wanted: PageRequest
    mistakes: Mapping[str, str]

    @property
    def filters(self) -> Filters:
        return self.wanted.filters

    @property
    def narrowed(self) -> bool:
        """Whether there are any filters."""
        return bool(self.values.keys() - {"sort"})

    def query(self, **changes: str | None) -> str:
        """The URL's query with some fields changed, or removed if None; in canonical spelling."""
        changed = {**self.values, **changes}
        return urlencode([(name, changed[name]) for name in (*FIELDS, *PLACES) if changed.get(name)])


def ask(given: Mapping[str, str], context: PageContext) -> LogQuery:
    """Parse a query. Missing and empty fields ask for nothing; unknown fields are ignored."""
    filled = {name: text for name in FIELDS if (text := given.get(name, "").strip())}
    return _Reader(filled, context).read({name: given.get(name, "") for name in PLACES})


class _Reader:
    """Parses one query, and collects the mistakes."""

    def __init__(self, given: Mapping[str, str], context: PageContext) -> None:
        self._values = dict(given)
        self._context = context
        self._mistakes: dict[str, str] = {}

    def read(self, places: Mapping[str, str]) -> LogQuery:
        filters, order = self._filters(), self._value("sort", values.order) or Order()
        place = self._place(places, order)
        wanted = PageRequest(filters, order, place, backwards=place is not None and not places["after"])
        return LogQuery(self._values, wanted, self._mistakes)

    def _value(self, name: str, read: Callable[[str], T]) -> T | None:
        """The parsed field; None if it is empty, or invalid: then the mistake is recorded."""
        text = self._values.get(name)
        if text is None:
            return None
        try:
            return read(text)
        except ValueError as error:
            self._mistakes[name] = str(error)
            return None

    def _spelt(self, name: str, found: T | None, spelling: Callable[[T], str] = str) -> T | None:
        """Record the canonical spelling of the parsed value for the URL."""
        if found is not None:
            self._values[name] = spelling(found)
        return found

    def _filters(self) -> Filters:
        since, until = self._days()
        least, most = self._band()
        opportunity_id, words = self._deal()
        verdict, reasons = self._verdict()
        account, account_words = self._account()
        once = self._value("cards", values.once)
        context = self._context
        waited = self._value("unacknowledged", values.wait)
        return Filters(
            since=since,
            until=until,
            people=self._people(),
            opportunity_id=opportunity_id,
            words=words,
            account=account,
            account_words=account_words,
            chosen=tuple(self._chosen()) or None,
            family=self._spelt("product", self._value("product", lambda text: context.family(values.words(text)))),
            least=least,
            most=most,
            currency=self._spelt("currency", self._value("currency", values.currency)),
            playbooks=self._playbooks(bool(once)),
            verdict=verdict,
            reasons=reasons,
            outcome=self._value("outcome", lambda text: values.one_of(text, outcomes(context.tells_answers))),
            unacknowledged_since=None if waited is None else context.now - waited,
            cards_once=once,
            taught=self._values.get("skill") if once else None,
        )

    def _chosen(self) -> Iterator[tuple[str, str]]:
        for name in sorted(CHOSEN):
            found = self._spelt(name, self._value(name, partial(self._one_chosen, name)))
            if found is not None:
                yield name, found

    def _one_chosen(self, name: str, text: str) -> str:
        return self._context.chosen(name, values.words(text))

    def _verdict(self) -> tuple[Verdict | None, frozenset[Reason] | None]:
        verdict = self._value("decision", lambda text: values.one_of(text, LOGGED))
        reasons = self._value("reason", values.reasons)
        for reason in sorted(reasons or ()):
            if verdict and reason not in REASONS[verdict]:
                self._mistakes["reason"] = f"No card is {VERDICTS[verdict].lower()} because of “{label(reason)}”."
        return verdict, reasons

    def _account(self) -> tuple[str | None, str | None]:
        """The full name of an account, or else words in it."""
        text = self._value("account", values.words)
        return (text, None) if text and self._context.is_account(text) else (None, text)

    def _deal(self) -> tuple[str | None, str | None]:
        """A record's id or URL, or else words in its name."""
        record = self._spelt("deal", self._value("deal", values.record))
        return (record, None) if record or "deal" in self._mistakes else (None, self._values.get("deal"))

    def _days(self) -> tuple[datetime | None, datetime | None]:
        first: date | None = self._value("from", day)
        last: date | None = self._value("to", day)
        period = self._value("period", lambda text: values.one_of(text, tuple(Period)))
        zone = self._context.zone
        if period and (first or last):
            self._mistakes["period"] = BOTH
        if period:
            first, last = period.days(self._context.now.astimezone(zone).date())
        if first and last and first > last:
            self._mistakes["to"] = f"The last day, {last}, is before the first, {first}."
        return begins(first, zone), ends(last, zone)

    def _people(self) -> frozenset[str] | None:
        reps, managers = self._person("rep", self._context.reps), self._person("team", self._context.managers)
        team = None if managers is None else frozenset().union(*map(self._context.team, managers))
        if reps is not None and team is not None:
            return reps & team
        return reps if team is None else team

    def _person(self, name: str, known: Callable[[], Mapping[str, str]]) -> frozenset[str] | None:
        """None for an invalid person: then nothing is queried."""
        found = self._value(name, lambda text: self._context.people(values.words(text), known))
        if found and len(found) == 1:
            self._values[name] = next(iter(found))
        return frozenset() if name in self._mistakes else found

    def _band(self) -> tuple[Decimal | None, Decimal | None]:
        least, most = (self._spelt(name, self._value(name, amount), "{:f}".format) for name in ("min", "max"))
        if least is not None and most is not None and least > most:
            self._mistakes["max"] = "The largest amount is below the smallest."
        return least, most

    def _playbooks(self, once: bool) -> frozenset[str] | None:
        """With each card counted once, the skill is the one that cards taught when they were given."""
        playbook, skill = self._value("playbook", values.words), self._value("skill", values.words)
        named = None if playbook is None else frozenset({playbook})
        if skill is None or once:
            return named
        teaching = self._context.skills.get(skill)
        if teaching is None:
            self._mistakes["skill"] = "No playbook teaches this skill."
            return named
        return teaching if named is None else named & teaching

    def _place(self, places: Mapping[str, str], order: Order) -> Cursor | None:
        text = places["after"] or places["before"]
        if not text:
            return None
        try:
            return Cursor.parse(text, order.sort)
        except ValueError as error:
            self._mistakes["page"] = str(error)
            return None
