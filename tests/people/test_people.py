from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.app.store import SqlStore
from coach.engine.model import User
from tests.fixtures.make import FakeClock

ANNA = User("005000000000001AAA", "Anna", "anna@example.com")
BEN = User("005000000000002AAA", "Ben", "ben@example.com", manager_id=ANNA.id)
CARL = User("005000000000003AAA", "Carl", "carl@example.com", manager_id=BEN.id)


def user(number: int, manager: int | None) -> User:
    manager_id = None if manager is None else f"005{manager:012}AAA"
    return User(f"005{number:012}AAA", f"User {number}", f"user{number}@example.com", manager_id=manager_id)


def reachable(managers: Mapping[str, str | None], boss: str, other: str) -> bool:
    """Whether the chain of managers that begins above ``other`` comes past ``boss``."""
    seen = set[str]()
    above = managers[other]
    while above is not None and above not in seen:
        if above == boss:
            return True
        seen.add(above)
        above = managers.get(above)
    return False


def test_everybody_below_at_every_depth_is_below(store: SqlStore) -> None:
    store.identity.keep_users([ANNA, BEN, CARL])

    below = [store.identity.place(each.id).below for each in (ANNA, BEN, CARL)]

    assert below == [{BEN.id, CARL.id}, {CARL.id}, set()]


def test_a_place_says_who_somebody_is_and_how_old_the_knowledge_is(store: SqlStore, clock: FakeClock) -> None:
    store.identity.keep_users([ANNA, BEN])
    clock.advance(minutes=7)

    place = store.identity.place(BEN.id)

    assert place.user == BEN
    assert place.age == timedelta(minutes=7)


def test_before_the_first_reading_nothing_is_known(store: SqlStore) -> None:
    place = store.identity.place(ANNA.id)

    assert (place.user, place.below, place.age) == (None, frozenset(), None)


def test_what_is_kept_is_what_was_read_last(store: SqlStore) -> None:
    store.identity.keep_users([ANNA, BEN, CARL])
    moved = replace(CARL, manager_id=ANNA.id, active=False)

    store.identity.keep_users([ANNA, moved])

    assert store.identity.place(ANNA.id).below == {CARL.id}
    assert store.identity.place(CARL.id).user == moved
    assert store.identity.place(BEN.id).user is None


def test_somebody_whose_manager_was_not_read_is_still_below_them(store: SqlStore) -> None:
    store.identity.keep_users([BEN, CARL])

    assert store.identity.place(ANNA.id).below == {BEN.id, CARL.id}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=10))
def test_below_is_exactly_who_can_be_reached_downwards(store: SqlStore, managers: list[int | None]) -> None:
    """Trees, forests, circles and managers of themselves: whatever an org's data may hold."""
    users = [user(number, manager) for number, manager in enumerate(managers)]
    chain = {each.id: each.manager_id for each in users}

    store.identity.keep_users(users)

    for boss in users:
        expected = {each.id for each in users if each.id != boss.id and reachable(chain, boss.id, each.id)}
        assert store.identity.place(boss.id).below == expected


def test_only_one_of_many_reads_the_users_in_a_slot_of_time(store: SqlStore) -> None:
    claims = [
        store.identity.claim_reading("41"),
        store.identity.claim_reading("41"),
        store.identity.claim_reading("42"),
    ]

    assert claims == [True, False, True]
