"""The part of the store for access control. Every method is one transaction."""

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
    """Users with their hierarchy, sessions, and service tokens of one org. Raises TryAgain, like the whole store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim_reading(self, slot: str) -> bool:
        """Claim the reading of the users in this time slot. Returns True for exactly one of all callers."""
        return self._database.write(lambda transaction: slots.claim(transaction, people.JOB, slot))

    def keep_users(self, users: Sequence[User]) -> None:
        """Replace the org's users by these."""
        self._database.write(lambda transaction: people.keep(transaction, users))

    def place(self, user_id: str) -> Place:
        """A user's place in the manager hierarchy, and the age of that knowledge."""
        return self._database.read(lambda transaction: people.place(transaction, user_id))

    def begin_session(self, hashed: str, who: Session) -> None:
        """Sign somebody in; ``hashed`` is the SHA-256 of their cookie's value."""
        self._database.write(lambda transaction: sessions.begin(transaction, hashed, who))

    def find_session(self, hashed: str, limits: SessionLimits) -> Session | None:
        """The session, if it is still valid."""
        return self._database.read(lambda transaction: sessions.find(transaction, hashed, limits))

    def touch_session(self, hashed: str) -> None:
        """Record that the session was just used."""
        self._database.write(lambda transaction: sessions.touch(transaction, hashed))

    def end_session(self, hashed: str) -> None:
        """Sign out in this browser."""
        self._database.write(lambda transaction: sessions.end(transaction, hashed))

    def end_sessions(self, user_id: str) -> int:
        """Sign a user out everywhere; returns the number of browsers."""
        return self._database.write(lambda transaction: sessions.end_all(transaction, user_id))

    def forget_sessions(self, limits: SessionLimits) -> int:
        """Delete expired sessions; returns their number."""
        return self._database.write(lambda transaction: sessions.forget(transaction, limits))

    def refused(self, address: str) -> timedelta | None:
        """Record a failed authentication from this address. Returns how long it must wait if there were too many."""
        waits = self._database.read(lambda transaction: refusals.wait(transaction, address))
        if waits is None:
            self._database.write(lambda transaction: refusals.count(transaction, address))
        return waits

    def forget_refusals(self) -> None:
        """Delete expired refusals."""
        self._database.write(refusals.forget)

    def create_token(self, token_id: str, hashed: str, name: str, scopes: Sequence[str]) -> None:
        """Store a new service token; ``hashed`` is its SHA-256."""
        self._database.write(lambda transaction: service_tokens.create(transaction, token_id, hashed, name, scopes))

    def find_token(self, hashed: str) -> ServiceToken | None:
        """The valid service token with this hash."""
        return self._database.read(lambda transaction: service_tokens.find(transaction, hashed))

    def touch_token(self, token_id: str) -> None:
        """Record that the service token was just used."""
        self._database.write(lambda transaction: service_tokens.touch(transaction, token_id))

    def revoke_token(self, token_id: str) -> bool:
        """Revoke a service token. Returns False if there was no valid one with this id."""
        return self._database.write(lambda transaction: service_tokens.revoke(transaction, token_id))

    def tokens(self) -> Sequence[ServiceToken]:
        """All service tokens ever created, oldest first."""
        return self._database.read(service_tokens.every)
