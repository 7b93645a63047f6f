"""Signing in with Salesforce: OpenID Connect's code flow with PKCE, state and nonce.

Authlib implements the protocol. This module handles Salesforce's peculiarities: ``sub`` is a URL that identifies the
user; its path ends with the ids of org and user, and its host is not always the one that signed.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
import structlog
from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, request, session
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from coach.engine.languages import message
from coach.errors import Rejected, TryAgain, Undeliverable
from coach.ids import ORGANISATION, USER, to18
from coach.people.pages.settings import SignInSettings

log = structlog.get_logger(__name__)

CALLBACK = "/sign-in/callback"
TIMEOUT_SECONDS = 10.0
_NEXT = "next"

CANCELLED = message("Nobody was signed in: Salesforce says that it was not allowed.")
NOT_BEGUN_HERE = message("This sign-in was not begun in this browser, or too long ago. Begin once more.")
OTHER_ORG = message("That user belongs to another Salesforce org than the one that Coach works for.")
NOT_REACHED = message("Salesforce could not be reached to sign you in. Try again in a moment.")
NO_PROOF = message(
    "Salesforce sent no proof of who signed in: its administrator gives the external client app the scope openid, "
    "Access unique user identifiers."
)
NOT_SALESFORCE = message("What Salesforce answered could not be verified, so nobody was signed in.")


@dataclass(frozen=True, slots=True)
class Claimant:
    """The user that Salesforce identified; ``user_id`` has 18 characters."""

    user_id: str
    name: str
    username: str


class OpenId:
    """The redirect to Salesforce and back. State in between is in a signed cookie of the browser."""

    def __init__(self, app: Flask, settings: SignInSettings) -> None:
        self._settings = settings
        self._salesforce = OAuth(app).register(
            "salesforce",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.org_url}/.well-known/openid-configuration",
            compliance_fix=_follow_nobody,
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_post" if settings.client_secret else "none",
                "default_timeout": TIMEOUT_SECONDS,
            },
        )

    def leave(self, destination: str) -> Response:
        """Redirect the browser to Salesforce; ``destination`` is the page to show in the end."""
        session.clear()
        session.permanent = True
        session[_NEXT] = destination
        with _translated_errors():
            away: Response = self._salesforce.authorize_redirect(f"{self._settings.public_url}{CALLBACK}")
            return away

    def arrive(self) -> tuple[Claimant, str]:
        """The verified user who has come back, and the page that they wanted to see.

        Raises Rejected if this browser may not sign in, Undeliverable if the app is set up wrongly, and TryAgain if
        Salesforce could not be reached.
        """
        destination, begun_here = str(session.get(_NEXT, "/")), self._was_begun_here()
        try:
            with _translated_errors():
                return self._claimant(), destination
        except Undeliverable as refusal:
            if begun_here:
                raise
            raise Rejected(str(refusal)) from None
        finally:
            session.clear()

    def _was_begun_here(self) -> bool:
        """Whether this browser began the sign-in. Otherwise anybody could write a URL that reports an error."""
        state = request.args.get("state", "")
        return self._salesforce.framework.get_state_data(session, state) is not None

    def _claimant(self) -> Claimant:
        expected = {
            "iss": {"essential": True, "value": self._settings.org_url},
            "aud": {"essential": True, "value": self._settings.client_id},
        }
        token = self._salesforce.authorize_access_token(claims_options=expected)
        if not token.get("id_token"):
            raise Undeliverable(NO_PROOF, "NO_ID_TOKEN")
        org_id, user_id = _ids(token["userinfo"])
        profile = self._salesforce.userinfo(token=token)
        if _ids(profile) != (org_id, user_id):
            raise ValueError("the profile is somebody else's")
        if org_id != self._settings.org_id:
            raise Rejected(OTHER_ORG, 403)
        return _named(user_id, {**token["userinfo"], **profile})


def _named(user_id: str, claims: Mapping[str, Any]) -> Claimant:
    """With the scope openid alone, some orgs give a user's name and others do not. If there is none, the id is used as
    name.

    Then roles that settings assign by user name need the user's id instead; permission sets need neither.
    """
    username = str(claims.get("preferred_username") or user_id)
    if username == user_id:
        log.warning("sign_in_without_names", user_id=user_id)
    return Claimant(user_id, str(claims.get("name") or username), username)


def _ids(claims: Mapping[str, Any]) -> tuple[str, str]:
    """Org id and user id, from the end of ``https://login.salesforce.com/id/00D…/005…``."""
    org, user = urlsplit(str(claims["sub"])).path.split("/")[-2:]
    return to18(org, ORGANISATION), to18(user, USER)


def _follow_nobody(client: requests.Session) -> None:
    """Do not follow redirects: they would carry the code, or the token, to another host."""
    client.max_redirects = 0


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Replace the libraries' error messages by our own: theirs may quote the code or a token."""
    try:
        yield
    except MismatchingStateError:
        raise Rejected(NOT_BEGUN_HERE) from None
    except OAuthError as refusal:
        raise _refused(str(refusal.error)) from None
    except requests.RequestException as failure:
        log.warning("sign_in_not_reached", error=type(failure).__name__)
        raise TryAgain(NOT_REACHED) from None
    except (JoseError, KeyError, TypeError, ValueError, AttributeError, RuntimeError) as failure:
        log.warning("sign_in_not_verified", error=type(failure).__name__)
        raise Rejected(NOT_SALESFORCE) from None


def _refused(code: str) -> Rejected | Undeliverable:
    if code == "access_denied":
        return Rejected(CANCELLED, 403)
    if code in {"invalid_grant", "invalid_request"}:
        return Rejected(NOT_BEGUN_HERE)
    # It comes from the URL, which anybody could have written.
    code = code if re.fullmatch(r"\w{1,60}", code, re.ASCII) else "unknown"
    log.warning("sign_in_refused", code=code)
    sentence = (
        f"Salesforce does not let Coach sign people in ({code}): its administrator checks the external client app."
    )
    return Undeliverable(sentence, code)
