"""sObject trees: create records with their nested children; all or none.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from localorg.errors import ApiError
from localorg.rest.atomic import kept_if
from localorg.rest.bodies import as_object, objects, required
from localorg.rest.failures import invalid_input, save_error, too_many_records
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route
from localorg.rest.writes import Through, Writes
from localorg.schema import ObjectType, Schema

MOST_RECORDS = 200
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """A record to create. If it has a parent, ``parent_field`` gets the id of the record with ``parent_reference``."""

    object: str
    reference: str
    values: dict[str, Any]
    parent_field: str | None = None
    parent_reference: str | None = None


def create(org: Org, request: RestRequest, object: str) -> RestResponse:
    """Create all records, or none; then say why."""
    schema = org.schema(request)
    branches = list(_branches(schema, schema.at_path(object), objects(as_object(request.body), "records")))
    if len(branches) > MOST_RECORDS:
        raise too_many_records()
    results = kept_if(
        lambda found: not _failed(found),
        org.records,
        lambda: _insert(Writes(org, request, Through.COMPOSITE), branches),
    )
    if not _failed(results):
        return RestResponse(201, {"hasErrors": False, "results": results})
    return RestResponse(400, {"hasErrors": True, "results": [one for one in results if "errors" in one]})


def _insert(writes: Writes, branches: list[Branch]) -> list[dict[str, Any]]:
    """Insert records up to the first error: later ones would lack a parent, and earlier ones are rolled back."""
    ids: dict[str, str] = {}
    results: list[dict[str, Any]] = []
    for branch in branches:
        parent = {branch.parent_field: ids[branch.parent_reference or ""]} if branch.parent_field else {}
        try:
            ids[branch.reference] = writes.insert(branch.object, {**branch.values, **parent})
        except ApiError as error:
            return [*results, {"referenceId": branch.reference, "errors": [save_error(error)]}]
        results.append({"referenceId": branch.reference, "id": ids[branch.reference]})
    return results


def _failed(results: list[dict[str, Any]]) -> bool:
    return any("errors" in result for result in results)


def _branches(
    schema: Schema,
    one: ObjectType,
    records: list[dict[str, Any]],
    parent_field: str | None = None,
    parent_reference: str | None = None,
    depth: int = 1,
) -> Iterator[Branch]:
    """The records to create, parents before their children. Raises ApiError."""
    if depth > DEEPEST:
        raise invalid_input(f"A tree can't be deeper than {DEEPEST} levels.")
    for record in records:
        reference = as_object(record.get("attributes")).get("referenceId")
        if not isinstance(reference, str) or not reference:
            raise required("attributes.referenceId")
        nested = {name: one.children[name.casefold()] for name in record if name.casefold() in one.children}
        values = {name: value for name, value in record.items() if name not in nested}
        yield Branch(one.name, reference, values, parent_field, parent_reference)
        for name, down in nested.items():
            children = objects(as_object(record[name]), "records")
            child = schema.objects[down.child]
            yield from _branches(schema, child, children, down.field, reference, depth + 1)


ROUTES = (Route("POST", "/composite/tree/<object>", create),)
