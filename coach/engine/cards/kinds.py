"""What sorts of value a template handles, and the value of a fact that is not there."""

from datetime import time
from enum import StrEnum

from jinja2 import Undefined


class ExpressionKind(StrEnum):
    """What sort of value an expression has, as far as can be told without a deal."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "yes or no"
    LIST = "list"
    GROUP = "group"
    ANY = "any"


class Selected(tuple[str, ...]):
    """The labels of what is chosen in a multi-select picklist: a list that may also be printed as it is."""

    def __str__(self) -> str:
        """“Cloud Security, Analytics”."""
        return ", ".join(self)


class TimeOfDay(str):
    """A time of day: 14:30 to a condition in a text, and as the reader's region writes it where it is printed."""

    moment: time

    def __new__(cls, moment: time) -> "TimeOfDay":
        """The time, as it is compared."""
        clock = super().__new__(cls, f"{moment:%H:%M}")
        clock.moment = moment
        return clock


class Empty(Undefined):
    """A fact that is empty on the record: false in a condition, an error wherever it would be printed."""

    def error(self) -> Exception:
        """The error that says which fact is empty."""
        return self._undefined_exception(self._undefined_message)
