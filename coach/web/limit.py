"""Too many failed authentications from one address.

Valid requests are never refused because of others: an address may belong to a proxy, or to a whole office, and nobody
who shares it may be able to keep events or people out. So the limit is applied only after a request was found to be
invalid. At the remaining speed, tokens of 128 bits cannot be guessed.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from coach.engine.languages import message
from coach.errors import CoachError, Rejected

TooMany = Callable[[str], timedelta | None]
"""Counts one more failure from an address. Returns how long that address must wait; None if it need not."""

SENTENCE = message("Too many tries from your address did not show who sends or signs in. Wait a quarter of an hour.")
_CALLBACK = "identity.callback"
_HOOKS = "/hooks/"


def to_wait(too_many: TooMany, error: Exception, status: int) -> timedelta | None:
    """How long the client must wait, if the response is an authentication failure."""
    if not _is_failed_proof(error, status):
        return None
    with suppress(CoachError):  # without the database nobody has to wait, but nobody is let in either
        return too_many(counted_as(request.remote_addr or ""))
    return None


def counted_as(address: str) -> str:
    """The address under which failures are counted. For IPv6 it is the /64 network, because a client owns all of it
    (RFC 6177).
    """
    try:
        parsed = ip_address(_without_port(address.strip()).partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def _without_port(address: str) -> str:
    """The address without a port. Some proxies append one, and then put IPv6 in brackets (RFC 7239, 6)."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _is_failed_proof(error: Exception, status: int) -> bool:
    if request.endpoint == _CALLBACK:
        return 400 <= status < 500
    if request.path.startswith(_HOOKS):
        return status == 401 or (isinstance(error, Rejected) and error.wrong == "secret")
    return status == 401 and "Authorization" in request.headers
