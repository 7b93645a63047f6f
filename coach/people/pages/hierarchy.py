"""Who reports to whom, from the database, read again from Salesforce before it is too old to be relied on."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from coach.engine.model import User
from coach.errors import CoachError
from coach.people.identity import IdentityStore
from coach.people.people import Place

log = structlog.get_logger(__name__)

READ_AGAIN = timedelta(minutes=10)
TOO_OLD = timedelta(minutes=15)
"""Somebody who was moved to another team is seen by the old manager no longer than this."""
TRY_EVERY = timedelta(seconds=30)
"""Over all processes: an org that is down must not be asked for every page."""
KEPT_FOR = timedelta(seconds=10)
"""How long a process goes by what it has just looked up: a page and its charts come together."""
MOST_KEPT = 5_000
VOUCHED_FOR = timedelta(hours=1)
"""How long somebody stays signed in without Salesforce having said anew that they work there."""
PATIENCE_SECONDS = 5.0
"""How long a page waits for another that is reading the users already."""


@dataclass(frozen=True, slots=True)
class HierarchyPosition:
    """Somebody's place in the hierarchy, as far as it may be relied on.

    ``below`` is empty where that is not known now: ``fresh`` is False then. ``manages`` says whether anybody was below
    them when it was last known. ``left`` is True for who is known not to be active in the org any more. ``granted`` are
    their permission sets, empty where these are not known now. ``age`` is since when Salesforce has not said anything
    about anybody; None where it never has.
    """

    below: frozenset[str]
    manages: bool
    fresh: bool
    left: bool = False
    granted: frozenset[str] = frozenset()
    age: timedelta | None = timedelta(0)

    def vouches_for(self, signed_in: timedelta) -> bool:
        """Whether Salesforce has lately said, at sign-in so long ago or since, that they may come in."""
        ages = [signed_in] if self.age is None else [signed_in, self.age]
        return min(ages) < VOUCHED_FOR


class Hierarchy:
    """Safe to share between threads; one of them reads the users while the others use what is known."""

    def __init__(
        self, store: IdentityStore, read_users: Callable[[], Sequence[User]], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._read_users = read_users
        self._clock = clock
        self._reading = threading.Lock()
        self._kept: dict[str, tuple[datetime, HierarchyPosition]] = {}

    def standing(self, user_id: str) -> HierarchyPosition:
        """Where this user stands, at most :data:`TOO_OLD` ago. Raises TryAgain where the database does."""
        now = self._clock()
        until, kept = self._kept.get(user_id, (now, None))
        if kept is not None and until - KEPT_FOR <= now < until:
            return kept
        found = self._look_up(user_id)
        if found.fresh:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[user_id] = (now + KEPT_FOR, found)
        return found

    def _look_up(self, user_id: str) -> HierarchyPosition:
        place = self._store.place(user_id)
        if not _younger(place, READ_AGAIN):
            self._read(patience=0 if _younger(place, TOO_OLD) else PATIENCE_SECONDS)
            place = self._store.place(user_id)
        fresh = _younger(place, TOO_OLD - KEPT_FOR)
        below = place.below if fresh else frozenset()
        left = place.user is not None and not place.user.active
        granted = frozenset(place.user.granted) if fresh and place.user is not None else frozenset[str]()
        return HierarchyPosition(below, bool(place.below), fresh, left, granted, place.age)

    def _read(self, patience: float) -> None:
        """Read the users, unless somebody does or has just tried."""
        if not self._reading.acquire(timeout=patience):
            return
        try:
            slot = int(self._clock().timestamp() // TRY_EVERY.total_seconds())
            if self._store.claim_reading(str(slot)):
                self._store.keep_users(self._read_users())
        except CoachError as error:
            log.warning("users_not_read", sentence=str(error))
        finally:
            self._reading.release()


def _younger(place: Place, age: timedelta) -> bool:
    return place.age is not None and place.age < age
