"""A provider of identities that says whatever a test wants, signed with whatever key it wants."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from jwt.algorithms import RSAAlgorithm
from werkzeug.serving import make_server

from tests.fixtures.fakes import ORG

USER = "005000000000001AAA"
OTHER_USER = "005000000000002AAA"
CLIENT = "client"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


@dataclass
class Forger:
    """``claims`` are laid over what an honest provider would say; None leaves one out. ``sign`` makes the token."""

    url: str
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    kid: str = "k"
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    shown_key: rsa.RSAPrivateKey | None = None
    sign: Callable[[dict[str, Any]], str | None] | None = None

    def identity(self, user: str = USER, org: str = ORG) -> str:
        """The address that names a user."""
        return f"https://login.salesforce.com/id/{org}/{user}"

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        honest = {"iss": self.url, "aud": CLIENT, "sub": self.identity(), "iat": now, "exp": now + 120}
        claims = {**honest, "nonce": self.nonce, **self.claims}
        said = {name: value for name, value in claims.items() if value is not None}
        id_token = self.sign(said) if self.sign else jwt.encode(said, self.key, "RS256", {"kid": self.kid})
        answer = {"access_token": "access", "token_type": "Bearer", "scope": "openid"}
        return answer | ({"id_token": id_token} if id_token else {})

    def keys(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk((self.shown_key or self.key).public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def app(self) -> Flask:
        app = Flask("forger")
        discovery = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        user = {"sub": self.identity(), "name": "Anna", "preferred_username": "anna@example.com"}
        app.add_url_rule("/.well-known/openid-configuration", "discovery", lambda: discovery)
        app.add_url_rule("/token", "token", self.token, methods=["POST"])
        app.add_url_rule("/userinfo", "userinfo", lambda: user | self.profile)
        app.add_url_rule("/keys", "keys", self.keys)
        return app


@contextmanager
def forging(port: int) -> Iterator[Forger]:
    """A forger that listens."""
    forger = Forger(f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, forger.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield forger
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
