"""Who reports to whom, from the database; read again from Salesforce before the data is too old to rely on."""

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
"""Maximum time for which a former manager still sees somebody who has moved to another team."""
TRY_EVERY = timedelta(seconds=30)
"""Over all processes: do not ask an org that is down for every page."""
KEPT_FOR = timedelta(seconds=10)
"""How long a process reuses a lookup: a page and its charts are requested together."""
MOST_KEPT = 5_000
VOUCHED_FOR = timedelta(hours=1)
"""How long somebody stays signed in without a new confirmation from Salesforce that they still work there."""
PATIENCE_SECONDS = 5.0
"""How long a page waits for another request that is already reading the users."""


@dataclass(frozen=True, slots=True)
class HierarchyPosition:
    """A user's place in the hierarchy, as far as it can be relied on.

    If it is not known now, ``fresh`` is False and ``below`` is empty. ``manages`` says whether they had reports when it
    was last known. ``left`` is True for a user known to be no longer active in the org. ``granted`` are their
    permission sets, empty if these are not known now. ``age`` is the time since Salesforce last answered about anybody;
    None if it never has.
    """

    below: frozenset[str]
    manages: bool
    fresh: bool
    left: bool = False
    granted: frozenset[str] = frozenset()
    age: timedelta | None = timedelta(0)

    def vouches_for(self, signed_in: timedelta) -> bool:
        """Whether Salesforce has recently confirmed that they may come in: at sign-in, ``signed_in`` ago, or since."""
        ages = [signed_in] if self.age is None else [signed_in, self.age]
        return min(ages) < VOUCHED_FOR


class Hierarchy:
    """Thread-safe: one thread reads the users while the others use the known data."""

    def __init__(
        self, store: IdentityStore, read_users: Callable[[], Sequence[User]], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._read_users = read_users
        self._clock = clock
        self._reading = threading.Lock()
        self._kept: dict[str, tuple[datetime, HierarchyPosition]] = {}

    def standing(self, user_id: str) -> HierarchyPosition:
        """This user's place, at most :data:`TOO_OLD` ago. Raises TryAgain if the database does."""
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
        """Read the users, unless another request is doing so, or has just tried."""
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
