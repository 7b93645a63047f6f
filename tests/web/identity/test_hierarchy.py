"""Who reports to whom is asked of Salesforce before it is too old to be relied on, and not more often."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from coach.errors import TryAgain
from coach.model import User
from coach.store import SqlStore, migrate, open_engine
from coach.web.identity.hierarchy import Hierarchy, Standing
from tests.store.make import NOON, ORG, FakeClock, forms

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
    store = SqlStore(open_engine(url), ORG, worker="web", forms=forms, timezone=UTC, clock=clock)
    return Hierarchy(store.identity, org.users, lambda: clock.now)


def test_the_first_who_asks_has_the_users_read(hierarchy: Hierarchy, org: FakeOrg) -> None:
    standing = hierarchy.standing(BOSS.id)

    assert standing == Standing(frozenset({REPORT.id}), manages=True, fresh=True)
    assert org.asked == 1


def test_what_is_known_serves_for_ten_minutes(hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock) -> None:
    hierarchy.standing(BOSS.id)
    clock.advance(minutes=9, seconds=59)
    hierarchy.standing(BOSS.id)
    assert org.asked == 1

    org.people = [BOSS, replace(REPORT, manager_id=None)]
    clock.advance(seconds=1)

    assert hierarchy.standing(BOSS.id).below == frozenset()
    assert org.asked == 2


def test_when_salesforce_is_down_what_is_known_serves_until_it_is_too_old(
    hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock
) -> None:
    hierarchy.standing(BOSS.id)
    org.down = TryAgain("Salesforce is down.")

    clock.advance(minutes=14, seconds=59)
    before = hierarchy.standing(BOSS.id)
    clock.advance(seconds=1)
    after = hierarchy.standing(BOSS.id)

    assert before == Standing(frozenset({REPORT.id}), manages=True, fresh=True)
    assert after == Standing(frozenset(), manages=True, fresh=False)


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


def test_a_mistake_of_the_reading_does_not_block_the_next(hierarchy: Hierarchy, org: FakeOrg, clock: FakeClock) -> None:
    org.down = TryAgain("Salesforce is down.")
    hierarchy.standing(BOSS.id)
    org.down = None
    clock.advance(seconds=30)

    assert hierarchy.standing(BOSS.id).fresh
    assert clock.now - NOON == timedelta(seconds=30)
