from datetime import timedelta

from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.people.sessions import Session, SessionLimits
from coach.people.tables import session
from tests.fixtures.make import FakeClock

ANNA = Session("005000000000001AAA", "Anna", "anna@example.com")
LIMITS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=12))


def test_a_session_is_found_by_its_hash_alone(store: SqlStore) -> None:
    store.identity.begin_session("a" * 64, ANNA)

    assert store.identity.find_session("a" * 64, LIMITS) == ANNA
    assert store.identity.find_session("b" * 64, LIMITS) is None


def test_a_session_ends_when_it_was_not_used_for_an_hour(store: SqlStore, clock: FakeClock) -> None:
    store.identity.begin_session("a" * 64, ANNA)
    clock.advance(minutes=59, seconds=59)
    assert store.identity.find_session("a" * 64, LIMITS)

    clock.advance(seconds=1)

    assert store.identity.find_session("a" * 64, LIMITS) is None


def test_a_session_that_is_used_lives_on_but_not_beyond_its_absolute_limit(store: SqlStore, clock: FakeClock) -> None:
    store.identity.begin_session("a" * 64, ANNA)
    for _ in range(23):
        clock.advance(minutes=31)
        assert store.identity.find_session("a" * 64, LIMITS)
        store.identity.touch_session("a" * 64)

    clock.advance(minutes=31)

    assert store.identity.find_session("a" * 64, LIMITS) is None


def test_a_session_asks_to_be_touched_once_a_minute(store: SqlStore, clock: FakeClock) -> None:
    store.identity.begin_session("a" * 64, ANNA)
    clock.advance(seconds=61)

    found = store.identity.find_session("a" * 64, LIMITS)
    store.identity.touch_session("a" * 64)
    again = store.identity.find_session("a" * 64, LIMITS)

    assert found
    assert again
    assert (found.stale, again.stale) == (True, False)


def test_signing_out_ends_one_session_and_everywhere_all_of_a_user_s(store: SqlStore) -> None:
    other = Session("005000000000002AAA", "Ben", "ben@example.com")
    for letter, who in (("a", ANNA), ("b", ANNA), ("c", ANNA), ("d", other)):
        store.identity.begin_session(letter * 64, who)

    store.identity.end_session("a" * 64)
    ended = store.identity.end_sessions(ANNA.user_id)

    assert ended == 2
    assert [bool(store.identity.find_session(letter * 64, LIMITS)) for letter in "abcd"] == [False, False, False, True]


def test_sessions_that_are_over_are_forgotten(store: SqlStore, clock: FakeClock, engine: Engine) -> None:
    store.identity.begin_session("a" * 64, ANNA)
    clock.advance(hours=2)
    store.identity.begin_session("b" * 64, ANNA)

    assert store.identity.forget_sessions(LIMITS) == 1
    with engine.connect() as connection:
        assert connection.execute(session.select()).one().hash == "b" * 64
