"""The sort orders of the log, and cursors: where a page ends and the next begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from coach.queue.tables.records import Row, decision

Value = str | float | int | datetime

NO_PLACE = "That is not a place in the log in this order."


class Sort(StrEnum):
    """What the log is sorted by."""

    WHEN = "when"
    REP = "rep"
    DEAL = "deal"
    AMOUNT = "amount"
    PLAYBOOK = "playbook"


_WHEN = (decision.c.at, decision.c.id)
KEYS: Mapping[Sort, tuple[sa.Column[Any], ...]] = {
    Sort.WHEN: _WHEN,
    Sort.REP: (decision.c.owner_name, *_WHEN),
    Sort.DEAL: (decision.c.deal_name, decision.c.id),
    Sort.AMOUNT: (decision.c.worth, decision.c.id),
    Sort.PLAYBOOK: (decision.c.playbook, *_WHEN),
}
"""Each ends with the id, so that no two rows share a position. Each can be read along an index, all in one
direction.
"""


@dataclass(frozen=True, slots=True)
class Order:
    """``descending`` applies to the tie-breakers, too."""

    sort: Sort = Sort.WHEN
    descending: bool = True

    @property
    def keys(self) -> tuple[sa.Column[Any], ...]:
        return KEYS[self.sort]

    def turned(self) -> "Order":
        """The reversed order."""
        return Order(self.sort, not self.descending)

    def by(self, columns: sa.ColumnCollection[str, Any]) -> list[sa.ColumnElement[Any]]:
        """The ORDER BY clause, over columns named after the keys."""
        return [columns[key.name].desc() if self.descending else columns[key.name].asc() for key in self.keys]

    def past(self) -> sa.ColumnElement[bool]:
        """The condition for all rows after a cursor.

        Its values, from :meth:`Cursor.bound`, are bound when the statement is executed.
        """
        there = sa.tuple_(*(sa.bindparam(f"place_{key.name}", type_=key.type) for key in self.keys))
        here = sa.tuple_(*self.keys)
        return here < there if self.descending else here > there


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's position in the order by ``sort``, in either direction. The row itself need not exist any more."""

    sort: Sort
    values: tuple[Value, ...]

    @classmethod
    def of(cls, row: Row, order: Order) -> "Cursor":
        """The cursor of a row that has the columns of the order's keys."""
        # What is stored as an empty text reads as None.
        return cls(
            order.sort, tuple("" if row._mapping[key.name] is None else row._mapping[key.name] for key in order.keys)
        )

    def bound(self) -> dict[str, Value]:
        """The values for :meth:`Order.past`."""
        return {f"place_{key.name}": value for key, value in zip(KEYS[self.sort], self.values, strict=True)}

    def __str__(self) -> str:
        """The form used in URLs."""
        plain = [value.isoformat() if isinstance(value, datetime) else value for value in self.values]
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, sort: Sort) -> "Cursor":
        """Read the form used in URLs. Raises ValueError, with a sentence, if ``text`` is no cursor in this order."""
        try:
            values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, RecursionError) as error:
            raise ValueError(NO_PLACE) from error
        keys = KEYS[sort]
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError(NO_PLACE)
        return cls(sort, tuple(_value(value, key) for value, key in zip(values, keys, strict=True)))


def _value(value: object, key: sa.Column[Any]) -> Value:
    if key is decision.c.at and isinstance(value, str):
        return _moment(value)
    if key is decision.c.id and type(value) is int and 0 <= value < 2**63:
        return value
    if key is decision.c.worth and type(value) in (int, float):
        return float(str(value))
    if key not in _NUMBERS and isinstance(value, str):
        return value
    raise ValueError(NO_PLACE)


_NUMBERS = frozenset({decision.c.at, decision.c.id, decision.c.worth})


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(NO_PLACE) from error
