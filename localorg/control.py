"""The control API, for tests and the demo: switch faults on, change the org's behaviour, read its counts.

JSON, no sign-in, from this machine only. A body is a JSON object; unknown names in it are refused.

=======  ==========================  ==================================================================================
GET      /localorg/faults            the faults that are switched on, and how often each will still happen
PATCH    /localorg/faults            switch: ``latency_ms`` in milliseconds, and for each fault a number of times,
                                     ``true`` until cleared, or ``false``:
                                     ``outage`` (503), ``html`` (200 with a page), ``limit_exceeded`` (403),
                                     ``row_locked`` (the next record writes), ``storage_full`` (the next notes),
                                     ``answer_lost`` (written, then the connection is cut),
                                     ``answer_truncated`` (written, half the JSON),
                                     ``sign_in_refused`` (400 at the token endpoint);
                                     and ``done_then``, a list of answers with ``status``, ``body`` and
                                     ``content_type``: each replaces the answer to one call that writes; the call is
                                     carried out all the same
DELETE   /localorg/faults            everything works again
GET      /localorg/behaviour         which notes the org accepts
PATCH    /localorg/behaviour         ``notes_in``: ``collections``, ``composite`` or ``single``;
                                     ``bad_note_spoils_batch``: true or false; ``note_tags``: HTML tags a note may hold
GET      /localorg/calls             ``total``, ``by_resource``, ``by_status``, ``sign_ins`` since the last reset;
                                     each HTTP call to the data API is one, and a composite is one
DELETE   /localorg/calls             count from zero; the org's own daily limit is not touched
GET      /localorg/limits            the daily allocations
PATCH    /localorg/limits            ``daily_api_requests``, ``content_versions``: how many a day allows
GET      /localorg/clock             ``now``; ``stands``: whether the clock is stopped; ``next``: when the seed's next
                                     event happens
PATCH    /localorg/clock             ``now``: the time at which the clock stops until it is moved again, or null for the
                                     real time; the seed's events up to then happen: ``changed`` names their deals
DELETE   /localorg/sessions          expire all sessions; refresh tokens stay valid
PUT      /localorg/clients/<key>     ``certificate``: PEM certificate or public key for the JWT bearer flow; ``name``;
                                     a new key creates a new client
GET      /localorg/certificate       the certificate (PEM) that a client must trust to use the org over https
=======  ==========================  ==================================================================================
"""

import ipaddress
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator

from localorg.calls import CallLog
from localorg.faults import Fault, Instead, NotesIn
from localorg.oauth.assertions import public_key
from localorg.oauth.provider import Provider
from localorg.past import Past
from localorg.rest.org import Org

Count = StrictBool | int


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InsteadBody(_Body):
    """An answer that replaces the org's own."""

    status: int = Field(ge=200, le=599)
    body: str = ""
    content_type: str = "application/json"


class FaultsBody(_Body):
    """The faults to switch; those not named stay as they are."""

    latency_ms: float | None = Field(None, ge=0, le=60_000)
    outage: Count | None = None
    html: Count | None = None
    limit_exceeded: Count | None = None
    row_locked: Count | None = None
    storage_full: Count | None = None
    answer_lost: Count | None = None
    answer_truncated: Count | None = None
    sign_in_refused: Count | None = None
    done_then: list[InsteadBody] | None = None


class BehaviourBody(_Body):
    """The behaviour to change; settings not named stay as they are."""

    notes_in: NotesIn | None = None
    bad_note_spoils_batch: bool | None = None
    note_tags: frozenset[str] | None = None


class LimitsBody(_Body):
    """The daily allocations."""

    daily_api_requests: int | None = Field(None, ge=0)
    content_versions: int | None = Field(None, ge=0)


class ClockBody(_Body):
    """The time at which to stop the clock; None lets it run."""

    now: AwareDatetime | None


class ClientBody(_Body):
    """A client that signs in with its own key."""

    certificate: str
    name: str = ""

    @field_validator("certificate")
    @classmethod
    def _holds_a_key(cls, pem: str) -> str:
        public_key(pem)
        return pem


def control_blueprint(org: Org, past: Past, oauth: Provider, calls: CallLog, certificate: bytes) -> Blueprint:
    """The routes above."""
    blueprint = Blueprint("control", __name__, url_prefix="/localorg")
    _add_faults(blueprint, org)
    _add_behaviour(blueprint, org)
    _add_calls(blueprint, calls)
    _add_limits(blueprint, org)
    _add_clock(blueprint, past)
    _add_sign_in(blueprint, oauth)

    @blueprint.get("/certificate")
    def show_certificate() -> Response:
        return Response(certificate, content_type="application/x-pem-file")

    @blueprint.errorhandler(ValidationError)
    def refuse(error: ValidationError) -> tuple[Response, int]:
        problems = [f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()]
        return jsonify(error="; ".join(problems)), 400

    return blueprint


