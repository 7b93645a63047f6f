"""Standard Webhooks 1.0.0: whether a request was signed with a secret that we share with its sender.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

The project's own Python library is not used for verifying: several malformed headers and bodies make it fail with
errors that are not about the signature, and it takes timestamps in spellings the specification does not know.
"""

import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from coach.errors import Misconfigured, Rejected

TOLERANCE = timedelta(minutes=5)
"""How far a timestamp may lie from now, in the past or in the future."""

# The specification forbids a full stop in an id: it is what separates the signed parts.
_MESSAGE_ID = re.compile(r"[!-\-/-~]{1,150}")
_TIMESTAMP = re.compile(r"[0-9]{10}")
_SIGNATURES = re.compile(r"v[0-9]+[a-z]?,[A-Za-z0-9+/]+={0,2}(?: v[0-9]+[a-z]?,[A-Za-z0-9+/]+={0,2}){0,15}")


def unauthorised() -> Rejected:
    """The one answer to everybody who does not show that they may send, so that it tells nothing about why."""
    return Rejected("The request carries neither a valid signature nor a valid bearer token.", 401)


def decode_secret(text: str) -> bytes:
    """The key inside ``whsec_`` and base64. Raises Misconfigured where it is not 24 to 64 bytes long."""
    try:
        key = b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if not 24 <= len(key) <= 64:
        raise Misconfigured("A webhook secret must be whsec_ followed by 24 to 64 bytes in base64.")
    return key


def is_message_id(text: str) -> bool:
    """Whether this may be a ``webhook-id``: 1 to 150 visible ASCII characters without a full stop."""
    return _MESSAGE_ID.fullmatch(text) is not None


def verify(
    message_id: str, timestamp: str, signatures: str, body: bytes, *, secrets: Sequence[bytes], now: datetime
) -> None:
    """Check the three ``webhook-`` headers (empty where missing) against the body as it came over the wire.

    ``secrets`` are the live keys, two while one replaces the other. Raises :func:`unauthorised` for anything but a
    good signature made within the tolerance. A replay within it passes: the event's id makes it harmless.
    """
    well_formed = (
        is_message_id(message_id) and _TIMESTAMP.fullmatch(timestamp) is not None and _SIGNATURES.fullmatch(signatures)
    )
    if not well_formed or abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise unauthorised()
    content = f"{message_id}.{timestamp}.".encode() + body
    presented = [part.removeprefix("v1,").encode() for part in signatures.split(" ") if part.startswith("v1,")]
    expected = [b64encode(hmac.digest(secret, content, "sha256")) for secret in secrets]
    outcomes = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in presented]
    if not any(outcomes):
        raise unauthorised()
