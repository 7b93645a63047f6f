"""The queue over HTTP, for tests and the demo: inspect it, pause, send now, and define messages and their receivers.

=========  ==================================  ===========================================================
GET        /localorg/outbound                  manners (send settings), messages, counts, latest notifications
PATCH      /localorg/outbound                  ``paused``, ``first_retry_seconds``, ``timeout_seconds``
POST       /localorg/outbound/send             send what is waiting now; with ``ids``, send those again
PUT        /localorg/outbound/messages/<name>  ``endpoint``, and any other part of a message
DELETE     /localorg/outbound/messages/<name>  delete a message and its waiting notifications
=========  ==================================  ===========================================================
"""

from dataclasses import asdict
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from localorg.outbound.model import DEFAULT_FIELDS, Message, Notification, State
from localorg.outbound.sender import Manners, Outbound

_SHOWN = 100


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LookQuery(_Body):
    """Which notifications to show; empty means all."""

    state: State | None = None


class MannersBody(_Body):
    """The send settings that may be changed, in seconds."""

    paused: bool | None = None
    first_retry_seconds: float | None = Field(None, gt=0, le=7200)
    timeout_seconds: float | None = Field(None, gt=0, le=600)


class SendBody(_Body):
    """Which notifications to send again; empty means all that are waiting."""

    ids: list[str] = []


class MessageBody(_Body):
    """A message's definition."""

    endpoint: str
    object: str = "Opportunity"
    fields: list[str] = list(DEFAULT_FIELDS)
    active: bool = True
    silent_users: list[str] = []

    @field_validator("endpoint")
    @classmethod
    def _is_http(cls, endpoint: str) -> str:
        url = urlsplit(endpoint)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError("must be an http or https address")
        return endpoint


def blueprint(outbound: Outbound) -> Blueprint:
    """The routes over one org's outbound messages."""
    routes = Blueprint("outbound", __name__, url_prefix="/localorg/outbound")

    @routes.get("")
    def look() -> Response:
        query = LookQuery.model_validate(request.args.to_dict())
        return jsonify(_overview(outbound, query.state))

    @routes.patch("")
    def behave() -> Response:
        outbound.behave(_changed(outbound.manners, MannersBody.model_validate(_json())))
        return jsonify(_manners(outbound.manners))

    @routes.post("/send")
    def send() -> Response:
        return jsonify(sent=outbound.send_now(SendBody.model_validate(_json()).ids))

    @routes.put("/messages/<name>")
    def define(name: str) -> Response:
        message = _message(outbound, name, MessageBody.model_validate(_json()))
        outbound.queue.define(message)
        return jsonify(asdict(message))

    @routes.delete("/messages/<name>")
    def remove(name: str) -> Response:
        outbound.queue.remove(name)
        return jsonify(removed=name)

    @routes.errorhandler(ValidationError)
    def refuse(error: ValidationError) -> tuple[Response, int]:
        problems = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return jsonify(error="; ".join(problems)), 400

    return routes


def _json() -> object:
    return request.get_json(force=True, silent=True) if request.get_data() else {}


def _changed(now: Manners, body: MannersBody) -> Manners:
    """The manners with the values given in the body; the others are unchanged."""
    return Manners(
        now.paused if body.paused is None else body.paused,
        now.first_pause if body.first_retry_seconds is None else timedelta(seconds=body.first_retry_seconds),
        now.timeout if body.timeout_seconds is None else timedelta(seconds=body.timeout_seconds),
    )


def _message(outbound: Outbound, name: str, body: MessageBody) -> Message:
    """The definition from the body; a replaced message keeps its action id."""
    fields, silent = tuple(dict.fromkeys(body.fields)), tuple(body.silent_users)
    return Message(name, outbound.queue.action_id(name), body.endpoint, body.object, fields, body.active, silent)


def _overview(outbound: Outbound, state: State | None) -> dict[str, object]:
    return {
        **_manners(outbound.manners),
        "counts": {one.value: outbound.queue.count(one) for one in State},
        "messages": [asdict(message) for message in outbound.queue.messages()],
        "notifications": [_shown(one) for one in outbound.queue.latest(_SHOWN, state)],
    }


def _manners(manners: Manners) -> dict[str, object]:
    return {
        "paused": manners.paused,
        "first_retry_seconds": manners.first_pause.total_seconds(),
        "timeout_seconds": manners.timeout.total_seconds(),
    }


def _shown(one: Notification) -> dict[str, object]:
    return {**asdict(one), "queued_at": one.queued_at.isoformat(), "due_at": one.due_at.isoformat()}
