"""Authorization codes: the sign-in page issues them, the token endpoint redeems them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from localorg.apps.errors import expired_code, invalid_code, invalid_verifier, redirect_mismatch

CODE_LIFETIME = timedelta(minutes=15)
"""Salesforce's lifetime: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm"""


@dataclass(frozen=True, slots=True)
class Grant:
    """A person's permission for a client; ``challenge`` is empty without PKCE."""

    client_key: str
    user_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    nonce: str
    granted_at: datetime


class Codes:
    """Codes that were issued and not yet redeemed; each works once."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._grants: dict[str, Grant] = {}

    def issue(self, grant: Grant) -> str:
        """A code for this grant."""
        code = f"aPrx{secrets.token_urlsafe(48)}"
        with self._lock:
            self._grants[code] = grant
        return code

    def redeem(self, code: str, client_key: str, redirect_uri: str, verifier: str) -> Grant:
        """The grant of a code. Raises OAuthError if the request does not match it; the code is used up either way."""
        with self._lock:
            grant = self._grants.pop(code, None)
        if grant is None or grant.client_key != client_key:
            raise invalid_code()
        if self._clock() - grant.granted_at > CODE_LIFETIME:
            raise expired_code()
        if grant.redirect_uri != redirect_uri:
            raise redirect_mismatch()
        if grant.challenge and not _fits(verifier, grant.challenge):
            raise invalid_verifier()
        return grant


def _fits(verifier: str, challenge: str) -> bool:
    """Check the verifier by RFC 7636 with S256, the only method that Salesforce accepts."""
    digest = hashlib.sha256(verifier.encode()).digest()
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(expected, challenge)
