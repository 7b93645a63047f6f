"""What is answered when something goes wrong: one table of what it means, one of how each door says it."""

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
    """What an error comes to, whatever the door: 4xx where the sender must act, 5xx where sending again may help."""

    status: int
    sentence: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """A word for programs."""
        return CODES.get(self.status, "bad_request" if self.status < 500 else "internal_error")


def install(app: Flask, too_many: TooMany) -> None:
    """Answer every error in the way of the door at which it happened, unknown addresses and methods included.

    ``too_many`` counts who did not show who they are.
    """
    app.register_error_handler(Exception, partial(_respond, too_many))


def _respond(too_many: TooMany, error: Exception) -> Response:
    answer = _meaning(error)
    if wait := to_wait(too_many, error, answer.status):
        answer = ErrorAnswer(429, SENTENCE, {"Retry-After": str(math.ceil(wait.total_seconds()))})
    if request.path.startswith("/hooks/"):
        # Without the address: it ends in the token.
        log.warning("delivery_not_accepted", status=answer.status, sentence=answer.sentence, **_for_operators(error))
    shape = next(shape for prefix, shape in _SHAPES if request.path.startswith(prefix))
    if request_ctx.url_adapter is None:
        # The request names a host that is none, and a page's own links are made from the host.
        shape = _as_text
    response = shape(answer)
    response.status_code = answer.status
    response.headers.update(answer.headers)
    return response


def _for_operators(error: Exception) -> dict[str, str]:
    """What they should look at (clock, secret, body …), which the sender is not told."""
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
    """What an answer says to people: who reads no English has no use for what an operator is told in it."""
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
