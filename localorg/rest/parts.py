"""The parts of a composite, a graph or a batch: calls of the API inside another call. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from localorg.errors import ApiError, not_found
from localorg.rest.bodies import as_object, text
from localorg.rest.failures import invalid_input
from localorg.rest.messages import RestRequest
from localorg.rest.references import resolve
from localorg.rest.resources import check_version

_REFERENCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*\Z")
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
_INHERITED = frozenset({"accept", "authorization", "content-type"})
_DATA = "/services/data/"
_BATCHED = re.compile(r"/(query|queryAll|composite/sobjects)(/|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """``url`` and ``body`` may still contain references. ``headers`` have lower-case names."""

    method: str
    url: str
    body: Any
    reference_id: str
    headers: Mapping[str, str]

    @property
    def is_query_or_collection(self) -> bool:
        """Whether this is a query or a collection. A composite may contain only five of those."""
        return bool(_BATCHED.match(_below_version(self.url)))


def read_part(item: dict[str, Any]) -> Part:
    """Read one entry of ``compositeRequest``. Raises ApiError, which makes the whole call fail."""
    method, url, reference_id = text(item, "method"), text(item, "url"), text(item, "referenceId")
    if method not in _METHODS:
        raise invalid_input(f"Method '{method}' is not one of {', '.join(_METHODS)}.")
    if not _REFERENCE_ID.match(reference_id):
        raise invalid_input(
            f"Provided referenceId ('{reference_id}') must start with a letter or a number, and it can contain only "
            "letters, numbers and underscores ('_')."
        )
    headers = {str(name).casefold(): str(value) for name, value in as_object(item.get("httpHeaders", {})).items()}
    if _INHERITED & headers.keys():
        raise invalid_input("Accept, Authorization and Content-Type are those of the composite request.")
    return Part(method, url, item.get("body"), reference_id, headers)


def check_reference_ids(parts: list[Part]) -> None:
    """Raises ApiError if two parts have the same reference id."""
    seen: set[str] = set()
    for part in parts:
        if part.reference_id in seen:
            raise invalid_input(f"Duplicate reference id '{part.reference_id}'.")
        seen.add(part.reference_id)


def as_request(part: Part, outer: RestRequest, answers: Mapping[str, Any]) -> RestRequest:
    """The part as a call, with its references replaced. Raises ApiError, which makes the part fail."""
    url = str(resolve(part.url, answers))
    body = resolve(part.body, answers)
    return inner_request(part.method, url, body, outer, part.headers)


def inner_request(method: str, url: str, body: Any, outer: RestRequest, headers: Mapping[str, str]) -> RestRequest:
    """A call by ``outer``'s user. Raises ApiError if ``url`` is not an address of the API."""
    if not url.startswith(_DATA):
        raise not_found()
    split = urlsplit(url)
    version, _, path = split.path.removeprefix(_DATA).partition("/")
    return RestRequest(
        method=method,
        path=unquote(f"/{path}"),
        version=check_version(version, outer.offered),
        offered=outer.offered,
        user_id=outer.user_id,
        base_url=outer.base_url,
        arguments=dict(parse_qsl(split.query, keep_blank_values=True)),
        body=body,
        headers=headers,
        client=outer.client,
        in_composite=True,
    )


def _below_version(url: str) -> str:
    path = urlsplit(url).path.removeprefix(_DATA)
    return "/" + path.partition("/")[2]


def refuse_nesting(request: RestRequest) -> None:
    """Raises ApiError if a part is itself a composite, a graph or a batch."""
    if re.match(r"/composite(/(batch|graph)|)/?\Z", request.path):
        raise ApiError(400, "INVALID_INPUT", f"{request.path} is not supported inside a composite request.")
