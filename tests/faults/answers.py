"""Possible answers to a write that was carried out: uninformative errors of the org, and errors of gateways."""

import json
from collections.abc import Iterator, Mapping

Answer = Mapping[str, object]

GATEWAYS = (401, 403, 404, 408, 429, 499, 500, 502, 503, 504, 520)
PAGES = (200, 302, 401, 429, 503)
CODES = (
    (503, "SERVER_UNAVAILABLE"),
    (500, "INTERNAL_ERROR"),
    (400, "QUERY_TIMEOUT"),
    (503, "TOO_MANY_REQUESTS"),
    (500, "UNKNOWN_EXCEPTION"),
    (400, "A_CODE_THAT_NOBODY_KNOWS"),
)
NOTHING = ((200, "{}"), (200, "[]"), (200, ""), (204, ""), (200, '{"compositeResponse"'))


def shapes() -> Iterator[Answer]:
    """All answers, each once."""
    for status in GATEWAYS:
        yield _answer(status, json.dumps({"error": "gateway"}))
        yield _answer(status, json.dumps({"message": "upstream request timeout"}))
    for status, code in CODES:
        yield _answer(status, json.dumps([{"message": "Try again later.", "errorCode": code}]))
    for status in PAGES:
        yield _answer(status, "<html><body>We are down for maintenance.</body></html>", "text/html")
    for status, body in NOTHING:
        yield _answer(status, body)


def _answer(status: int, body: str, content_type: str = "application/json") -> Answer:
    return {"status": status, "body": body, "content_type": content_type}


SHAPES = tuple(shapes())
