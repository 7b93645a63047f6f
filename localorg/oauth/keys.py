"""The org's own signing key for id tokens, and the key set with which clients verify them."""

import json
from hashlib import sha256
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


class SigningKey:
    """An RSA key that lives as long as the process. It is generated on first use, because that takes a while."""

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
        return jwt.encode(claims, self._private, algorithm="RS256", headers={"kid": self._id})

    def key_set(self) -> dict[str, Any]:
        """The public half, as a JSON Web Key Set."""
        key = json.loads(RSAAlgorithm.to_jwk(self._private.public_key()))
        return {"keys": [{**key, "kid": self._id, "use": "sig", "alg": "RS256"}]}

    @property
    def _id(self) -> str:
        """The key's id, derived from the key, so that clients that cache keys notice a new one."""
        modulus: int = self._private.public_key().public_numbers().n
        return sha256(str(modulus).encode()).hexdigest()[:16]
