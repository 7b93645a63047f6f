from coach.app.store import SqlStore
from tests.fixtures.make import NOON, FakeClock


def test_a_token_is_found_by_its_hash_while_it_lives(store: SqlStore) -> None:
    store.identity.create_token("t1", "a" * 64, "warehouse", ["read:feed", "read:log"])

    found = store.identity.find_token("a" * 64)

    assert found
    assert (found.id, found.name, found.scopes, found.created_at) == (
        "t1",
        "warehouse",
        ("read:feed", "read:log"),
        NOON,
    )
    assert store.identity.find_token("b" * 64) is None


def test_a_revoked_token_opens_nothing_and_stays_listed(store: SqlStore) -> None:
    store.identity.create_token("t1", "a" * 64, "warehouse", ["read:feed"])

    outcomes = [store.identity.revoke_token("t1"), store.identity.revoke_token("t1"), store.identity.revoke_token("t2")]

    assert outcomes == [True, False, False]
    assert store.identity.find_token("a" * 64) is None
    assert [token.revoked_at for token in store.identity.tokens()] == [NOON]


def test_when_a_token_was_last_used_is_known_to_the_minute(store: SqlStore, clock: FakeClock) -> None:
    store.identity.create_token("t1", "a" * 64, "warehouse", ["read:feed"])
    stale = []
    for seconds in (0, 59, 2):
        clock.advance(seconds=seconds)
        found = store.identity.find_token("a" * 64)
        assert found
        stale.append(found.stale)
        if found.stale:
            store.identity.touch_token("t1")

    assert stale == [True, False, True]
    assert [token.used_at for token in store.identity.tokens()] == [clock.now]
