"""The programs that may sign in: what Salesforce calls connected apps or external client apps."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from localorg.apps.errors import OAuthError, app_not_found, bad_secret

INTEGRATION_KEY = "coach.local.integration"
INTEGRATION_SECRET = "local-integration-secret"  # noqa: S105  # of an org that only this machine can reach
ADMIN_KEY = "coach.local.admin"
ADMIN_SECRET = "local-admin-secret"  # noqa: S105  # of an org that only this machine can reach
SF_KEY = "PlatformCLI"

INTEGRATION_USERNAME = "integration@coach.local"
ADMIN_USERNAME = "admin@coach.local"


CLIENT_CREDENTIALS, JWT_BEARER, WEB_SERVER = "client_credentials", "jwt_bearer", "web_server"
ALL_FLOWS = frozenset({CLIENT_CREDENTIALS, JWT_BEARER, WEB_SERVER})


@dataclass(frozen=True, slots=True)
class Client:
    """``secret`` is empty for a public client. ``run_as`` is the username that the client credentials grant acts as;
    empty refuses that grant. ``certificate`` is the PEM certificate or public key that JWT assertions are checked with;
    empty refuses them. ``redirects`` are the exact addresses that a code may be sent to, besides addresses on this
    machine. ``flows`` are the ways of signing in that its settings tick. ``permitted`` says who may use it: ``anybody``
    without being asked (programs of this machine's own), those who allow it themselves (``self``), or ``approved``: who
    holds one of ``permission_sets``. ``scopes`` are those it may ask for; none named are all.
    ``pkce`` requires a code challenge. ``contact`` and ``distribution`` are only kept.
    """

    key: str
    name: str
    secret: str = ""
    run_as: str = ""
    certificate: str = ""
    redirects: tuple[str, ...] = ()
    flows: frozenset[str] = ALL_FLOWS
    permitted: str = "anybody"
    permission_sets: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    pkce: bool = False
    contact: str = ""
    distribution: str = "Local"


def default_clients(secret: str = INTEGRATION_SECRET) -> tuple[Client, ...]:
    """Coach's integration, and what is there in any case."""
    return (Client(INTEGRATION_KEY, "Coach", secret, run_as=INTEGRATION_USERNAME), *plain_clients())


def plain_clients() -> tuple[Client, ...]:
    """An administrator's scripts, and the public client that ``sf`` and jsforce sign in with."""
    return (
        Client(ADMIN_KEY, "Scripts", ADMIN_SECRET, run_as=ADMIN_USERNAME),
        Client(SF_KEY, "Salesforce CLI"),
    )


class Shelf(Protocol):
    """Where apps are kept."""

    def load(self) -> Iterable[Client]:
        """Those that were kept."""

    def keep(self, client: Client) -> None:
        """Add one, or replace it."""


class Clients:
    """The registry, by key; safe to use from several threads."""

    def __init__(self, clients: Iterable[Client], shelf: Shelf | None = None) -> None:
        """``shelf`` keeps those that are made later."""
        self._shelf = shelf
        self._clients = {client.key: client for client in clients}
        self._clients |= {client.key: client for client in (shelf.load() if shelf else ())}
        self._lock = Lock()

    def apps(self) -> list[Client]:
        """All of them, by name."""
        with self._lock:
            return sorted(self._clients.values(), key=lambda client: client.name.casefold())

    def put(self, client: Client) -> None:
        """Add an app, or change it; it is there again when the org is opened again."""
        with self._lock:
            self._clients[client.key] = client
        if self._shelf:
            self._shelf.keep(client)

    def get(self, key: str) -> Client:
        """The client. Raises OAuthError where there is none."""
        with self._lock:
            client = self._clients.get(key)
        if client is None:
            raise app_not_found()
        return client

    def authenticated(self, key: str, secret: str) -> Client:
        """The client, if it is public or knows its secret. Raises OAuthError otherwise."""
        client = self.get(key)
        if not hmac.compare_digest(client.secret.encode(), secret.encode()) and client.secret:
            raise bad_secret()
        return client

    def confidential(self, key: str, secret: str) -> Client:
        """The client, which has a secret and knows it. Raises OAuthError otherwise."""
        client = self.authenticated(key, secret)
        if not client.secret:
            raise OAuthError("invalid_client", "invalid client credentials")
        return client

    def register_certificate(self, key: str, certificate: str, name: str = "") -> Client:
        """Check this client's assertions with this PEM certificate or public key; a new key makes a new client."""
        with self._lock:
            known = self._clients.get(key) or Client(key, name or key)
            self._clients[key] = replace(known, certificate=certificate)
            return self._clients[key]
