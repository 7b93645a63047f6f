from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError

from coach.database.columns import Exact, Key, Moment, Words
from tests.fixtures.make import NOON

_types = sa.Table(
    "types", sa.MetaData(), sa.Column("w", Words), sa.Column("k", Key), sa.Column("m", Moment), sa.Column("e", Exact)
)


def _kept(engine: Engine, name: str, value: object) -> object:
    """The value as it comes back out of a table."""
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS types")
        _types.create(connection)
        connection.execute(sa.insert(_types), {name: value})
        kept: object = connection.execute(sa.select(_types.c[name])).scalar_one()
        connection.rollback()
    return kept


@given(words=st.text())
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_any_text_can_be_kept(engine: Engine, words: str) -> None:
    assert _kept(engine, "w", words) == words.replace("\0", "\ufffd")


def test_what_no_database_can_hold_is_replaced(engine: Engine) -> None:
    assert _kept(engine, "w", "a\0b\ud83dc") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("number", ["0", "1.50", "-12345678901234567.89", "1E+7", "0.000001"])
def test_a_decimal_is_kept_digit_for_digit(engine: Engine, number: str) -> None:
    assert str(_kept(engine, "e", Decimal(number))) == format(Decimal(number), "f")


def test_a_time_is_given_back_in_utc_to_the_microsecond(engine: Engine) -> None:
    local = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    kept = _kept(engine, "m", local)
    assert (kept, getattr(kept, "tzinfo", None)) == (local, UTC)


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        _kept(engine, "m", NOON.replace(tzinfo=None))


def test_keys_are_ordered_as_python_orders_them(engine: Engine) -> None:
    keys = ["b", "A", "a", "B", "_", "é", "1"]
    with engine.connect() as connection:
        _types.create(connection)
        connection.execute(sa.insert(_types), [{"k": key} for key in keys])
        ordered = connection.execute(sa.select(_types.c.k).order_by(_types.c.k)).scalars().all()
        connection.rollback()
    assert ordered == sorted(keys)
