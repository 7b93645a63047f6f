"""HTTP → a call of the API. Checks sizes, path, session and body, in the platform's order."""

import gzip
import json
import re
import zlib
from typing import Any

from werkzeug.wrappers import Request

from localorg.errors import ApiError, json_parser_error
from localorg.rest.failures import not_for_rest, session_invalid, unsupported_media_type
from localorg.rest.messages import RestRequest
from localorg.rest.resources import check_version
from localorg.sessions.sessions import Session, Sessions

LONGEST_ADDRESS = 16_384
"""Bytes of address and headers together: https://help.salesforce.com/s/articleView?id=000386264"""
LARGEST_BODY = 50 * 1024 * 1024
_OPENS_THE_API = frozenset({"api", "full"})
_CLIENT = re.compile(r"client\s*=\s*([^;,]+)", re.IGNORECASE)
_BEARER = re.compile(r"(?:Bearer|OAuth)\s+(\S+)\s*\Z", re.IGNORECASE)


def check_size(request: Request) -> None:
    """Raises ApiError (414, 431) if the address or the headers are too long for the platform."""
    address = len(request.path) + len(request.query_string)
    if address > LONGEST_ADDRESS:
        raise ApiError(414, "URI_TOO_LONG", "The URI is too long.")
    if address + sum(len(name) + len(value) + 4 for name, value in request.headers) > LONGEST_ADDRESS:
        raise ApiError(431, "REQUEST_HEADER_FIELDS_TOO_LARGE", "The request's URI and headers are too long.")


def session_of(request: Request, sessions: Sessions) -> Session:
    """The caller's live session. Raises ApiError (401)."""
    found = _BEARER.match(request.headers.get("Authorization", ""))
    session = sessions.find(found[1]) if found else None
    if session is None:
        raise session_invalid()
    if session.scopes and not _OPENS_THE_API & set(session.scopes):
        raise not_for_rest()
    return session


def without_body(request: Request, version: str, rest: str, base_url: str, offered: tuple[int, int]) -> RestRequest:
    """The call, from its address and headers alone. Raises ApiError for a version that is not offered."""
    headers = {name.casefold(): value for name, value in request.headers}
    client = _CLIENT.search(headers.get("sforce-call-options", ""))
    return RestRequest(
        method=request.args.get("_HttpMethod", request.method).upper(),
        path="/" + rest.rstrip("/"),
        version=check_version(version, offered),
        offered=offered,
        user_id="",
        base_url=base_url,
        arguments=request.args.to_dict(),
        headers=headers,
        client=client[1].strip() if client else None,
    )


def json_body(request: Request) -> Any:
    """The body as JSON, None if there is none. Raises ApiError."""
    data = _inflated(request.get_data(cache=False), request.headers.get("Content-Encoding", ""))
    if not data.strip():
        return None
    media_type = request.mimetype or "application/json"
    if media_type not in ("application/json", "text/plain", "application/octet-stream"):
        raise unsupported_media_type(media_type)
    try:
        return json.loads(data)
    except RecursionError as error:
        raise json_parser_error("The request body is nested too deeply.") from error
    except ValueError as error:
        raise json_parser_error(_reason(error)) from error


def _inflated(data: bytes, encoding: str) -> bytes:
    if encoding.casefold() != "gzip":
        return data
    try:
        inflater = zlib.decompressobj(wbits=31)
        plain = inflater.decompress(data, LARGEST_BODY)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise json_parser_error("The request body is not valid gzip data.") from error
    if inflater.unconsumed_tail:
        raise ApiError(413, "REQUEST_ENTITY_TOO_LARGE", "The request body is too large.")
    return plain


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at [line:{error.lineno}, column:{error.colno}]"
    return "The request body is not valid UTF-8."
