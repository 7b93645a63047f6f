"""What the description of the API says of an answer."""

from typing import Any

from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from werkzeug.test import TestResponse

from coach.export.api.document import document

DOCUMENT = document("1.2.3")
_REGISTRY: Registry[Any] = Registry().with_resource("urn:log", Resource.from_contents(DOCUMENT, DRAFT4))


def body(response: TestResponse) -> Any:
    """The answer's JSON."""
    return response.json


def complaints(value: object, schema: str) -> list[str]:
    """Why an answer is not as described; empty where it is."""
    validator = OAS30Validator({"$ref": f"urn:log#/components/schemas/{schema}"}, registry=_REGISTRY)
    return [error.message for error in validator.iter_errors(value)]
