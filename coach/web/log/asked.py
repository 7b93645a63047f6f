"""What somebody asks of the log, read from an address; every value that makes no sense is answered with a sentence.

An address says everything: whoever is sent one sees the same rows, of those that they may see.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from coach import ids
from coach.model import Reason
from coach.store.log.choices import Occurring
from coach.store.log.filters import CardOutcome, Filters
from coach.store.log.logbook import Logbook, Scope
from coach.store.log.order import Order, Place, Sort
from coach.store.log.page import Wanted
from coach.text import folded, one_line, plain, shorten
from coach.web.log.amounts import amount
from coach.web.log.words import LOGGED, REASONS, VERDICTS

FIELDS = (
    "from",
    "to",
    "period",
    "team",
    "rep",
    "deal",
    "account",
    "stage",
    "product",
    "min",
    "max",
    "currency",
    "playbook",
    "skill",
    "decision",
    "reason",
    "outcome",
    "unacknowledged",
    "cards",
    "sort",
)
"""The filters and the order, as they are named in an address, in this order."""
PLACES = ("after", "before")
LONGEST = 255
LONGEST_WAIT = 365

_CURRENCY = re.compile(r"[A-Z]{3}")
_RECORD = re.compile(r"(?:^|/)(006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?:$|[/?#])")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """``values`` are the fields that were filled in, as given. ``mistakes`` are sentences by field: none, and
    ``wanted`` is what was asked for.
    """

    values: Mapping[str, str]
    wanted: Wanted
    mistakes: Mapping[str, str]

    @property
    def filters(self) -> Filters:
        return self.wanted.filters

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.values.keys() - {"sort"})

    def query(self, **changes: str | None) -> str:
        """The address's query with some fields changed, or left out where None; always spelt the same way."""
        values = {**self.values, **changes}
        return urlencode([(name, values[name]) for name in (*FIELDS, *PLACES) if values.get(name)])


class Period(StrEnum):
    """Days that are told from today's, so that a saved view stays what its name says."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day; weeks begin on Monday."""
        first = today - timedelta(days=today.weekday()) if "week" in self else today.replace(day=1)
        if self is Period.LAST_WEEK:
            first -= timedelta(days=7)
        if self is Period.LAST_MONTH:
            first = (first - timedelta(days=1)).replace(day=1)
        after = first + timedelta(days=7) if "week" in self else (first + timedelta(days=31)).replace(day=1)
        return first, after - timedelta(days=1)


ONCE = "once"
"""Of ``cards``: each card once, as a team's figures count them."""


class People(Protocol):
    """Who may be asked for."""

    def may_see(self, rep_id: str) -> bool:
        """Whether rows about this user may be shown."""


@dataclass(frozen=True, slots=True)
class Around:
    """What an address is read against: who asks, the teams, the skills with their playbooks, the time and its zone,
    and what people call those stages, by API name, that have another label.

    ``reps`` and ``managers`` are those who may be asked for, by id, as they are called; ``is_account`` says whether an
    account has just this name; ``families`` are the product families that there are.
    """

    viewer: People
    team: Callable[[str], frozenset[str]]
    skills: Mapping[str, frozenset[str]]
    now: datetime
    zone: tzinfo
    stages: Mapping[str, str] = field(default_factory=dict)
    reps: Callable[[], Mapping[str, str]] = dict
    managers: Callable[[], Mapping[str, str]] = dict
    is_account: Callable[[str], bool] = lambda _: False
    occurring: Callable[[], Occurring] = lambda: Occurring((), (), (), ())


def ask(values: Mapping[str, str], around: Around) -> Asked:
    """Read what is asked for; fields that are not there or empty ask for nothing, and unknown ones are passed over."""
    given = {name: text for name in FIELDS if (text := values.get(name, "").strip())}
    return _Reader(given, around).read({name: values.get(name, "") for name in PLACES})


