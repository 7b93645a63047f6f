"""Object Manager over HTTP: fields of any type on any object, and the values and labels of standard lists.

=======  =====================================  ======================================================================
GET      /localorg/fields                       the fields that were created or changed
POST     /localorg/fields                       create or change one: :class:`FieldDefinition`, and ``readable``:
                                                whether the permission set Coach may read it (default: true)
DELETE   /localorg/fields/<object>/<name>       remove one; its values in records are kept
=======  =====================================  ======================================================================
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import StrictBool, ValidationError

from localorg.records import Records
from localorg.schema.custom import FieldDefinition
from localorg.setup.control import said
from localorg.setup.permissions import IntegrationRights


class FieldBody(FieldDefinition):
    """A field, and whether Coach may read it."""

    readable: StrictBool = True


def fields_blueprint(records: Records, rights: IntegrationRights) -> Blueprint:
    """The routes above."""
    routes = Blueprint("fields_control", __name__, url_prefix="/localorg/fields")

    @routes.get("")
    def read() -> Response:
        return jsonify([one.model_dump(mode="json") for one in records.defined_fields()])

    @routes.post("")
    def make() -> tuple[Response, int]:
        body = FieldBody.model_validate(request.get_json(force=True, silent=True))
        problem = make_field(records, rights, body)
        return (jsonify(error=problem), 400) if problem else (jsonify(body.model_dump(mode="json")), 201)

    @routes.delete("/<object_name>/<name>")
    def remove(object_name: str, name: str) -> Response:
        records.undefine_field(object_name, name)
        return read()

    @routes.errorhandler(ValidationError)
    def refuse(error: ValidationError) -> tuple[Response, int]:
        return jsonify(error=said(error)), 400

    return routes


def make_field(records: Records, rights: IntegrationRights, body: FieldBody) -> str:
    """Create or change the field; returns what is wrong with it, empty if nothing is."""
    one = records.schema.find(body.object)
    if one is None:
        return f"There is no object {body.object}."
    if body.type is None and body.name.casefold() not in one.by_folded_name:
        return f"{one.name} has no standard field {body.name}."
    if body.reference_to and records.schema.find(body.reference_to) is None:
        return f"There is no object {body.reference_to}."
    values: dict[str, Any] = body.model_dump(exclude={"readable"})
    definition = FieldDefinition.model_validate({**values, "object": one.name})
    records.define_field(definition)
    if definition.type is not None:
        made = [name for name in records.schema.objects[one.name].fields if _is_of(definition, name)]
        rights.set_field_rights({f"{one.name}.{name}": "read" if body.readable else "hidden" for name in made})
    return ""


def _is_of(definition: FieldDefinition, name: str) -> bool:
    stem = definition.name.removesuffix("__c")
    return name in (definition.name, f"{stem}__Latitude__s", f"{stem}__Longitude__s")
