"""The programs that may sign in. Salesforce calls them connected apps or external client apps."""

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
    """A program that may sign in.

    ``secret`` is empty for a public client. ``run_as`` is the username that the client credentials grant acts as; empty
    refuses that grant. ``certificate`` is the PEM certificate or public key with which JWT assertions are verified;
    empty refuses them. ``redirects`` are the exact addresses to which a code may be sent, besides addresses on this
    machine. ``flows`` are the ways of signing in that are enabled. ``permitted`` says who may use the client:
    ``anybody``, without consent (programs of this machine's own); ``self``, users who allow it themselves; or
    ``approved``, users who hold one of ``permission_sets``. ``scopes`` are those that it may request; empty means all.
    ``pkce`` requires a code challenge. ``contact`` and ``distribution`` are only stored.
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
    """The client of Coach's integration, and the plain clients."""
    return (Client(INTEGRATION_KEY, "Coach", secret, run_as=INTEGRATION_USERNAME), *plain_clients())


def plain_clients() -> tuple[Client, ...]:
    """The clients that every org has: one for an administrator's scripts, and the public one of ``sf`` and jsforce."""
    return (
        Client(ADMIN_KEY, "Scripts", ADMIN_SECRET, run_as=ADMIN_USERNAME),
        Client(SF_KEY, "Salesforce CLI"),
    )


class Storage(Protocol):
    """Storage for apps."""

    def load(self) -> Iterable[Client]:
        """The stored apps."""

    def keep(self, client: Client) -> None:
        """Add one, or replace it."""


class Clients:
    """The registry, by key; safe to use from several threads."""

    def __init__(self, clients: Iterable[Client], storage: Storage | None = None) -> None:
        """``storage`` stores apps that are created later."""
        self._storage = storage
        self._clients = {client.key: client for client in clients}
        self._clients |= {client.key: client for client in (storage.load() if storage else ())}
        self._lock = Lock()

    def apps(self) -> list[Client]:
        """All apps, sorted by name."""
        with self._lock:
            return sorted(self._clients.values(), key=lambda client: client.name.casefold())

    def put(self, client: Client) -> None:
        """Add or change an app, and store it, so that it survives a restart."""
        with self._lock:
            self._clients[client.key] = client
        if self._storage:
            self._storage.keep(client)

    def get(self, key: str) -> Client:
        """The client with this key. Raises OAuthError if there is none."""
        with self._lock:
            client = self._clients.get(key)
        if client is None:
            raise app_not_found()
        return client

    def authenticated(self, key: str, secret: str) -> Client:
        """The client, if it is public or the secret is right. Raises OAuthError otherwise."""
        client = self.get(key)
        if not hmac.compare_digest(client.secret.encode(), secret.encode()) and client.secret:
            raise bad_secret()
        return client

    def confidential(self, key: str, secret: str) -> Client:
        """The client, if it has a secret and the given one is right. Raises OAuthError otherwise."""
        client = self.authenticated(key, secret)
        if not client.secret:
            raise OAuthError("invalid_client", "invalid client credentials")
        return client

    def register_certificate(self, key: str, certificate: str, name: str = "") -> Client:
        """Set the PEM certificate or public key that verifies a client's assertions; a new key makes a new client."""
        with self._lock:
            known = self._clients.get(key) or Client(key, name or key)
            self._clients[key] = replace(known, certificate=certificate)
            return self._clients[key]
