"""Signing in: one cached token per process, renewed once per expiry however many threads ask.

Client credentials and JWT bearer only. The SOAP login is gone from the API since version 65, and External Client Apps
do not accept the password grant.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests

from coach.errors import CoachError, Misconfigured, Undeliverable
from coach.ids import ORGANISATION, USER, to18
from coach.leases import LeaseOver
from coach.ports import Clock, Identity
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.faults import error, foreign, oauth_fault
from coach.salesforce.lookout import Lookout, redirected, unreached
from coach.salesforce.settings import OrgSettings
from coach.salesforce.transport import Moved, OrgSession, UnreadableAnswer, origin

TOKEN_PATH = "/services/oauth2/token"  # noqa: S105  # a path, not a secret
ASSERTION_SECONDS = 180
_OFF = timedelta(seconds=45)
"""Assertions are valid for about three minutes; a clock that an answer corrected by more than this was wrong."""
PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 600.0
"""After a refusal nobody tries again for a while, twice as long each time: failed sign-ins lock users out."""
AUDIENCE_KEPT = timedelta(days=365)
PRODUCTION, SANDBOX = "https://login.salesforce.com", "https://test.salesforce.com"

_HEADER = re.compile(r"[\x21-\x7e]{1,8000}")
_SALESFORCE_HOSTS = (".salesforce.com", ".salesforce.mil", ".sfcrmproducts.cn")


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and the identity it is valid for. The token does not show in the repr."""

    value: str = field(repr=False)
    identity: Identity


def default_audience(url: str) -> str:
    """The audience of an assertion as Salesforce's own command line chooses it.

    It is not the org's address, but that of the login page for all orgs of its kind.

    Source: forcedotcom/sfdx-core, SfdcUrl.getJwtAudienceUrl.
    """
    host = urlsplit(url).hostname or ""
    return SANDBOX if ".sandbox." in host or "--" in host or host == "test.salesforce.com" else PRODUCTION


