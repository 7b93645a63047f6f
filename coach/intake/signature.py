"""Standard Webhooks 1.0.0: verify that a request was signed with a secret that we share with its sender.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

The project's own Python library is not used for verifying: several malformed headers and bodies make it fail with
errors that are not about the signature, and it accepts timestamp formats that the specification does not know.
"""

import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from coach.errors import Misconfigured, Rejected

TOLERANCE = timedelta(minutes=5)
"""How far a timestamp may lie from now, in the past or in the future."""

# The specification forbids a full stop in an id, because it separates the signed parts.
_MESSAGE_ID = re.compile(r"[!-\-/-~]{1,150}")
_TIMESTAMP = re.compile(r"[0-9]{10}")
_SIGNATURES = re.compile(r"v[0-9]+[a-z]?,[A-Za-z0-9+/]+={0,2}(?: v[0-9]+[a-z]?,[A-Za-z0-9+/]+={0,2}){0,15}")


def unauthorised(wrong: str = "secret", because: str = "") -> Rejected:
    """The same answer for everybody who fails to authenticate, so that it does not reveal why.

    ``wrong`` and ``because`` are for the operator's log.
    """
    sentence = "The request carries neither a valid signature nor a valid bearer token."
    return Rejected(sentence, 401, wrong=wrong, for_operators=because)


def decode_secret(text: str) -> bytes:
    """The key inside ``whsec_`` and base64. Raises Misconfigured unless it is 24 to 64 bytes long."""
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
    """Check the three ``webhook-`` headers (empty if missing) against the body, exactly as received.

    ``secrets`` are the live keys, two while one replaces the other. Raises :func:`unauthorised` for anything but a good
    signature made within the tolerance. A replay within it passes: the event's id makes it harmless.
    """
    if not is_message_id(message_id) or not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURES.fullmatch(signatures):
        raise unauthorised("headers", "webhook-id, webhook-timestamp or webhook-signature is missing or malformed.")
    presented = [part.removeprefix("v1,").encode() for part in signatures.split(" ") if part.startswith("v1,")]
    signed = _Signed(f"{message_id}.{timestamp}.".encode(), presented)
    good = signed.fits(secrets, body)
    behind = now.timestamp() - int(timestamp)
    if good and abs(behind) <= TOLERANCE.total_seconds():
        return
    if good:
        side = "behind" if behind > 0 else "ahead of"
        raise unauthorised("clock", f"The signature is good, and its time {abs(behind):.0f} s {side} ours.")
    raise unauthorised(*signed.what_else(secrets, body))


class _Signed:
    """What a sender signed beside the body, and the signatures that it sent."""

    def __init__(self, before: bytes, presented: Sequence[bytes]) -> None:
        self._before = before
        self._presented = presented

    def fits(self, keys: Sequence[bytes], body: bytes) -> bool:
        """Whether one of the signatures was made with one of these keys over this body."""
        expected = [b64encode(hmac.digest(key, self._before + body, "sha256")) for key in keys]
        outcomes = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in self._presented]
        return any(outcomes)

    def what_else(self, keys: Sequence[bytes], body: bytes) -> tuple[str, str]:
        """Diagnose a signature that does not fit, as far as possible."""
        if not keys:
            return "secret", "COACH_WEBHOOK_SECRETS holds none to check a signature with."
        if self.fits([key for secret in keys for key in _as_text(secret)], body):
            return "secret", "The sender signs with the secret's text; it must decode what follows whsec_ from base64."
        if any(self.fits(keys, each) for each in _rewritten(body)):
            return "body", "The signature is good for the body as it was before something on the way rewrote it."
        return "secret", "It fits none of COACH_WEBHOOK_SECRETS: another secret, or a body that was changed on the way."


def _as_text(secret: bytes) -> tuple[bytes, bytes]:
    text = b64encode(secret)
    return text, b"whsec_" + text


def _rewritten(body: bytes) -> Iterator[bytes]:
    """The body as gateways and frameworks are known to rewrite it: its ends, its line ends, its JSON reformatted."""
    yield from (body.strip(), body + b"\n", body.replace(b"\r\n", b"\n"), body.replace(b"\n", b"\r\n"), b"")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return
    for separators in ((",", ":"), (", ", ": ")):
        for ascii_only in (True, False):
            text = json.dumps(content, separators=separators, ensure_ascii=ascii_only)
            yield text.encode("utf-8", "surrogatepass")
