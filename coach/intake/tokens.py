"""Shared secrets that a sender presents as they are: in the path, or as a bearer token."""

import hmac
from collections.abc import Sequence
from hashlib import sha256


def is_live(candidate: str, live: Sequence[str]) -> bool:
    """Whether this is one of the live secrets, in a time that reveals nothing about any of them.

    Digests are compared because comparing texts of different lengths takes different times. Every live secret is
    compared because stopping at the first match would reveal which one matched.
    """
    presented = _digest(candidate)
    outcomes = [hmac.compare_digest(presented, _digest(secret)) for secret in live]
    return any(outcomes)


def bearer_is_live(authorization: str, live: Sequence[str]) -> bool:
    """Whether an ``Authorization`` header carries a live bearer token (RFC 6750)."""
    scheme, _, token = authorization.partition(" ")
    return scheme.lower() == "bearer" and is_live(token.strip(), live)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
