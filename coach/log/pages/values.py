"""Parses single values of a URL. Each raises ValueError with a sentence for whoever wrote the value."""

import re
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from coach import ids
from coach.engine.model import Reason
from coach.log.order import Order, Sort

LONGEST = 255
LONGEST_WAIT = 365
ONCE = "once"
"""A value of ``cards``: each card counted once, as in a team's figures."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_RECORD = re.compile(r"(?:^|/)(006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?:$|[/?#])")

E = TypeVar("E", bound=StrEnum)


def words(text: str) -> str:
    """Any text, up to the length of a name."""
    if len(text) > LONGEST:
        raise ValueError(f"At most {LONGEST} characters.")
    return text


def record(text: str) -> str | None:
    """The id in a record's id or URL; None if it is neither, but words of a name."""
    found = _RECORD.search(words(text))
    if found is None:
        return None
    try:
        return ids.to18(found[1], ids.OPPORTUNITY)
    except ValueError as error:
        raise ValueError(f"The record's id {error}.") from None


def currency(text: str) -> str:
    """An ISO code."""
    if not _CURRENCY.fullmatch(text.upper()):
        raise ValueError("Not a currency: write three letters, as EUR.")
    return text.upper()


def once(text: str) -> bool:
    """Whether each card should be counted once."""
    if text != ONCE:
        raise ValueError(f"Only “{ONCE}”: each card once, however often it came back.")
    return True


def one_of(text: str, choices: Sequence[E]) -> E:
    """One of a few words."""
    for each in choices:
        if each.value == text:
            return each
    raise ValueError(f"One of: {', '.join(choices)}.")


def reasons(text: str) -> frozenset[Reason]:
    """One reason, or several separated by commas."""
    found = frozenset(reason for reason in Reason if reason.value in text.split(","))
    if len(found) != len(text.split(",")):
        raise ValueError(f"One of: {', '.join(Reason)}; or several, with commas between them.")
    return found


def wait(text: str) -> timedelta:
    """A number of days."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LONGEST_WAIT:
        raise ValueError(f"A number of days, from 1 to {LONGEST_WAIT}.")
    return timedelta(days=int(text))


def order(text: str) -> Order:
    """An order; a leading minus means descending."""
    try:
        return Order(Sort(text.removeprefix("-")), text.startswith("-"))
    except ValueError:
        raise ValueError(f"One of: {', '.join(Sort)}; with a minus before it, the other way round.") from None
