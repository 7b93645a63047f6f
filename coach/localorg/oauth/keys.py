"""The org's own signing key: id tokens, and the key set that they are checked with."""

import json
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

_KEY_ID = "local"


class SigningKey:
    """An RSA key that lives as long as the process; made when it is first asked for, since making one takes a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: rsa.RSAPrivateKey | None = None

    @property
    def _private(self) -> rsa.RSAPrivateKey:
        with self._lock:
            self._made = self._made or rsa.generate_private_key(public_exponent=65_537, key_size=2048)
            return self._made

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact JWT, RS256."""
        return jwt.encode(claims, self._private, algorithm="RS256", headers={"kid": _KEY_ID})

    def key_set(self) -> dict[str, Any]:
        """The public half, as a JSON Web Key Set."""
        key = json.loads(RSAAlgorithm.to_jwk(self._private.public_key()))
        return {"keys": [{**key, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}]}