class _Reader:
    """Reads one address; mistakes come together on the way."""

    def __init__(self, values: Mapping[str, str], around: Around) -> None:
        self._values = dict(values)
        self._around = around
        self._mistakes: dict[str, str] = {}

    def read(self, places: Mapping[str, str]) -> Asked:
        filters, order = self._filters(), self._order()
        place = self._place(places, order)
        wanted = Wanted(filters, order, place, backwards=place is not None and not places["after"])
        return Asked(self._values, wanted, self._mistakes)

    def _filters(self) -> Filters:
        since, until = self._days()
        least, most = self._band()
        opportunity_id, words = self._deal()
        verdict, reasons = self._one_of("decision", LOGGED), self._reasons()
        for reason in sorted(reasons or ()):
            if verdict and reason not in REASONS[verdict]:
                self._mistakes["reason"] = f"No card is {VERDICTS[verdict].lower()} because of “{plain(reason)}”."
        account, account_words = self._account()
        once = self._once()
        return Filters(
            since=since,
            until=until,
            people=self._people(),
            opportunity_id=opportunity_id,
            words=words,
            account=account,
            account_words=account_words,
            stage=self._stage(),
            family=self._family(),
            least=least,
            most=most,
            currency=self._currency(),
            playbooks=self._playbooks(once),
            verdict=verdict,
            reasons=reasons,
            outcome=self._one_of("outcome", tuple(CardOutcome)),
            unacknowledged_since=self._waiting(),
            cards_once=once or None,
            taught=self._values.get("skill") if once else None,
        )

    def _stage(self) -> str | None:
        """The API name of the stage that is called so; people know the label, and addresses may have either."""
        text = self._text("stage")
        if text is None:
            return None
        labels = {name: name for name in self._around.occurring().stages} | dict(self._around.stages)
        return _called(text, {label: name for name, label in labels.items()}) or text

    def _family(self) -> str | None:
        text = self._text("product")
        return text and (_called(text, {name: name for name in self._around.occurring().families}) or text)

    def _account(self) -> tuple[str | None, str | None]:
        """The whole name of an account, else words of it."""
        text = self._text("account")
        return (text, None) if text and self._around.is_account(text) else (None, text)

    def _text(self, name: str) -> str | None:
        text = self._values.get(name)
        if text is not None and len(text) > LONGEST:
            self._mistakes[name] = f"At most {LONGEST} characters."
        return text

    def _days(self) -> tuple[datetime | None, datetime | None]:
        first, last = self._day("from"), self._day("to")
        period = self._one_of("period", tuple(Period))
        if period and (first or last):
            self._mistakes["period"] = "Choose either a period or days of your own, not both."
        if period:
            first, last = period.days(self._around.now.astimezone(self._around.zone).date())
        if first and last and first > last:
            self._mistakes["to"] = f"The last day, {last}, is before the first, {first}."
        since = datetime.combine(first, time(), self._around.zone) if first else None
        until = datetime.combine(last + timedelta(days=1), time(), self._around.zone) if last else None
        return since, until

    def _day(self, name: str) -> date | None:
        text = self._values.get(name)
        if text is None:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self._mistakes[name] = "Not a day: write it as 2026-11-30."
            return None
        if not _FIRST_DAY <= day <= _LAST_DAY:
            self._mistakes[name] = f"A day between {_FIRST_DAY} and {_LAST_DAY}."
            return None
        return day

    def _people(self) -> frozenset[str] | None:
        reps, managers = self._person("rep", self._around.reps), self._person("team", self._around.managers)
        team = None if managers is None else frozenset().union(*map(self._around.team, managers))
        if reps is not None and team is not None:
            return reps & team
        return reps if team is None else team

    def _person(self, name: str, known: Callable[[], Mapping[str, str]]) -> frozenset[str] | None:
        """By id, or all who are called so: without a script, a name is what the form sends."""
        text = self._text(name)
        if text is None:
            return None
        try:
            found = frozenset({ids.to18(text, ids.USER)})
            mistake = "There is nobody with this id whose log you may see."
        except ValueError:
            found = _named(text, known())
            mistake = f"Nobody whose log you may see is called “{shorten(one_line(text), 60)}”."
        seen = frozenset(each for each in found if self._around.viewer.may_see(each))
        if not seen:
            # One answer to both: who exists is not for everybody to find out.
            self._mistakes[name] = mistake
        return seen

    def _deal(self) -> tuple[str | None, str | None]:
        """A record's id or address, else words of its name."""
        text = self._text("deal")
        record = _RECORD.search(text) if text else None
        if record is None:
            return None, text
        try:
            return ids.to18(record[1], ids.OPPORTUNITY), None
        except ValueError as error:
            self._mistakes["deal"] = f"The record's id {error}."
            return None, None

    def _band(self) -> tuple[Decimal | None, Decimal | None]:
        least, most = self._amount("min"), self._amount("max")
        if least is not None and most is not None and least > most:
            self._mistakes["max"] = "The largest amount is below the smallest."
        return least, most

    def _amount(self, name: str) -> Decimal | None:
        text = self._values.get(name)
        if text is None:
            return None
        try:
            found = amount(text)
        except ValueError as error:
            self._mistakes[name] = str(error)
            return None
        self._values[name] = f"{found:f}"
        return found

    def _currency(self) -> str | None:
        text = self._values.get("currency")
        if text is not None and not _CURRENCY.fullmatch(text.upper()):
            self._mistakes["currency"] = "Not a currency: write three letters, as EUR."
        return text.upper() if text else None

    def _once(self) -> bool:
        text = self._values.get("cards")
        if text not in (None, ONCE):
            self._mistakes["cards"] = f"Only “{ONCE}”: each card once, however often it came back."
        return text == ONCE

    def _playbooks(self, once: bool) -> frozenset[str] | None:
        """Of cards, once each, the skill is what they taught when they were given."""
        playbook, skill = self._text("playbook"), self._text("skill")
        named = None if playbook is None else frozenset({playbook})
        if skill is None or once:
            return named
        teaching = self._around.skills.get(skill)
        if teaching is None:
            self._mistakes["skill"] = "No playbook teaches this skill."
            return named
        return teaching if named is None else named & teaching

    def _reasons(self) -> frozenset[Reason] | None:
        text = self._values.get("reason")
        if text is None:
            return None
        found = frozenset(reason for reason in Reason if reason.value in text.split(","))
        if len(found) != len(text.split(",")):
            self._mistakes["reason"] = f"One of: {', '.join(Reason)}; or several, with commas between them."
        return found

    def _one_of(self, name: str, words: Sequence[E]) -> E | None:
        text = self._values.get(name)
        found = next((word for word in words if word.value == text), None)
        if text is not None and found is None:
            self._mistakes[name] = f"One of: {', '.join(word.value for word in words)}."
        return found

    def _waiting(self) -> datetime | None:
        text = self._values.get("unacknowledged")
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LONGEST_WAIT:
            self._mistakes["unacknowledged"] = f"A number of days, from 1 to {LONGEST_WAIT}."
            return None
        return self._around.now - timedelta(days=int(text))

    def _order(self) -> Order:
        text = self._values.get("sort", "-when")
        try:
            return Order(Sort(text.removeprefix("-")), text.startswith("-"))
        except ValueError:
            self._mistakes["sort"] = f"One of: {', '.join(Sort)}; with a minus before it, the other way round."
            return Order()

    def _place(self, places: Mapping[str, str], order: Order) -> Place | None:
        text = places["after"] or places["before"]
        if not text:
            return None
        try:
            return Place.parse(text, order.sort)
        except ValueError as error:
            self._mistakes["page"] = str(error)
            return None


def with_names(around: Around, logbook: Logbook, scope: Scope, occurring: Callable[[], Occurring]) -> Around:
    """The same, with the names of people and accounts that the log knows of."""
    return replace(
        around,
        reps=lambda: {each.id: each.name for each in logbook.reps(scope)},
        managers=lambda: {each.id: each.name for each in logbook.managers(scope)},
        is_account=logbook.is_account,
        occurring=occurring,
    )


def _called(text: str, names: Mapping[str, str]) -> str | None:
    """What stands for the name that ``text`` is, whatever its accents and case."""
    return next((found for name, found in names.items() if folded(name) == folded(text)), None)


def _named(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """The ids of all whose name is ``text``; where nobody's is, of all who have it in their name."""
    words = folded(text)
    same = frozenset(each for each, name in names.items() if folded(name) == words)
    return same or frozenset(each for each, name in names.items() if words in folded(name))
