"""The switches over HTTP, for tests and the demo. JSON, no sign-in, this machine only.

=======  ====================  ========================================================================================
GET      /localorg/setup       every switch and its value
PATCH    /localorg/setup       set some switches; the others are unchanged, as are unnamed keys in a table; unknown
                               names are refused
DELETE   /localorg/setup       reset all to the defaults
GET      /localorg/switches    all switches: name, page, default, meaning
POST     /localorg/agent       the Pipeline Management agent changes a deal: ``opportunity``, ``values``; refused if it
                               may not change deals by itself
=======  ====================  ========================================================================================
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, ValidationError

from localorg.errors import ApiError
from localorg.records import Records
from localorg.setup.consequences import agent_id
from localorg.setup.setup import Setup
from localorg.switches import Switches, page_of


class AgentBody(BaseModel):
    """The agent's change of a deal."""

    model_config = ConfigDict(extra="forbid")

    opportunity: str
    values: dict[str, Any]


def setup_blueprint(setup: Setup, records: Records) -> Blueprint:
    """The routes above."""
    routes = Blueprint("setup_control", __name__, url_prefix="/localorg")

    @routes.get("/setup")
    def read() -> Response:
        return jsonify(setup.state())

    @routes.patch("/setup")
    def change() -> Response | tuple[Response, int]:
        given = request.get_json(force=True, silent=True)
        if not isinstance(given, dict):
            return jsonify(error="A JSON object of switches is expected."), 400
        setup.change(given)
        return read()

    @routes.delete("/setup")
    def reset() -> Response:
        setup.reset()
        return read()

    @routes.get("/switches")
    def explain() -> Response:
        return jsonify(switches())

    @routes.post("/agent")
    def act() -> Response | tuple[Response, int]:
        body = AgentBody.model_validate(request.get_json(force=True, silent=True))
        agent = agent_id(records)
        if agent is None or setup.now.pipeline_agent != "auto":
            return jsonify(error="The agent may not change a deal by itself: pipeline_agent is not auto."), 409
        try:
            records.update("Opportunity", body.opportunity, body.values, user_id=agent)
        except ApiError as error:
            return jsonify(error=error.message), 400
        return jsonify(changed=body.opportunity, by=agent)

    @routes.errorhandler(ValidationError)
    def refuse(error: ValidationError) -> tuple[Response, int]:
        return jsonify(error=said(error)), 400

    return routes


def said(error: ValidationError) -> str:
    """The errors in the given switches, in one line."""
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'setup'}: {one['msg']}" for one in error.errors())


def switches() -> list[dict[str, Any]]:
    """Every switch, explained."""
    defaults = Switches().model_dump(mode="json")
    return [
        {"name": name, "page": page_of(name).value, "default": defaults[name], "meaning": field.description}
        for name, field in Switches.model_fields.items()
    ]
