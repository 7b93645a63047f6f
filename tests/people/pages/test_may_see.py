"""Random hierarchies, and every pair of users: nobody sees what they must not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.model import User
from coach.people.pages.hierarchy import Hierarchy
from coach.people.pages.roles import person
from coach.people.pages.settings import SignInSettings
from coach.people.sessions import Session
from coach.web.viewer import Role
from tests.fixtures.make import ORG

PLAIN = SignInSettings("https://coach.example", "https://example.my.salesforce.com", ORG, "client", None, ("k" * 32,))

Managers = Mapping[str, str | None]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path_factory.mktemp('may-see') / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    yield SqlStore(engine, ORG, worker="web", timezone=UTC)
    engine.dispose()


def user_id(number: int) -> str:
    return f"005{number:012}AAA"


@st.composite
def organisations(draw: st.DrawFn) -> Managers:
    """Who reports to whom: trees and forests, people who report to themselves, to somebody unknown, or in circles."""
    size = draw(st.integers(1, 9))
    boss = st.none() | st.integers(0, size)
    drawn = {number: draw(boss) for number in range(size)}
    return {user_id(number): None if manager is None else user_id(manager) for number, manager in drawn.items()}


def above(managers: Managers, rep: str) -> set[str]:
    """Everybody on the way up from ``rep``, as far as it leads to somebody new."""
    found = set[str]()
    manager = managers[rep]
    while manager is not None and manager not in found:
        found.add(manager)
        manager = managers.get(manager)
    return found


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(organisations(), st.sampled_from(Role))
def test_everybody_sees_exactly_themselves_and_who_is_below_them(
    store: SqlStore, managers: Managers, special: Role
) -> None:
    users = [User(each, each, f"{each}@example.com", manager_id=manager) for each, manager in managers.items()]
    store.identity.keep_users(users)
    hierarchy = Hierarchy(store.identity, lambda: users, lambda: datetime.now(UTC))
    one = frozenset({users[0].id})
    named = replace(
        PLAIN,
        admins=one if special is Role.ADMIN else frozenset(),
        enablement=one if special is Role.ENABLEMENT else frozenset(),
    )

    viewers = {
        each.id: person(Session(each.id, each.name, each.username), hierarchy.standing(each.id), named)
        for each in users
    }

    for (viewer_id, viewer), rep in product(viewers.items(), managers):
        if viewer.role is Role.ADMIN:
            assert viewer.may_see(rep)
        elif viewer.role is Role.ENABLEMENT:
            assert not viewer.may_see(rep)
        else:
            assert viewer.may_see(rep) == (rep == viewer_id or viewer_id in above(managers, rep))
            assert (viewer.role is Role.MANAGER) == any(
                viewer_id in above(managers, other) for other in managers if other != viewer_id
            )
