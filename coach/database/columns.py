"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from coach.text import folded

SHORT = 255
"""The length of texts that are looked up. No Salesforce field that Coach looks up by is longer."""

_UNKEEPABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def keepable(text: str) -> str:
    """``text`` as both databases can store it.

    NUL, which PostgreSQL refuses, and lone surrogates, which neither database can encode, become U+FFFD.
    """
    # Nearly all texts are ids and names of states, and translating costs several times as much as checking.
    return str(text) if text.isascii() and "\0" not in text else str(text).translate(_UNKEEPABLE)


class Words(TypeDecorator[str]):
    """Text from anywhere.

    Characters that no database can store are replaced (:func:`keepable`): what a stranger typed must not be able to
    stop a transaction. Members of a StrEnum are stored as their values.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else keepable(value)


class Key(Words):
    """Text that is compared byte by byte, so that the database orders keys as Python does."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[str]:
        if dialect.name == "postgresql":
            return postgresql.TEXT(collation="C")
        return dialect.type_descriptor(sa.Text())


class Short(Words):
    """Text from anywhere that is looked up or sorted by: its first 255 characters.

    PostgreSQL refuses a row whose indexed text is longer than a third of a page, and what a stranger typed must not be
    able to cause that. None is stored as the empty text, so that it has a place in every order.
    """

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        return (super().process_bind_param(value, dialect) or "")[:SHORT]

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return value or None


def folded_from(column: str, name: str) -> sa.Column[str]:
    """A column with another column's text in the form that is searched (:func:`~coach.text.folded`), set on insert.

    Neither database can fold accents in a way that its indexes support and that is the same in both.
    """

    def value(context: Any) -> str:
        return folded(context.get_current_parameters().get(column) or "")

    return sa.Column(name, Short, default=value, comment=f"{column} as it is searched")


class Names(TypeDecorator[tuple[str, ...]]):
    """A few short texts. PostgreSQL can index the contents of a list; SQLite has no lists, so there it is JSON."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ARRAY(sa.Text()))
        return dialect.type_descriptor(sa.JSON())

    def process_bind_param(self, value: Sequence[str] | None, _dialect: Dialect) -> list[str]:
        return [keepable(each)[:SHORT] for each in value or ()]

    def process_result_value(self, value: Sequence[str] | None, _dialect: Dialect) -> tuple[str, ...]:
        return tuple(value or ())


class Moment(TypeDecorator[datetime]):
    """An aware time, stored and returned in UTC, to the microsecond."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal, digit for digit. SQLite has no decimal numbers and would store a float, so there it is text."""

    impl = sa.Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Numeric())
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None or dialect.name == "postgresql":
            return value
        return format(value, "f")

    def process_result_value(self, value: object, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(str(value))
