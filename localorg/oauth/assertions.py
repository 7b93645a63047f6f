"""JWT bearer assertions: a client vouches for a user with its own key (RFC 7523)."""

from collections.abc import Collection

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

from localorg.apps.clients import Client, Clients
from localorg.apps.errors import expired_assertion, invalid_assertion, invalid_audience, missing_parameter

LOGIN_AUDIENCES = {"login": "https://login.salesforce.com", "test": "https://test.salesforce.com"}
"""Audiences that are the same for every org. Salesforce's own command line uses the first."""


def check_assertion(assertion: str, clients: Clients, audiences: Collection[str]) -> tuple[Client, str]:
    """The client that signed the assertion, and the username it vouches for. Raises OAuthError."""
    if not assertion:
        raise missing_parameter("assertion")
    client = clients.get(_issuer(assertion))
    claims = _verified(assertion, client)
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if not any(isinstance(name, str) and name.rstrip("/") in audiences for name in named):
        raise invalid_audience()
    return client, str(claims["sub"])


def public_key(pem: str) -> RSAPublicKey:
    """The RSA key in a PEM certificate or public key. Raises ValueError if there is none."""
    data = pem.encode()
    is_certificate = b"BEGIN CERTIFICATE" in data
    key = load_pem_x509_certificate(data).public_key() if is_certificate else load_pem_public_key(data)
    if not isinstance(key, RSAPublicKey):
        raise ValueError("is not an RSA key")  # noqa: TRY004  # a value of the wrong kind, not an argument of the wrong type
    return key


def _issuer(assertion: str) -> str:
    try:
        return str(jwt.decode(assertion, options={"verify_signature": False}).get("iss", ""))
    except jwt.PyJWTError as error:
        raise invalid_assertion() from error


def _verified(assertion: str, client: Client) -> dict[str, object]:
    if not client.certificate:
        raise invalid_assertion()
    key = public_key(client.certificate)
    try:
        return jwt.decode(assertion, key, ["RS256"], {"require": ["iss", "sub", "aud", "exp"], "verify_aud": False})
    except jwt.ExpiredSignatureError as error:
        raise expired_assertion() from error
    except jwt.PyJWTError as error:
        raise invalid_assertion() from error
