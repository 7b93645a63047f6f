"""The HTTP session that every request to Salesforce goes through, including the sign-in.

simple-salesforce has no default timeout, follows redirects with the access token attached, and joins record ids into
URLs, so that an id which is itself an address would send the token there. This session prevents all three. It also
stops endless answers: each is read up to a maximum size and time before anything parses it.
"""

from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from coach.errors import Undeliverable
from coach.leases import elapsed, still_held
from coach.salesforce.nesting import harmless

POOL = 32
"""Connections kept open: as many as one process will have threads."""


MOST_BYTES = 32_000_000
"""No answer to us comes near it: an object's description has some megabytes, and so has a page of rows."""
LONGEST_SECONDS = 60.0
"""The longest time that an answer may take to arrive, however steadily it does."""
_CHUNK = 65_536


class UnreadableAnswer(requests.RequestException):
    """An answer is JSON that must not be parsed. Not raised outside this folder."""

    def __init__(self, status: int) -> None:
        super().__init__("The answer is not one to be parsed.")
        self.status = status


class Unending(requests.RequestException):
    """An answer was too long, or took too long. Not raised outside this folder."""


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Moved(Exception):
    """The org answered with a redirect. It is not followed, because the token would go along.

    Not raised outside this folder.
    """

    def __init__(self, status: int, location: str) -> None:
        super().__init__(status)
        self.status = status
        self.location = location


def reason_of(failure: requests.RequestException) -> object:
    """The underlying cause of an exception of requests."""
    cause = failure.args[0] if failure.args else None
    return getattr(cause, "reason", cause)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class OrgSession(requests.Session):
    """Talks only to allowed origins; sends ``client_name`` as the call option on every request.

    The call option is a header of the session, because simple-salesforce drops a call's headers when it repeats the
    call.
    """

    def __init__(self, url: str, client_name: str, timeout: tuple[float, float]) -> None:
        super().__init__()
        self._origins = {origin(url)}
        self._timeout = timeout
        self.headers["Sforce-Call-Options"] = f"client={client_name}"
        # requests would let a .netrc entry for the host replace the access token, unless some auth is set.
        self.auth = _as_it_is
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self.mount(scheme, HTTPAdapter(pool_maxsize=POOL))

    def allow(self, url: str) -> None:
        """Allow the origin of this URL as well."""
        self._origins.add(origin(url))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """Like requests', with a timeout. Raises Moved if the answer is a redirect."""
        kwargs["timeout"] = kwargs.get("timeout") or self._timeout
        kwargs["allow_redirects"] = False
        response = super().request(method, url, *args, **kwargs)
        if response.status_code in _REDIRECTS:
            raise Moved(response.status_code, response.headers.get("Location", ""))
        return response

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Raises Undeliverable if the request would leave the org, LeaseOver if it came too late."""
        if origin(request.url or "") not in self._origins:
            raise Undeliverable("A request would have gone to a host that is not the configured org.", "FOREIGN_HOST")
        still_held()
        response = super().send(request, **(kwargs | {"stream": True}))
        response._content = _read(response)
        if "json" in response.headers.get("Content-Type", "").lower() and not harmless(response.content):
            raise UnreadableAnswer(response.status_code)
        return response


def _read(response: requests.Response) -> bytes:
    """Read all of an answer as it comes in. Raises Unending."""
    end = elapsed() + LONGEST_SECONDS
    content = bytearray()
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > MOST_BYTES or elapsed() > end:
                raise Unending("The answer has no end.")
    except urllib3.exceptions.HTTPError as failure:
        response.close()
        raise requests.ConnectionError(failure) from None
    except Unending:
        response.close()
        raise
    response._content_consumed = True  # type: ignore[attr-defined]  # as requests does, which reads it otherwise
    return bytes(content)
