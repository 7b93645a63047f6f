"""JSON events: one, or a batch, from whatever can send HTTP: a flow, a trigger, another service.

::

    {"type": "opportunity.changed", "timestamp": "2026-05-01T07:25:37Z", "data": {"opportunity_id": "006…"}}
    {"events": [{…}, {…}]}

Unknown keys are ignored, so that a sender may send more than is needed.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from coach import ids
from coach.engine.model import Event, EventKind, Received, Source
from coach.errors import Rejected
from coach.intake.times import utc

MAX_EVENTS = 1_000
OWN_WRITE = "own_write"
OWN_CLIENT = "client=coach"
"""How Salesforce marks a change that we made: the client id that we send with every call."""

KINDS = {f"opportunity.{kind.value}": kind for kind in EventKind}

_EVENT_ID = re.compile(r"[!-~]{1,200}")


class _Data(BaseModel):
    model_config = ConfigDict(strict=True)
    opportunity_id: str
    org_id: str | None = None
    change_origin: str | None = None


class _Event(BaseModel):
    model_config = ConfigDict(strict=True)
    type: str
    data: _Data
    id: str | None = None
    timestamp: str | None = None


class _Batch(BaseModel):
    model_config = ConfigDict(strict=True)
    events: list[_Event] = Field(max_length=MAX_EVENTS)


def parse(body: bytes, *, org_id: str, message_id: str) -> Received:
    """The events in one request, for the org with this id.

    ``message_id`` (at most 150 visible ASCII characters) names the request. An event without an id gets this one, with
    its place in a batch, so that a repeated request repeats its events. Raises Rejected with a sentence that names the
    place in the body: 403 for another org, otherwise 400.
    """
    payload = _object(body)
    org_id = ids.to18(org_id)
    events: list[Event] = []
    ignored: Counter[str] = Counter()
    for place, default_id, said in _said(payload, message_id):
        _check_org(said.data.org_id, org_id, place)
        if _is_own_write(said.data.change_origin):
            ignored[OWN_WRITE] += 1
        else:
            events.append(_event(said, place, default_id, org_id))
    return Received(tuple(events), dict(ignored))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        payload = from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError as error:
        raise Rejected("The body is not JSON in UTF-8.") from error
    if not isinstance(payload, dict):
        raise Rejected("The body must be a JSON object.")
    return payload


def _said(payload: Mapping[str, Any], message_id: str) -> list[tuple[str, str, _Event]]:
    """The place (a prefix for keys), default id and content of each event."""
    try:
        if payload.get("events") is None:
            return [("", message_id, _Event.model_validate(payload))]
        if "type" in payload:
            raise Rejected("The body has both events and type: send one event, or a batch, not both.")
        batch = _Batch.model_validate(payload)
    except ValidationError as error:
        raise Rejected(_sentence(error)) from None
    return [(f"events[{index}].", f"{message_id}:{index}", said) for index, said in enumerate(batch.events)]


def _check_org(theirs: str | None, org_id: str, place: str) -> None:
    if theirs and theirs[:15] != org_id[:15]:
        raise Rejected(f"{place}data.org_id is the id of another org.", 403)


def _is_own_write(change_origin: str | None) -> bool:
    return OWN_CLIENT in (change_origin or "").split(";")


def _event(said: _Event, place: str, default_id: str, org_id: str) -> Event:
    if said.type not in KINDS:
        raise Rejected(f"{place}type must be one of {', '.join(KINDS)}.")
    event_id = said.id or default_id
    if not _EVENT_ID.fullmatch(event_id):
        raise Rejected(f"{place}id must have 1 to 200 visible ASCII characters.")
    try:
        opportunity_id = ids.to18(said.data.opportunity_id, ids.OPPORTUNITY)
    except ValueError as error:
        raise Rejected(f"{place}data.opportunity_id {error}.") from error
    try:
        occurred_at = utc(said.timestamp) if said.timestamp else None
    except ValueError as error:
        raise Rejected(f"{place}timestamp is not a time in ISO 8601, such as 2026-05-01T07:25:37Z.") from error
    return Event(org_id, Source.JSON, event_id, KINDS[said.type], opportunity_id, occurred_at)


# Pydantic's own wording uses Python's types, which the reader may never have seen.
_WORDS = {
    "missing": "is missing",
    "string_type": "must be text",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "list_type": "must be a list",
    "too_long": f"must have at most {MAX_EVENTS:,} items",
}


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).lstrip(".")
    return f"{place} {_WORDS.get(first['type'], 'is not what it should be')}."
