"""Webhook endpoints: outbound messages from Salesforce, and JSON from any sender who signs or has a token.

Nothing is acknowledged before it is committed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from coach.engine.model import Received
from coach.errors import Rejected
from coach.intake import json_events, outbound_message, signature
from coach.intake.tokens import bearer_is_live, is_live
from coach.ports import Accepted
from coach.web.bodies import read_body, require_kind
from coach.web.per_request import request_id
from coach.web.viewer import public

log = structlog.get_logger(__name__)

_NOT_A_TOKEN = "The address ends with none of COACH_OUTBOUND_TOKENS."  # noqa: S105  # a sentence, not a secret
_NOT_A_BEARER = "The Authorization header carries none of COACH_BEARER_TOKENS, and nothing is signed."

IDS_LOGGED = 100
"""The size of an outbound message. For a larger batch, the log has the first ids and the total number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """The dependencies of the endpoints. ``receive`` returns once the events are committed; ``body_limit`` is in bytes.

    Tokens and secrets are the valid ones, at most two each; without any, that endpoint is closed.
    """

    receive: Callable[[Received], Accepted]
    clock: Callable[[], datetime]
    org_id: str
    body_limit: int
    outbound_tokens: tuple[str, ...]
    webhook_secrets: tuple[str, ...]
    bearer_tokens: tuple[str, ...]


def blueprint(given: Hooks) -> Blueprint:
    """``POST /hooks/salesforce/outbound-messages/<token>`` and ``POST /hooks/events``."""
    hooks = Blueprint("hooks", __name__, url_prefix="/hooks")
    keys = tuple(signature.decode_secret(secret) for secret in given.webhook_secrets)
    hooks.add_url_rule(
        "/salesforce/outbound-messages/<token>",
        endpoint="outbound_messages",
        view_func=partial(_outbound_message, given),
        methods=["POST"],
    )
    hooks.add_url_rule("/events", endpoint="events", view_func=partial(_events, given, keys), methods=["POST"])
    return hooks


@public
def _outbound_message(given: Hooks, token: str) -> Response:
    if not is_live(token, given.outbound_tokens):
        # The same answer as for a URL that does not exist.
        raise Rejected(str(NotFound.description), 404, wrong="secret", for_operators=_NOT_A_TOKEN)
    require_kind("xml", "text/plain", "application/octet-stream")
    body = read_body(given.body_limit)
    _receive(given, outbound_message.parse(body, org_id=given.org_id))
    return Response(outbound_message.ACKNOWLEDGEMENT, content_type="text/xml; charset=utf-8")


@public
def _events(given: Hooks, keys: tuple[bytes, ...]) -> tuple[dict[str, object], int]:
    body = read_body(given.body_limit)
    message_id = _sent_by_a_known_sender(given, keys, body)
    require_kind("json")
    received = json_events.parse(body, org_id=given.org_id, message_id=message_id)
    accepted = _receive(given, received)
    answer = {"accepted": accepted.new, "repeated": accepted.repeated, "ignored": dict(received.ignored)}
    return answer, 202


def _sent_by_a_known_sender(given: Hooks, keys: tuple[bytes, ...], body: bytes) -> str:
    """The message's id; a sender that cannot sign need not provide one. Raises Rejected, 401, for an unknown sender."""
    message_id, authorization = request.headers.get("webhook-id", ""), request.headers.get("Authorization", "")
    if bearer_is_live(authorization, given.bearer_tokens):
        return message_id if signature.is_message_id(message_id) else request_id()
    if authorization and not message_id:
        raise signature.unauthorised("secret", _NOT_A_BEARER)
    signature.verify(
        message_id,
        request.headers.get("webhook-timestamp", ""),
        request.headers.get("webhook-signature", ""),
        body,
        secrets=keys,
        now=given.clock(),
    )
    return message_id


def _receive(given: Hooks, received: Received) -> Accepted:
    accepted = given.receive(received)
    log.info(
        "delivery_accepted",
        events=len(received.events),
        new=accepted.new,
        repeated=accepted.repeated,
        ignored=dict(received.ignored),
        event_ids=[event.source_event_id for event in received.events[:IDS_LOGGED]],
        opportunity_ids=[event.opportunity_id for event in received.events[:IDS_LOGGED]],
    )
    return accepted
