"""Reads a request's body without trusting its length, its type or its sender's patience."""

from contextlib import suppress

from flask import request
from werkzeug.exceptions import HTTPException

from coach.errors import Rejected

_PIECE = 65_536
_HEARD_OUT = 20
"""How many times the limit is still read and discarded: a sender that is cut off never reads the error."""


def read_body(limit: int) -> bytes:
    """The whole body, of at most ``limit`` bytes.

    Raises Rejected: 413 for a longer body, whether or not its length was announced; 415 for a compressed one; 400 for a
    body that ends too early.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Rejected("The body must not be compressed.", 415)
    announced = request.content_length
    too_large = Rejected(f"The body is larger than {limit:,} bytes.", 413)
    if announced is not None and announced > limit:
        _throw_away(_HEARD_OUT * limit)
        raise too_large
    body = _read_up_to(limit + 1)
    if len(body) > limit:
        _throw_away(_HEARD_OUT * limit)
        raise too_large
    if announced is not None and len(body) < announced:
        raise Rejected("The body broke off before its announced end.")
    return body


def _read_up_to(limit: int) -> bytes:
    # Not request.get_data(): with a limit set, Werkzeug silently truncates a chunked body at the limit.
    body = bytearray()
    try:
        while len(body) < limit:
            piece = request.stream.read(min(_PIECE, limit - len(body)))
            if not piece:
                break
            body += piece
    except HTTPException:
        raise
    except Exception as error:
        # Each server has its own errors for an invalid chunk; all of them mean that the sender is at fault.
        raise Rejected("The body could not be read: it is not sent as HTTP asks for.") from error
    return bytes(body)


def _throw_away(most: int) -> None:
    with suppress(Rejected, HTTPException):
        while most > 0 and (piece := _read_up_to(min(_PIECE, most))):
            most -= len(piece)


def require_kind(*kinds: str) -> None:
    """Refuse, with 415, a body declared as another type, or in another encoding than UTF-8.

    A kind is the end of a media type (``xml`` fits text/xml and application/soap+xml). A missing Content-Type is fine.
    """
    announced = request.mimetype
    if announced and not announced.endswith(kinds):
        raise Rejected(f"The body must be {' or '.join(kinds)}, not what its Content-Type says.", 415)
    charset = request.mimetype_params.get("charset", "utf-8").strip("'\" ").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise Rejected("The body must be in UTF-8.", 415)
