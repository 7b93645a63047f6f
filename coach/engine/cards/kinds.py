"""The kinds of value that a template handles, and the value of an empty fact."""

from datetime import time
from enum import StrEnum

from jinja2 import Undefined


class ExpressionKind(StrEnum):
    """The kind of an expression's value, as far as it can be told without a deal."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "yes or no"
    LIST = "list"
    GROUP = "group"
    ANY = "any"


class Selected(tuple[str, ...]):
    """The labels of the values chosen in a multi-select picklist. It is a list that can also be printed directly."""

    def __str__(self) -> str:
        """“Cloud Security, Analytics”."""
        return ", ".join(self)


class TimeOfDay(str):
    """A time of day. Conditions in a text compare it as 14:30; it is printed as the reader's region writes it."""

    moment: time

    def __new__(cls, moment: time) -> "TimeOfDay":
        """The time, in the form in which it is compared."""
        clock = super().__new__(cls, f"{moment:%H:%M}")
        clock.moment = moment
        return clock


class Empty(Undefined):
    """A fact that is empty on the record: false in a condition, an error when printed."""

    def error(self) -> Exception:
        """The error that names the empty fact."""
        return self._undefined_exception(self._undefined_message)