class SignIn:
    """Signs in. Raises Undeliverable if the org refuses us, TryAgain if it cannot be reached."""

    def __init__(
        self,
        settings: OrgSettings,
        session: OrgSession,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Clock = lambda: datetime.now(UTC),
        taken_audience: CachedCapability | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._session = session
        self._lookout = Lookout(settings, session)
        self._taken_audience = taken_audience
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._refusal: CoachError | None = None
        self._refused_at = 0.0
        self._refusals = 0

    def token(self) -> Token:
        """The current token; signs in if there is none."""
        with self._lock:
            return self._token or self._sign_in()

    def renew(self, stale: Token) -> Token:
        """A token other than ``stale``: the first caller signs in, the others wait and share the result."""
        with self._lock:
            if self._token is not None and self._token is not stale:
                return self._token
            self._token = None
            return self._sign_in()

    def refuse(self, fresh: Token, refusal: CoachError) -> None:
        """Record that a new token was refused: pause for a while instead of signing in for every call."""
        with self._lock:
            if self._token is fresh:
                self._token = None
                self._keep(refusal)

    def _sign_in(self) -> Token:
        pause = min(PAUSE_SECONDS * 2 ** (self._refusals - 1), LONGEST_PAUSE_SECONDS) if self._refusals else 0.0
        if self._refusal and 0 <= self._monotonic() - self._refused_at < pause:
            raise self._refusal.with_traceback(None)
        try:
            self._token = self._ask()
        except LeaseOver:
            raise
        except CoachError as refusal:
            self._keep(refusal)
            raise
        self._refusal, self._refusals = None, 0
        return self._token

    def _keep(self, refusal: CoachError) -> None:
        self._refusal, self._refused_at = refusal, self._monotonic()
        self._refusals = min(self._refusals + 1, 10)

    def _ask(self) -> Token:
        """Sign in. If the org names the audience as the reason of a refusal, the other form of it is tried once."""
        try:
            return self._ask_for(self._audience())
        except Undeliverable as refusal:
            other = self._other_audience()
            if refusal.code != "invalid_audience" or other is None:
                raise
        token = self._ask_for(other)
        if self._taken_audience:
            self._taken_audience.set(other)
        return token

    def _ask_for(self, audience: str) -> Token:
        try:
            response = self._post(audience)
        except Moved as moved:
            raise error(redirected(moved.location, moved.status)) from None
        except UnreadableAnswer as unreadable:
            raise self._lookout.page_instead(unreadable.status) from None
        except requests.RequestException as failure:
            # The library's messages quote the request, and with it the assertion.
            raise error(unreached(failure)) from None
        try:
            answer = response.json()
        except (requests.RequestException, ValueError, RecursionError):
            raise self._lookout.page_instead(response.status_code) from None
        if response.status_code != 200:
            raise self._refusal_in(answer, response.status_code)
        return self._read(answer)

    def _post(self, audience: str) -> requests.Response:
        """Retry once if the refusal contained the org's time, and the assertion had been made for another time."""
        began = self._clock()
        response = self._send(audience)
        if response.status_code != 200 and self._settings.private_key and abs(self._clock() - began) > _OFF:
            return self._send(audience)
        return response

    def _send(self, audience: str) -> requests.Response:
        form, basic = self._grant(audience)
        return self._session.post(self._settings.url + TOKEN_PATH, data=form, auth=basic)

    @staticmethod
    def _refusal_in(answer: object, status: int) -> CoachError:
        fault = oauth_fault(answer, status)
        if fault.code == "invalid_grant" and "audience" in fault.message:
            return error(replace(fault, code="invalid_audience"))
        return error(fault if fault.code else foreign(status))

    def _audience(self) -> str:
        taken = self._taken_audience.get() if self._taken_audience else None
        return self._settings.audience or taken or default_audience(self._settings.url)

    def _other_audience(self) -> str | None:
        """The other audience to try: the org's own address after the usual one, or the usual one after that.

        None if the operator has set the audience.
        """
        if self._settings.audience or not self._settings.private_key:
            return None
        usual = default_audience(self._settings.url)
        return self._settings.url if self._audience() == usual else usual

    def _grant(self, audience: str) -> tuple[dict[str, str], tuple[str, str] | None]:
        settings = self._settings
        if settings.consumer_secret is not None:
            return {"grant_type": "client_credentials"}, (settings.consumer_key, settings.consumer_secret)
        return {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": self._assertion(audience),
        }, None

    def _assertion(self, audience: str) -> str:
        settings = self._settings
        claims = {
            "iss": settings.consumer_key,
            "sub": settings.username,
            "aud": audience,
            "exp": int(self._clock().timestamp()) + ASSERTION_SECONDS,
        }
        try:
            return jwt.encode(claims, settings.private_key or "", algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError):
            raise Misconfigured("The private key is not an RSA key in PEM form.") from None

    def _read(self, answer: object) -> Token:
        try:
            token = _token(answer)
        except (KeyError, TypeError, ValueError):
            raise Undeliverable("The org's answer to the sign-in is not one of Salesforce's.", "BAD_TOKEN") from None
        self._check(token.identity)
        self._session.allow(token.identity.instance_url)
        return token

    def _check(self, identity: Identity) -> None:
        if identity.org_id != self._settings.org_id:
            sentence = (
                f"The sign-in led to the org {identity.org_id}, but {self._settings.org_id} is configured: "
                "the operator corrects the org id or the address."
            )
            raise Undeliverable(sentence, "OTHER_ORG")
        scheme, host, _ = there = origin(identity.instance_url)
        of_salesforce = scheme == "https" and host.endswith(_SALESFORCE_HOSTS)
        if there != origin(self._settings.url) and not of_salesforce:
            raise Undeliverable("The sign-in led to a host that is not one of Salesforce's.", "FOREIGN_HOST")


def _token(answer: Any) -> Token:
    """The token in an answer. ``id`` is an address that ends with the ids of org and user; only its path is used."""
    org, user = urlsplit(str(answer["id"])).path.split("/")[-2:]
    instance_url = str(answer["instance_url"]).rstrip("/")
    parts = urlsplit(instance_url)
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("an address with more than a host")
    token = answer["access_token"]
    if not isinstance(token, str) or not _HEADER.fullmatch(token):
        raise ValueError("a token that no header can carry")
    return Token(token, Identity(to18(org, ORGANISATION), to18(user, USER), instance_url))
