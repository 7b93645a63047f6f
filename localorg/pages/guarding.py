"""Security headers of every page, and the check of where forms come from."""

from flask import Response, abort, request

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def same_site() -> None:
    """Refuse posts from another site's page through the visitor's browser."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)


def guard(response: Response) -> Response:
    """Set headers that forbid inline scripts and frames, and keep the referrer from other sites."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
