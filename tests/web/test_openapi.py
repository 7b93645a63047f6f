import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from coach.intake.json_events import KINDS, MAX_EVENTS
from coach.web.errors import CODES
from coach.web.openapi import document
from tests.fixtures.fakes import BEARER

DOCUMENT = document("1.2.3")
POST: dict[str, Any] = DOCUMENT["paths"]["/hooks/events"]["post"]
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
EXAMPLES: dict[str, Any] = POST["requestBody"]["content"]["application/json"]["examples"]

APEX_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
"""A letter first, then letters, digits and single underscores, none of them last."""


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def conforms(value: object, schema: str) -> bool:
    registry: Registry[Any] = Registry().with_resource("urn:api", Resource.from_contents(DOCUMENT, DRAFT4))
    return bool(OAS30Validator({"$ref": f"urn:api#/components/schemas/{schema}"}, registry=registry).is_valid(value))


def test_the_document_is_served_with_the_version(client: FlaskClient) -> None:
    assert client.get("/openapi.json").json == DOCUMENT
    assert DOCUMENT["info"]["version"] == "1.2.3"


def test_it_is_valid_openapi_3_0_3() -> None:
    OpenAPIV30SpecValidator(DOCUMENT).validate()

    assert DOCUMENT["openapi"] == "3.0.3"


def test_it_keeps_to_what_external_services_import() -> None:
    used = {key for part in parts(DOCUMENT) for key in part}

    assert used.isdisjoint({"oneOf", "anyOf", "allOf", "not", "const", "xml", "headers", "additionalProperties"})
    assert all(part["type"] != "null" for part in parts(DOCUMENT) if isinstance(part.get("type"), str))
    assert not any(isinstance(part.get("type"), list) for part in parts(DOCUMENT))
    assert all(list(part["content"]) == ["application/json"] for part in parts(DOCUMENT) if "content" in part)
    assert all(len(part.get("description", "")) <= 1_333 for part in parts(DOCUMENT) if "properties" not in part)


def test_every_name_that_becomes_an_apex_name_is_one() -> None:
    names = [POST["operationId"], *SCHEMAS, *(name for schema in SCHEMAS.values() for name in schema["properties"])]

    assert [name for name in names if not APEX_NAME.fullmatch(name)] == []


def test_it_knows_the_kinds_of_events_and_the_size_of_a_batch_that_are_accepted() -> None:
    properties = SCHEMAS["EventDelivery"]["properties"]

    assert properties["type"]["enum"] == SCHEMAS["Event"]["properties"]["type"]["enum"]
    assert set(properties["type"]["enum"]) == set(KINDS)
    assert properties["events"]["maxItems"] == MAX_EVENTS


def test_it_names_every_status_that_a_sender_may_see() -> None:
    assert set(POST["responses"]) == {"202", *(str(status) for status in CODES if status not in (404, 410))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_accepted_and_answered_as_described(client: FlaskClient, name: str) -> None:
    example = EXAMPLES[name]["value"]

    response = client.post("/hooks/events", json=example, headers={"Authorization": f"Bearer {BEARER}"})

    assert response.status_code == 202
    assert conforms(example, "EventDelivery")
    assert conforms(response.json, "Receipt")


def test_a_refusal_is_answered_as_described(client: FlaskClient) -> None:
    assert conforms(client.post("/hooks/events", json={}).json, "ErrorResponse")
