"""Who reports to whom is asked of Salesforce before it is too old to be relied on, and not more often."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.model import User
from coach.errors import TryAgain
from coach.people.pages.hierarchy import Hierarchy, HierarchyPosition
from tests.fixtures.make import NOON, ORG, FakeClock

BOSS = User("005000000000001AAA", "Anna", "anna@example.com")
REPORT = User("005000000000002AAA", "Ben", "ben@example.com", manager_id=BOSS.id)


@dataclass
class FakeOrg:
    """Its users; ``down`` is raised instead."""

    people: list[User] = field(default_factory=lambda: [BOSS, REPORT])
    down: TryAgain | None = None
    asked: int = 0

    def users(self) -> Sequence[User]:
        self.asked += 1
        if self.down:
            raise self.down
        return self.people


@pytest.fixture
def org() -> FakeOrg:
    return FakeOrg()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hierarchy(tmp_path: Path, org: FakeOrg, clock: FakeClock) -> Hierarchy:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    store = SqlStore(open_engine(url), ORG, worker="web", timezone=UTC, clock=clock)
    return Hierarchy(store.identity, org.users, lambda: clock.now)


def test_the_first_who_asks_has_the_users_read(hierarchy: Hierarchy, org: FakeOrg) -> None:
    standing = hierarchy.standing(BOSS.id)

    assert standing == HierarchyPosition(frozenset({REPORT.id}), manages=True, fresh=True)
    assert org.asked == 1


def test_what_is_known_serves_for_ten_minutes(hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock) -> None:
    hierarchy.standing(BOSS.id)
    clock.advance(minutes=9, seconds=49)
    hierarchy.standing(BOSS.id)
    assert org.asked == 1

    org.people = [BOSS, replace(REPORT, manager_id=None)]
    clock.advance(seconds=11)

    assert hierarchy.standing(BOSS.id).below == frozenset()
    assert org.asked == 2


def test_when_salesforce_is_down_what_is_known_serves_until_it_is_too_old(
    hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock
) -> None:
    hierarchy.standing(BOSS.id)
    org.down = TryAgain("Salesforce is down.")

    clock.advance(minutes=14, seconds=49)
    before = hierarchy.standing(BOSS.id)
    clock.advance(seconds=11)
    after = hierarchy.standing(BOSS.id)

    age = timedelta(minutes=14, seconds=49)
    assert before == HierarchyPosition(frozenset({REPORT.id}), manages=True, fresh=True, age=age)
    assert after == HierarchyPosition(frozenset(), manages=True, fresh=False, age=timedelta(minutes=15))


def test_an_org_that_is_down_is_asked_twice_a_minute_and_not_for_every_page(
    hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock
) -> None:
    org.down = TryAgain("Salesforce is down.")
    for _ in range(60):
        assert not hierarchy.standing(BOSS.id).fresh
        clock.advance(seconds=1)
    assert org.asked == 2

    org.down = None

    assert hierarchy.standing(BOSS.id).fresh


def test_who_is_not_active_any_more_has_left(hierarchy: Hierarchy, org: FakeOrg) -> None:
    org.people = [BOSS, replace(REPORT, active=False)]

    assert hierarchy.standing(REPORT.id).left
    assert not hierarchy.standing(BOSS.id).left
    assert hierarchy.standing(BOSS.id).below == {REPORT.id}


def test_who_was_known_to_have_left_stays_away_when_salesforce_is_down(
    hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock
) -> None:
    org.people = [BOSS, replace(REPORT, active=False)]
    hierarchy.standing(BOSS.id)
    org.down = TryAgain("Salesforce is down.")
    clock.advance(hours=3)

    assert hierarchy.standing(REPORT.id).left


def test_a_permission_set_counts_while_it_is_known_to_be_given(
    hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock
) -> None:
    org.people = [replace(BOSS, granted=("CoachAdmins",)), REPORT]
    before = hierarchy.standing(BOSS.id).granted
    org.down = TryAgain("Salesforce is down.")
    clock.advance(minutes=15)

    assert (before, hierarchy.standing(BOSS.id).granted) == (frozenset({"CoachAdmins"}), frozenset())


@pytest.mark.parametrize(
    ("signed_in", "heard_of", "good"),
    [
        (timedelta(hours=3), timedelta(minutes=59), True),
        (timedelta(hours=3), timedelta(hours=1), False),
        (timedelta(minutes=59), timedelta(hours=3), True),
        (timedelta(minutes=59), None, True),
        (timedelta(hours=1), None, False),
        (timedelta(hours=3), timedelta(0), True),
    ],
)
def test_nobody_stays_for_more_than_an_hour_without_salesforce_having_vouched_for_them(
    signed_in: timedelta, heard_of: timedelta | None, good: bool
) -> None:
    standing = HierarchyPosition(frozenset(), manages=False, fresh=False, age=heard_of)

    assert standing.vouches_for(signed_in) is good


def test_what_was_looked_up_serves_a_page_and_its_charts(hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock) -> None:
    first = hierarchy.standing(BOSS.id)
    clock.advance(seconds=9)
    again = hierarchy.standing(BOSS.id)
    clock.advance(seconds=1)

    assert again is first
    assert hierarchy.standing(BOSS.id) is not first


def test_a_mistake_of_the_reading_does_not_block_the_next(hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock) -> None:
    org.down = TryAgain("Salesforce is down.")
    hierarchy.standing(BOSS.id)
    org.down = None
    clock.advance(seconds=30)

    assert hierarchy.standing(BOSS.id).fresh
    assert clock.now - NOON == timedelta(seconds=30)
