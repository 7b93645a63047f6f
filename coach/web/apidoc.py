"""Generates API descriptions in OpenAPI 3.0.3 from declarations in the code: operations, and pydantic models of bodies.

3.0.3, because Salesforce's External Services do not accept 3.1.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, WithJsonSchema
from pydantic.config import JsonDict
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

Schema = Mapping[str, Any]
JSON = "application/json"
MAY_BE_NULL: JsonDict = {"nullable": True}
"""For a model's ``json_schema_extra``: OpenAPI 3.0 allows no keyword beside a reference, so the model itself is
nullable.
"""

Whole = Annotated[int, WithJsonSchema({"type": "integer", "format": "int64"})]
"""A number that might not fit into 32 bits."""

_ARGUMENT = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(\w+)>")


class ErrorResponse(BaseModel):
    """Why not."""

    error: Annotated[str, WithJsonSchema({"type": "string", "description": "A word for programs."})]
    message: Annotated[str, WithJsonSchema({"type": "string", "description": "A sentence for people."})]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a URL. ``shared`` ones are described once, and referenced by the operations that take them."""

    name: str
    meaning: str
    schema: Schema
    where: str = "query"
    required: bool = False
    shared: bool = False

    @property
    def described(self) -> Schema:
        return {
            "name": self.name,
            "in": self.where,
            "required": self.required,
            "schema": dict(self.schema),
            "description": self.meaning,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the API. ``rule`` is the URL rule in Flask's syntax.

    ``content`` is the response's media type, and ``answer`` the model of its body; None if it is not JSON. ``refusals``
    are the sentences for all other statuses; ``refused_in_json`` says whether these are JSON, too.
    """

    rule: str
    id: str
    summary: str
    answered: str
    description: str = ""
    parameters: Sequence[Parameter] = ()
    answer: type[BaseModel] | None = None
    content: str = JSON
    refusals: Mapping[int, str]
    refused_in_json: bool = True

    @property
    def path(self) -> str:
        """The path in OpenAPI's syntax."""
        return _ARGUMENT.sub(r"{\1}", self.rule)

    @property
    def described(self) -> Schema:
        said = {"operationId": self.id, "summary": self.summary, "description": self.description}
        parameters = [
            {"$ref": f"#/components/parameters/{each.name}"} if each.shared else each.described
            for each in self.parameters
        ]
        return {
            **{name: text for name, text in said.items() if text},
            **({"parameters": parameters} if parameters else {}),
            "responses": {"200": self._answer(), **self._refusals()},
        }

    def _answer(self) -> Schema:
        schema = _reference(self.answer) if self.answer else {"type": "string"}
        return {"description": self.answered, "content": {self.content: {"schema": schema}}}

    def _refusals(self) -> Schema:
        body = {"content": {JSON: {"schema": _reference(ErrorResponse)}}} if self.refused_in_json else {}
        return {str(status): {"description": text, **body} for status, text in sorted(self.refusals.items())}


def paths(operations: Iterable[Operation]) -> Schema:
    """All operations, by path."""
    return {each.path: {"get": each.described} for each in operations}


def shared_parameters(operations: Iterable[Operation]) -> Schema:
    """The parameters that several operations share."""
    return {each.name: each.described for one in operations for each in one.parameters if each.shared}


def schemas(models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """The bodies, and the models that they contain, by name."""
    _, found = models_json_schema(
        [(each, "serialization") for each in models],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Dialect,
    )
    return {name: _untitled(schema) for name, schema in found["$defs"].items()}


class _Dialect(GenerateJsonSchema):
    """JSON Schema in OpenAPI 3.0's dialect: null is a keyword on a type, not a type."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        return inner if "$ref" in inner else {**inner, **MAY_BE_NULL}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # what pydantic asks
        return False


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """Drops a model's title, which only repeats its name."""
    return {name: value for name, value in schema.items() if name != "title"}


def _reference(model: type[BaseModel]) -> Schema:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
