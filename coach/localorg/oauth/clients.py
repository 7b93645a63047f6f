"""The programs that may sign in: what Salesforce calls connected apps or external client apps."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock

from coach.localorg.oauth.errors import OAuthError, app_not_found, bad_secret

INTEGRATION_KEY = "coach.local.integration"
INTEGRATION_SECRET = "local-integration-secret"  # noqa: S105  # of an org that only this machine can reach
ADMIN_KEY = "coach.local.admin"
ADMIN_SECRET = "local-admin-secret"  # noqa: S105  # of an org that only this machine can reach
SF_KEY = "PlatformCLI"

INTEGRATION_USERNAME = "integration@coach.local"
ADMIN_USERNAME = "admin@coach.local"


@dataclass(frozen=True, slots=True)
class Client:
    """``secret`` is empty for a public client. ``run_as`` is the username that the client credentials grant acts as;
    empty refuses that grant. ``certificate`` is the PEM certificate or public key that JWT assertions are checked with;
    empty refuses them. ``redirects`` are the exact addresses that a code may be sent to, besides addresses on this
    machine.
    """

    key: str
    name: str
    secret: str = ""
    run_as: str = ""
    certificate: str = ""
    redirects: tuple[str, ...] = ()


def default_clients(secret: str = INTEGRATION_SECRET) -> tuple[Client, ...]:
    """Coach's integration, an administrator's scripts, and the public client that ``sf`` and jsforce sign in with."""
    return (
        Client(INTEGRATION_KEY, "Coach", secret, run_as=INTEGRATION_USERNAME),
        Client(ADMIN_KEY, "Scripts", ADMIN_SECRET, run_as=ADMIN_USERNAME),
        Client(SF_KEY, "Salesforce CLI"),
    )


class Clients:
    """The registry, by key; safe to use from several threads."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self._clients = {client.key: client for client in clients}
        self._lock = Lock()

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
