"""Responses for errors: one table of what an error means, and one of how each kind of endpoint says it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, NotFound

from coach.engine.languages import Wording, message
from coach.errors import Rejected, TryAgain, Undeliverable
from coach.intake import soap
from coach.web.frame import frame
from coach.web.limit import SENTENCE, TooMany, to_wait

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 30
OUR_MISTAKE = message("Something went wrong here. It is in the log, under the id in the X-Request-Id header.")
LATER = message("Coach cannot do that just now, and nothing was kept. Try again in some minutes.")
NO_PAGE = message("There is no page at this address.")

CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "try_again",
}


@dataclass(frozen=True)
class ErrorAnswer:
    """The meaning of an error for any endpoint: 4xx if the sender must act, 5xx if sending again may help."""

    status: int
    sentence: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """An error code for programs."""
        return CODES.get(self.status, "bad_request" if self.status < 500 else "internal_error")


def install(app: Flask, too_many: TooMany) -> None:
    """Answer every error in the format of its endpoint, including unknown URLs and methods.

    ``too_many`` counts failed authentications.
    """
    app.register_error_handler(Exception, partial(_respond, too_many))


def _respond(too_many: TooMany, error: Exception) -> Response:
    answer = _meaning(error)
    if wait := to_wait(too_many, error, answer.status):
        answer = ErrorAnswer(429, SENTENCE, {"Retry-After": str(math.ceil(wait.total_seconds()))})
    if request.path.startswith("/hooks/"):
        # Without the URL: it ends in the token.
        log.warning("delivery_not_accepted", status=answer.status, sentence=answer.sentence, **_for_operators(error))
    shape = next(shape for prefix, shape in _SHAPES if request.path.startswith(prefix))
    if request_ctx.url_adapter is None:
        # The request's Host is invalid, and a page's own links are built from the host.
        shape = _as_text
    response = shape(answer)
    response.status_code = answer.status
    response.headers.update(answer.headers)
    return response


def _for_operators(error: Exception) -> dict[str, str]:
    """Details for operators (clock, secret, body …), which the sender does not get."""
    if not isinstance(error, Rejected):
        return {}
    return {"wrong": error.wrong} | ({"because": error.for_operators} if error.for_operators else {})


def _meaning(error: Exception) -> ErrorAnswer:
    if isinstance(error, Rejected):
        return ErrorAnswer(error.status, str(error))
    if isinstance(error, TryAgain):
        after = int(error.after.total_seconds()) if error.after else RETRY_AFTER_SECONDS
        return ErrorAnswer(503, str(error), {"Retry-After": str(after)})
    if isinstance(error, Undeliverable):
        return ErrorAnswer(502, str(error))
    if isinstance(error, HTTPException):
        headers = {name: value for name, value in error.get_headers() if name in {"Allow", "WWW-Authenticate"}}
        return ErrorAnswer(error.code or 500, error.description or error.name, headers)
    log.error("request_failed", exc_info=error)
    return ErrorAnswer(500, OUR_MISTAKE)


def _as_fault(answer: ErrorAnswer) -> Response:
    body = soap.fault(answer.sentence, sender_must_act=answer.status < 500)
    return Response(body, content_type="text/xml; charset=utf-8")


def _as_json(answer: ErrorAnswer) -> Response:
    return jsonify(error=answer.code, message=answer.sentence)


def _as_text(answer: ErrorAnswer) -> Response:
    return Response(f"{answer.sentence}\n", content_type="text/plain; charset=utf-8")


def _as_page(answer: ErrorAnswer) -> Response:
    return Response(render_template("error.html", sentence=_as_read(answer, frame()), status=answer.status))


def _as_read(answer: ErrorAnswer, words: Wording) -> str:
    """The sentence for a person, in their language.

    A sentence about our own failures (5xx) is for operators and not translated; readers of other languages than English
    get a general one in its place.
    """
    if answer.sentence == NotFound.description:
        return words.say(NO_PAGE)
    said = words.say(answer.sentence)
    told = said != answer.sentence or words.figures.locale.language == "en"
    return said if told or answer.status < 500 else words.say(LATER)


_SHAPES: tuple[tuple[str, Callable[[ErrorAnswer], Response]], ...] = (
    ("/hooks/salesforce/", _as_fault),
    ("/hooks/", _as_json),
    ("/healthz", _as_json),
    ("/readyz", _as_json),
    ("/metrics", _as_json),
    ("/openapi.json", _as_json),
    ("/api/", _as_json),
    ("/", _as_page),
)
