"""Too many who did not show who they are, from one address.

What is good is never refused for others' sake: an address may be a proxy's, or a whole office's, and whoever shares it
must not be able to keep events or people out. So this is asked only once something was found to be no good, and tokens
of 128 bits are not guessed at the speed that is left.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from coach.engine.languages import message
from coach.errors import CoachError, Rejected

TooMany = Callable[[str], timedelta | None]
"""Counts one more from an address; how long that address is to wait, None where it need not."""

SENTENCE = message("Too many tries from your address did not show who sends or signs in. Wait a quarter of an hour.")
_CALLBACK = "identity.callback"
_HOOKS = "/hooks/"


def to_wait(too_many: TooMany, error: Exception, status: int) -> timedelta | None:
    """How long whoever asks is to wait, where the answer would be that they did not show who they are."""
    if not _is_failed_proof(error, status):
        return None
    with suppress(CoachError):  # without the database nobody is told to wait, and nobody is let in either
        return too_many(counted_as(request.remote_addr or ""))
    return None


def counted_as(address: str) -> str:
    """The address that tries are counted by: whoever has an IPv6 address has the 2⁶⁴ beside it, too (RFC 6177)."""
    try:
        parsed = ip_address(_without_port(address.strip()).partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)


def _without_port(address: str) -> str:
    """Some proxies write a port after it, and then IPv6 in brackets (RFC 7239, 6)."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _is_failed_proof(error: Exception, status: int) -> bool:
    if request.endpoint == _CALLBACK:
        return 400 <= status < 500
    if request.path.startswith(_HOOKS):
        return status == 401 or (isinstance(error, Rejected) and error.wrong == "secret")
    return status == 401 and "Authorization" in request.headers
