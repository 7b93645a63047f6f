"""The token endpoint without HTTP: form → token answer."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localorg.apps import errors
from localorg.apps.clients import CLIENT_CREDENTIALS, Client, Clients
from localorg.apps.clients import JWT_BEARER as JWT_BEARER_FLOW
from localorg.oauth.assertions import LOGIN_AUDIENCES, check_assertion
from localorg.oauth.codes import Codes
from localorg.oauth.keys import SigningKey
from localorg.sessions.directory import Directory, Person
from localorg.sessions.sessions import Sessions
from localorg.setup import Setup

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ALL_SCOPES = ("api", "web", "refresh_token", "openid", "id", "full")
"""The scopes for a client that requests none."""


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request to the token endpoint.

    ``form`` is the body. ``key`` and ``secret`` identify the client, from the body or the Authorization header.
    ``base_url`` is the org's address that the caller used, without a trailing slash.
    """

    form: Mapping[str, str]
    key: str
    secret: str
    base_url: str


class Grants:
    """Turns proofs of identity into sessions."""

    def __init__(
        self,
        clients: Clients,
        directory: Directory,
        sessions: Sessions,
        codes: Codes,
        signing_key: SigningKey,
        setup: Setup,
        clock: Callable[[], datetime],
    ) -> None:
        self._clients = clients
        self._directory = directory
        self._sessions = sessions
        self._codes = codes
        self._signing_key = signing_key
        self._setup = setup
        self._clock = clock
        self._by_type: Mapping[str, Callable[[TokenRequest], dict[str, Any]]] = {
            "client_credentials": self._client_credentials,
            JWT_BEARER: self._jwt_bearer,
            "authorization_code": self._authorization_code,
            "refresh_token": self._refresh_token,
        }

    def token(self, request: TokenRequest) -> dict[str, Any]:
        """The answer of the token endpoint. Raises OAuthError."""
        grant = self._by_type.get(request.form.get("grant_type", ""))
        if grant is None:
            raise errors.unsupported_grant()
        return grant(request)

    def _client_credentials(self, request: TokenRequest) -> dict[str, Any]:
        client = self._clients.confidential(request.key, request.secret)
        self._check_flow(client, CLIENT_CREDENTIALS)
        person = self._directory.by_username(client.run_as) if client.run_as else None
        if person is None or not person.active:
            raise errors.no_run_as_user()
        if client.permitted == "approved":
            self._check_approved(client, person)
        return self._answer(request, client, person, client.scopes or ("api",))

    def _jwt_bearer(self, request: TokenRequest) -> dict[str, Any]:
        known = {**LOGIN_AUDIENCES, "my_domain": request.base_url}
        audiences = {known[name] for name in self._setup.now.jwt_audience}
        client, username = check_assertion(request.form.get("assertion", ""), self._clients, audiences)
        person = self._directory.by_username(username)
        self._check_flow(client, JWT_BEARER_FLOW)
        if person is None or client.permitted == "self":
            raise errors.not_approved()
        if client.permitted == "approved":
            self._check_approved(client, person)
        return self._answer(request, client, _active(person), client.scopes or ("web", "api"))

    def _authorization_code(self, request: TokenRequest) -> dict[str, Any]:
        form = request.form
        client = self._clients.authenticated(request.key, request.secret)
        grant = self._codes.redeem(
            form.get("code", ""), client.key, form.get("redirect_uri", ""), form.get("code_verifier", "")
        )
        person = _active(self._directory.by_id(grant.user_id))
        if client.permitted == "approved":
            self._check_approved(client, person)
        answer = self._answer(request, client, person, grant.scopes, grant.nonce)
        if "refresh_token" in grant.scopes:
            refresh = self._sessions.issue_refresh_token(person.id, client.key, grant.scopes)
            answer["refresh_token"] = refresh.token
        return answer

    @staticmethod
    def _check_flow(client: Client, flow: str) -> None:
        if flow not in client.flows:
            raise errors.unsupported_grant()

    def _check_approved(self, client: Client, person: Person) -> None:
        if not self._directory.holds(person.id, client.permission_sets):
            raise errors.not_admin_approved()

    def _refresh_token(self, request: TokenRequest) -> dict[str, Any]:
        client = self._clients.authenticated(request.key, request.secret)
        refresh = self._sessions.find_refresh_token(request.form.get("refresh_token", ""))
        if refresh is None or refresh.client_key != client.key:
            raise errors.expired_refresh_token()
        return self._answer(request, client, _active(self._directory.by_id(refresh.user_id)), refresh.scopes)

    def _answer(
        self, request: TokenRequest, client: Client, person: Person, scopes: tuple[str, ...], nonce: str = ""
    ) -> dict[str, Any]:
        """The answer with a new session. It has no ``expires_in``, as at Salesforce: the org's session timeout applies,
        and each call restarts it.
        """
        session = self._sessions.open(person.id, client.key, scopes)
        identity = f"{request.base_url}/id/{self._directory.organization_id}/{person.id}"
        issued_at = str(int(session.started_at.timestamp() * 1000))
        answer: dict[str, Any] = {
            "access_token": session.token,
            "signature": _signature(client, identity + issued_at),
            "scope": " ".join(scopes),
            "instance_url": request.base_url,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": issued_at,
        }
        if "openid" in scopes:
            answer["id_token"] = self._id_token(request.base_url, client, person, identity, nonce)
        return answer

    def _id_token(self, base_url: str, client: Client, person: Person, identity: str, nonce: str) -> str:
        now = int(self._clock().timestamp())
        claims = {
            "iss": base_url,
            "sub": identity,
            "aud": client.key,
            "iat": now,
            "exp": now + 120,
            "name": person.name,
        }
        claims |= {"preferred_username": person.username, "email": person.email}
        return self._signing_key.sign(claims | ({"nonce": nonce} if nonce else {}))


def _active(person: Person | None) -> Person:
    if person is None or not person.active:
        raise errors.inactive_user()
    return person


def _signature(client: Client, text: str) -> str:
    """A signature with which the client can check that the identity address was not changed on the way."""
    return base64.b64encode(hmac.new(client.secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
