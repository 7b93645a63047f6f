"""Sessions and refresh tokens. They are kept in memory, so after a restart everybody must sign in again."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in; ``token`` is the access token, also called session id."""

    token: str
    user_id: str
    client_key: str
    scopes: tuple[str, ...]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The right to start new sessions for a user."""

    token: str
    user_id: str
    client_key: str
    scopes: tuple[str, ...]


class Sessions:
    """Access and refresh tokens; safe to use from several threads.

    A session ends after ``lifetime`` without a call, as Salesforce's session timeout does; a refresh token never does.
    Access tokens look like Salesforce's, ``ORGID!…``, because the ``sf`` command line refuses others.
    """

    def __init__(self, organization_id: str, lifetime: timedelta, clock: Callable[[], datetime]) -> None:
        self._organization_id = organization_id
        self._lifetime = lifetime
        self._clock = clock
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}
        self._used_at: dict[str, datetime] = {}
        self._refresh_tokens: dict[str, RefreshToken] = {}

    def open(self, user_id: str, client_key: str, scopes: tuple[str, ...] = ()) -> Session:
        """Sign a user in."""
        token = f"{self._organization_id[:15]}!AQ{secrets.token_hex(44)}"
        session = Session(token, user_id, client_key, scopes, self._clock())
        with self._lock:
            self._sessions[token] = session
            self._used_at[token] = session.started_at
        return session

    def find(self, token: str) -> Session | None:
        """The live session with this token; this call prolongs it."""
        now = self._clock()
        with self._lock:
            session = self._sessions.get(token)
            if session is None:
                return None
            if now - self._used_at[token] > self._lifetime:
                self._forget(token)
                return None
            self._used_at[token] = now
            return session

    def ends_at(self, session: Session) -> datetime:
        """When a session will end if it is not used before."""
        with self._lock:
            return self._used_at.get(session.token, session.started_at) + self._lifetime

    def issue_refresh_token(self, user_id: str, client_key: str, scopes: tuple[str, ...]) -> RefreshToken:
        """Let a client start further sessions for a user."""
        refresh = RefreshToken(f"5Aep861{secrets.token_hex(36)}", user_id, client_key, scopes)
        with self._lock:
            self._refresh_tokens[refresh.token] = refresh
        return refresh

    def find_refresh_token(self, token: str) -> RefreshToken | None:
        """The refresh token, unless it was revoked."""
        with self._lock:
            return self._refresh_tokens.get(token)

    def revoke(self, token: str) -> bool:
        """End a session, or revoke a refresh token with all sessions of its user and client; False if it is unknown."""
        with self._lock:
            refresh = self._refresh_tokens.pop(token, None)
            if refresh is None:
                return self._forget(token)
            for session in list(self._sessions.values()):
                if (session.user_id, session.client_key) == (refresh.user_id, refresh.client_key):
                    self._forget(session.token)
            return True

    def expire_all(self) -> int:
        """End every session, as an administrator can; refresh tokens stay valid. Returns the number of sessions."""
        with self._lock:
            count = len(self._sessions)
            self._sessions.clear()
            self._used_at.clear()
            return count

    def _forget(self, token: str) -> bool:
        self._used_at.pop(token, None)
        return self._sessions.pop(token, None) is not None