def guard_control() -> tuple[Response, int] | None:
    """Check every request: the control API and Setup answer only this machine, and no page of another site."""
    if not request.path.startswith(("/localorg", "/setup")):
        return None
    if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104  # an address that never matches
        return jsonify(error="The control API answers only this machine."), 403
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return jsonify(error="The control API does not answer other sites."), 403
    return None


def _add_faults(blueprint: Blueprint, org: Org) -> None:
    @blueprint.get("/faults")
    def look() -> Response:
        return jsonify(_faults(org))

    @blueprint.patch("/faults")
    def switch() -> Response:
        wanted = FaultsBody.model_validate(_json()).model_dump(exclude_none=True)
        org.faults.answer_instead(Instead(**answer) for answer in wanted.pop("done_then", ()))
        org.faults.latency_ms = wanted.pop("latency_ms", org.faults.latency_ms)
        for name, times in wanted.items():
            org.faults.switch(Fault(name), times)
        return jsonify(_faults(org))

    @blueprint.delete("/faults")
    def clear() -> Response:
        org.faults.clear()
        return jsonify(_faults(org))


def _add_behaviour(blueprint: Blueprint, org: Org) -> None:
    @blueprint.get("/behaviour")
    def read_behaviour() -> Response:
        return jsonify(_behaviour(org))

    @blueprint.patch("/behaviour")
    def change_behaviour() -> Response:
        wanted = BehaviourBody.model_validate(_json()).model_dump(exclude_none=True)
        schema = org.records.schema
        schema.features = replace(schema.features, note_tags=wanted.pop("note_tags", schema.features.note_tags))
        org.notes = replace(org.notes, **wanted)
        return jsonify(_behaviour(org))


def _add_calls(blueprint: Blueprint, calls: CallLog) -> None:
    @blueprint.get("/calls")
    def count() -> Response:
        return jsonify(calls.figures())

    @blueprint.delete("/calls")
    def reset() -> Response:
        calls.reset()
        return jsonify(calls.figures())


def _add_limits(blueprint: Blueprint, org: Org) -> None:
    @blueprint.get("/limits")
    def read_limits() -> Response:
        return jsonify(_limits(org))

    @blueprint.patch("/limits")
    def change_limits() -> Response:
        wanted = LimitsBody.model_validate(_json())
        if wanted.daily_api_requests is not None:
            org.api_requests.maximum = wanted.daily_api_requests
        if wanted.content_versions is not None:
            org.content_versions.maximum = wanted.content_versions
        return jsonify(_limits(org))


def _add_clock(blueprint: Blueprint, past: Past) -> None:
    @blueprint.get("/clock")
    def read_clock() -> Response:
        return jsonify(_clock(past))

    @blueprint.patch("/clock")
    def move_clock() -> Response | tuple[Response, int]:
        wanted = ClockBody.model_validate(_json()).now
        try:
            changed = past.move(wanted)
        except ValueError as error:
            return jsonify(error=str(error)), 400
        return jsonify({**_clock(past), "changed": changed})


def _add_sign_in(blueprint: Blueprint, oauth: Provider) -> None:
    @blueprint.delete("/sessions")
    def expire() -> Response:
        return jsonify(expired=oauth.sessions.expire_all())

    @blueprint.put("/clients/<key>")
    def register(key: str) -> Response:
        body = ClientBody.model_validate(_json())
        client = oauth.clients.register_certificate(key, body.certificate, body.name)
        return jsonify(key=client.key, name=client.name)


def _json() -> Any:
    return request.get_json(force=True, silent=True)


def _faults(org: Org) -> dict[str, Any]:
    faults = org.faults
    usual = {fault.value: times for fault, times in faults.left().items()}
    return {"latency_ms": faults.latency_ms, "done_then": faults.instead_left, **usual}


def _behaviour(org: Org) -> dict[str, Any]:
    notes = org.notes
    return {
        "notes_in": notes.notes_in.value,
        "bad_note_spoils_batch": notes.bad_note_spoils_batch,
        "note_tags": sorted(org.records.schema.features.note_tags),
    }


def _clock(past: Past) -> dict[str, Any]:
    coming = past.next_at
    return {
        "now": past.clock().isoformat(),
        "stands": past.clock.stands,
        "next": coming.isoformat() if coming else None,
    }


def _limits(org: Org) -> dict[str, Any]:
    return {"daily_api_requests": org.api_requests.as_limit(), "content_versions": org.content_versions.as_limit()}
