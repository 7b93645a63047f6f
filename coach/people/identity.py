"""The part of the store that says who may look, and at whom: every method one transaction."""

from collections.abc import Sequence
from datetime import timedelta

from coach.database.transaction import Database
from coach.engine.model import User
from coach.people import people, refusals, service_tokens, sessions
from coach.people.people import Place
from coach.people.service_tokens import ServiceToken
from coach.people.sessions import Session, SessionLimits
from coach.queue import slots


class IdentityStore:
    """Users with their hierarchy, sessions, service tokens; of one org. Raises TryAgain, as all of the store does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim_reading(self, slot: str) -> bool:
        """True for the one caller, of however many, that may read the users in this slot of time."""
        return self._database.write(lambda transaction: slots.claim(transaction, people.JOB, slot))

    def keep_users(self, users: Sequence[User]) -> None:
        """These are the org's users now, all of them."""
        self._database.write(lambda transaction: people.keep(transaction, users))

    def place(self, user_id: str) -> Place:
        """Where this user stands in the manager hierarchy, and how old that knowledge is."""
        return self._database.read(lambda transaction: people.place(transaction, user_id))

    def begin_session(self, hashed: str, who: Session) -> None:
        """Sign somebody in; ``hashed`` is the SHA-256 of what their cookie holds."""
        self._database.write(lambda transaction: sessions.begin(transaction, hashed, who))

    def find_session(self, hashed: str, limits: SessionLimits) -> Session | None:
        """The session, while it lives."""
        return self._database.read(lambda transaction: sessions.find(transaction, hashed, limits))

    def touch_session(self, hashed: str) -> None:
        """The session has just been used."""
        self._database.write(lambda transaction: sessions.touch(transaction, hashed))

    def end_session(self, hashed: str) -> None:
        """Sign out here."""
        self._database.write(lambda transaction: sessions.end(transaction, hashed))

    def end_sessions(self, user_id: str) -> int:
        """Sign a user out everywhere; from how many browsers."""
        return self._database.write(lambda transaction: sessions.end_all(transaction, user_id))

    def forget_sessions(self, limits: SessionLimits) -> int:
        """Remove the sessions that are over; how many there were."""
        return self._database.write(lambda transaction: sessions.forget(transaction, limits))

    def refused(self, address: str) -> timedelta | None:
        """Somebody at this address did not show who they are; how long it must wait where there were too many."""
        waits = self._database.read(lambda transaction: refusals.wait(transaction, address))
        if waits is None:
            self._database.write(lambda transaction: refusals.count(transaction, address))
        return waits

    def forget_refusals(self) -> None:
        """Remove those whose time is over."""
        self._database.write(refusals.forget)

    def create_token(self, token_id: str, hashed: str, name: str, scopes: Sequence[str]) -> None:
        """Keep a new service token; ``hashed`` is its SHA-256."""
        self._database.write(lambda transaction: service_tokens.create(transaction, token_id, hashed, name, scopes))

    def find_token(self, hashed: str) -> ServiceToken | None:
        """The live service token with this hash."""
        return self._database.read(lambda transaction: service_tokens.find(transaction, hashed))

    def touch_token(self, token_id: str) -> None:
        """The service token has just been used."""
        self._database.write(lambda transaction: service_tokens.touch(transaction, token_id))

    def revoke_token(self, token_id: str) -> bool:
        """Whether there was a live service token with this id; there is none any more."""
        return self._database.write(lambda transaction: service_tokens.revoke(transaction, token_id))

    def tokens(self) -> Sequence[ServiceToken]:
        """All service tokens there ever were, oldest first."""
        return self._database.read(service_tokens.every)
