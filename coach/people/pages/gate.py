"""Identifies the viewer: a browser with a session, or a program with a token."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from flask import request

from coach.engine.languages import message
from coach.errors import Rejected
from coach.people.identity import IdentityStore
from coach.people.pages import roles
from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.pages.settings import SignInSettings
from coach.web.guard import FORM_FIELD, FORM_HEADER
from coach.web.viewer import Viewer

_FOREIGN = message("This did not come from one of Coach's own pages, so nothing was done.")
_OLD_FORM = message("The page was opened before you signed in, so nothing was done. Load it again, and try once more.")


class SessionGate:
    """A gate that uses the store."""

    def __init__(
        self, store: IdentityStore, standing: Callable[[str], HierarchyPosition], settings: SignInSettings
    ) -> None:
        self._store = store
        self._standing = standing
        self._settings = settings

    def identify(self) -> Viewer | None:
        """If a request has an Authorization header, only that counts; its cookie is ignored."""
        authorization = request.headers.get("Authorization")
        return self._by_cookie() if authorization is None else self._by_token(authorization)

    def form_token(self) -> str:
        """A token tied to the session: it changes when somebody signs in, and expires when they sign out."""
        cookie = self._cookie()
        return _form_token(self._settings.secret_keys[0], cookie) if cookie else ""

    def check_form(self) -> None:
        """Check the Origin header and the form's token."""
        origin = request.headers.get("Origin")
        if origin is not None and origin != self._settings.origin:
            raise Rejected(_FOREIGN, 403)
        given = request.headers.get(FORM_HEADER) or request.form.get(FORM_FIELD, "")
        expected = [_form_token(key, self._cookie()) for key in self._settings.secret_keys]
        if not any(hmac.compare_digest(given.encode(), each.encode()) for each in expected):
            raise Rejected(_OLD_FORM, 403)

    def _cookie(self) -> str:
        return request.cookies.get(self._settings.session_cookie, "")

    def _by_cookie(self) -> Viewer | None:
        cookie = self._cookie()
        if not cookie:
            return None
        session = self._store.find_session(hashed(cookie), self._settings.limits)
        if session is None:
            return None
        standing = self._standing(session.user_id)
        if standing.left:
            self._store.end_sessions(session.user_id)
            return None
        if not standing.vouches_for(session.age):
            return None
        if session.stale:
            self._store.touch_session(hashed(cookie))
        return roles.person(session, standing, self._settings)

    def _by_token(self, authorization: str) -> Viewer | None:
        scheme, _, token = authorization.partition(" ")
        found = self._store.find_token(hashed(token.strip())) if scheme.lower() == "bearer" else None
        if found is None:
            return None
        if found.stale:
            self._store.touch_token(found.id)
        return roles.program(found)


def hashed(secret: str) -> str:
    """The form in which the database stores a random 256-bit secret: it cannot be reversed."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _form_token(key: str, cookie: str) -> str:
    return hmac.new(key.encode(), f"form:{cookie}".encode("utf-8", "surrogatepass"), sha256).hexdigest()
