"""Numbers, money, percentages, days and lists as the readers of a language in a region write them.

All patterns and signs are CLDR's, as Babel has them; values are Decimal throughout.
"""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import (
    NumberPattern,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
    get_minus_sign_symbol,
)

from coach.engine.languages.tags import chain

NO_BREAK = "\u00a0"
_MOST_DIGITS = 30
"""Maximum digits before the decimal point, or after it: a number of a million digits would fill the page and take
long.
"""
_TENTH = Decimal("0.1")
_WIDE = Context(prec=2 * _MOST_DIGITS + 4)
_PLAIN = Locale("en")
_APOSTROPHE = {"'": "’"}
"""Babel takes a straight apostrophe between digits for a quotation mark of the pattern, and drops it. Switzerland's own
guide uses the curly one (Bundeskanzlei, Schreibweisungen, margin number 514).
"""
_LIKE_I = re.compile(r"(?:i|hi(?![aeou]))", re.IGNORECASE)
_LIKE_O = re.compile(r"(?:h?o|8)", re.IGNORECASE)
_ELSEWHERE = "en-001"
"""English for an unknown region: the day before the month. Plain ``en`` is CLDR's American English."""


def tenth(value: Decimal | float) -> Decimal:
    """Minutes rounded to a tenth, as they are charged."""
    return _exact(value).quantize(_TENTH, ROUND_HALF_UP)


def _exact(value: Decimal | float) -> Decimal:
    """The exact decimal. A float is first converted to the decimal it stands for."""
    return Decimal(f"{value:.6f}")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Formats figures for one language and region. Each result is one line, with no-break spaces where it must not
    wrap.
    """

    locale: Locale

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.locale.text_direction == "rtl"

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """1,234.5: with all digits except trailing zeros, or with ``places`` decimals."""
        value = Decimal(value)
        if places is None:
            return self._written(self.locale.decimal_formats[None], value)
        pattern = copy(self.locale.decimal_formats[None])
        pattern.frac_prec = (places, places)
        return self._written(pattern, value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE))

    def percent(self, value: Decimal) -> str:
        """12.5%: ``value`` is in percent, as Salesforce holds it."""
        return self._written(self.locale.percent_formats[None], value.scaleb(-2, _WIDE))

    def share(self, part: Decimal | float, whole: Decimal | float = 1) -> str:
        """63%: a part of a whole, in whole percent; a dash if there is no whole."""
        if not whole:
            return "–"
        return self.percent((100 * _exact(part) / _exact(whole)).quantize(Decimal(1), ROUND_HALF_UP))

    def money(self, value: Decimal, currency: str = "") -> str:
        """62,000 USD or 62,000.50 USD: the currency's own decimals, none for a whole amount.

        Uses the ISO code, because a sign such as $ belongs to many currencies. The code follows the amount in every
        language.
        """
        written = self.number(value, _cents(value, currency)) if writable(value) else in_short(value)
        space = " " if self.locale.language == "en" else NO_BREAK
        return f"{written}{space}{currency}" if currency else written

    def minutes(self, value: Decimal) -> str:
        """1.4: minutes to the tenth, as charged. Used for a card, for a rep's week, and wherever else minutes are
        shown.
        """
        return self.number(tenth(value))

    def ago(self, since: timedelta) -> str:
        """3 days ago, in the largest unit that fits."""
        return format_timedelta(-max(since, timedelta(minutes=1)), add_direction=True, locale=self.locale)

    def day(self, day: date) -> str:
        """1 March 2027."""
        return format_date(day, "long", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """1 Mar 2027, 14:30: for lists."""
        return f"{format_date(at.date(), 'medium', locale=self.locale)}, {self.time(at.time().replace(second=0))}"

    def time(self, moment: time) -> str:
        """14:30, or 2:30 PM."""
        return format_time(moment, "medium" if moment.second else "short", locale=self.locale)

    def all_of(self, texts: Sequence[str]) -> str:
        """a, b and c."""
        listed = format_list(texts, "standard", self.locale)
        return self._euphonic(listed, texts, " y ", " e ", _LIKE_I)

    def any_of(self, texts: Sequence[str]) -> str:
        """a, b or c."""
        listed = format_list(texts, "or", self.locale)
        return self._euphonic(listed, texts, " o ", " u ", _LIKE_O)

    def _euphonic(self, listed: str, texts: Sequence[str], word: str, instead: str, sound: re.Pattern[str]) -> str:
        """Spanish says “e” before an i, and “u” before an o. ICU implements that; CLDR's patterns alone do not."""
        if self.locale.language != "es" or len(texts) < 2 or not sound.match(texts[-1]):
            return listed
        return f"{listed.removesuffix(word + texts[-1])}{instead}{texts[-1]}"

    def _written(self, pattern: NumberPattern, value: Decimal) -> str:
        if not writable(value):
            return in_short(value)
        with localcontext(_WIDE):
            text: str = pattern.apply(value, _PLAIN, decimal_quantization=False)
        return text.translate(_signs(self.locale))


@lru_cache(maxsize=256)
def _signs(locale: Locale) -> dict[int, str]:
    """Cached: looking them up takes a third of the time of writing a number."""
    group = get_group_symbol(locale)
    return {
        ord(","): _APOSTROPHE.get(group, group),
        ord("."): get_decimal_symbol(locale),
        ord("-"): get_minus_sign_symbol(locale),
    }


def _cents(value: Decimal, currency: str) -> int:
    whole = value == value.to_integral_value()
    return 0 if whole else get_currency_precision(currency) if currency else 2


def writable(value: Decimal) -> bool:
    """Whether it has few enough digits for a person to read."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -_MOST_DIGITS <= exponent <= value.adjusted() < _MOST_DIGITS


def in_short(value: Decimal) -> str:
    """“1.5e+400”, for a number that no record should hold."""
    if not value.is_finite():
        return "no number"
    return f"{value:.3g}" if value else "0"


@lru_cache(maxsize=256)
def figures_in(tag: str) -> NumberFormat:
    """The figures of a text's language in a region. If CLDR does not have that pair, those of the language."""
    for step in (*_steps(tag), _ELSEWHERE):
        try:
            return NumberFormat(Locale.parse(step, sep="-"))
        except UnknownLocaleError:
            continue
    raise AssertionError("Babel has no English")


def _steps(tag: str) -> tuple[str, ...]:
    return tuple(step for step in chain(tag) if step != "en")
