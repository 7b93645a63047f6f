from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.app.store import SqlStore
from coach.errors import TryAgain
from coach.ports import OfferedLibrary, Release
from tests.fixtures.make import LEASE, NOON, FakeClock, delivered, received
from tests.fixtures.store import StoreFor


def offer(
    library: str, revision: str = "", place: str = "host:/playbooks", before: str | None = None
) -> OfferedLibrary:
    return OfferedLibrary(
        library, revision, {"trade": f"text of {library}", "why-now": "the same in all"}, place, before
    )


def test_before_the_first_nothing_is_in_force(store: SqlStore) -> None:
    assert store.libraries.in_force() is None


def test_the_first_library_comes_into_force_with_its_texts(store: SqlStore) -> None:
    shipped = store.libraries.publish(offer("a", "commit-1"))

    assert shipped == store.libraries.in_force() == Release(1, "a", "commit-1", NOON)
    assert store.libraries.texts("a") == {"trade": "text of a", "why-now": "the same in all"}


def test_every_process_sees_what_one_has_shipped(store_for: StoreFor) -> None:
    store_for("a").libraries.publish(offer("a"))
    assert store_for("b").libraries.publish(offer("b")).library == "b"
    assert store_for("a").libraries.in_force() == store_for("b").libraries.in_force()


def test_the_same_library_again_changes_nothing(store: SqlStore) -> None:
    first = store.libraries.publish(offer("a"))
    assert store.libraries.publish(offer("a", place="another-host:/playbooks")) == first


def test_what_was_replaced_stays_so_for_whoever_still_has_it(store: SqlStore) -> None:
    store.libraries.publish(offer("a", "commit-1", "old"))
    store.libraries.publish(offer("b", "commit-2", "new"))

    assert store.libraries.publish(offer("a", "commit-1", "old")).library == "b"
    assert store.libraries.publish(offer("a", "commit-1", "old, started again elsewhere")).library == "b"


def test_what_was_replaced_comes_back_with_a_new_revision(store: SqlStore) -> None:
    store.libraries.publish(offer("a", "commit-1", "old"))
    store.libraries.publish(offer("b", "commit-2", "new"))

    assert store.libraries.publish(offer("a", "commit-3", "newer")).library == "a"


def test_what_was_replaced_comes_back_where_it_replaces_what_is_in_force(store: SqlStore) -> None:
    for library in ("a", "b", "a"):
        assert store.libraries.publish(offer(library)).library == library


def test_what_was_replaced_comes_back_when_asked_for(store: SqlStore) -> None:
    store.libraries.publish(offer("a", place="old"))
    store.libraries.publish(offer("b", place="new"))

    assert store.libraries.publish(offer("a", place="old"), anyway=True).library == "a"


def test_a_folder_in_which_somebody_else_found_a_third_library_is_looked_at_again(store: SqlStore) -> None:
    store.libraries.publish(offer("a"))
    store.libraries.publish(offer("c", before="a"))

    assert store.libraries.publish(offer("b", before="a")).library == "c"


def test_the_story_of_a_decision_tells_the_revision_of_its_playbooks(store: SqlStore, clock: FakeClock) -> None:
    store.libraries.publish(offer("lib-1", "commit-1"))
    store.accept(received("e1"))
    claims = store.claim_deals(1, LEASE)
    with store.evaluating(claims, "lib-1") as evaluation:
        evaluation.save(claims[0], delivered())
    clock.advance(days=1)
    store.libraries.publish(offer("lib-1", "commit-2"))
    (entry,) = store.log_page(1)

    story = store.logbook.story(entry.id, None)

    assert story is not None
    assert (story.line.entry.library, story.line.entry.revision) == ("lib-1", "commit-1")


def test_texts_of_a_library_that_was_never_in_force_are_not_known(store: SqlStore) -> None:
    assert store.libraries.texts("a") == {}


def test_nothing_that_was_decided_with_another_library_is_kept(store: SqlStore) -> None:
    store.libraries.publish(offer("lib-1"))
    store.accept(received("e1"))
    claims = store.claim_deals(1, LEASE)
    store.libraries.publish(offer("lib-2"))

    with pytest.raises(TryAgain, match="Other playbooks came into force"), store.evaluating(claims, "lib-1"):
        pytest.fail("must not be decided on")
    with store.evaluating(claims, "lib-2") as evaluation:
        evaluation.save(claims[0], delivered())


def test_folders_that_come_and_go_are_not_remembered_for_ever(store: SqlStore) -> None:
    for number in range(5):
        store.libraries.publish(offer("a", place=f"container-{number}"))
    store.libraries.publish(offer("b", place="container-5"))

    assert store.recall("library at container-1") is None
    assert store.recall("library at container-5") == "b"


def test_libraries_that_come_at_once_come_into_force_one_after_another(store_for: StoreFor) -> None:
    def publish(name: str) -> Release:
        while True:
            try:
                return store_for(name).libraries.publish(offer(name, place=name))
            except TryAgain:
                continue

    with ThreadPoolExecutor(6) as pool:
        shipped = list(pool.map(publish, "abcdef"))

    assert sorted(each.number for each in shipped) == [1, 2, 3, 4, 5, 6]
    assert {each.library for each in shipped} == set("abcdef")
    assert store_for("g").libraries.in_force() == max(shipped, key=lambda each: each.number)
