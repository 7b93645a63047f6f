"""For every request: an id that connects its log lines, and security headers."""

import re
from functools import partial
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import NotFound

from coach.errors import Rejected

HEADERS = {
    # Nothing inline and nothing from elsewhere: a value that slips through escaping still cannot run.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With no-referrer, browsers would also hide from us where a form came from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_SECRETS = frozenset({"signature", "token"})
"""URL parameters that are secrets."""
_MAY_HOLD_ONE = ("/cards/", "/hooks/salesforce/", "/sign-in/callback")
"""URL prefixes under which somebody may have mistyped a secret."""
_NUL = "\0"

_GIVEN_ID = re.compile(r"[A-Za-z0-9_\-]{8,64}")


def install(app: Flask, https_only: bool = False) -> None:
    """Give every request an id and every response the headers. ``https_only``: the public URL is https."""
    app.before_request(_begin)
    app.before_request(_refuse_what_no_address_holds)
    app.after_request(partial(_end, https_only))


def request_id() -> str:
    """This request's id: the one from a router in front, if it is plain text, or a new one."""
    kept: str = g.request_id
    return kept


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _GIVEN_ID.fullmatch(given) else uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _refuse_what_no_address_holds() -> None:
    """Reject URLs with NUL: databases cannot look it up, and our pages never link to one."""
    if _NUL in request.path:
        raise NotFound
    if any(_NUL in name or _NUL in value for name, value in request.args.items(multi=True)):
        raise Rejected("The address holds a character that no address of Coach has (%00).")


def _end(https_only: bool, response: Response) -> Response:
    response.headers.extend(HEADERS)
    if _address_is_secret():
        # Do not even send it for our own styles: a proxy in front of us may log the header.
        response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Request-Id"] = g.request_id
    if https_only or request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if (request.endpoint or "").rpartition(".")[2] != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _address_is_secret() -> bool:
    """Whether the URL contains a secret, or was meant to."""
    if request.endpoint in (None, "identity.callback"):
        return request.path.startswith(_MAY_HOLD_ONE)
    return not _SECRETS.isdisjoint(request.view_args or {})
