"""sObject collections: up to 200 records in one call, each with its own result.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from localorg import errors
from localorg.errors import ApiError
from localorg.rest.atomic import kept_if
from localorg.rest.bodies import as_object, flag, objects, required, texts
from localorg.rest.failures import limit_exceeded, rolled_back, save_error, too_many_records
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.reading import chosen_fields, whole_record
from localorg.rest.router import Route
from localorg.rest.writes import Through, Writes
from localorg.schema import ObjectType

MOST_RECORDS = 200
MOST_READ = 2_000
MOST_CHUNKS = 10

Result = dict[str, Any]


def create(org: Org, request: RestRequest) -> RestResponse:
    """New records of any objects."""
    body = as_object(request.body)
    records = _typed(body)
    writes = Writes(org, request, Through.COLLECTIONS)

    def save(record: dict[str, Any]) -> Result:
        return _saved(writes.insert(_type(record), record))

    return _each(org, records, save, flag(body, "allOrNone", default=False))


def change(org: Org, request: RestRequest) -> RestResponse:
    """Other values for some fields of records, each with its id."""
    body = as_object(request.body)
    records = _typed(body)
    writes = Writes(org, request, Through.COLLECTIONS)

    def save(record: dict[str, Any]) -> Result:
        record_id = _id(record)
        if not record_id:
            raise ApiError(400, "MISSING_ARGUMENT", "Id not specified in an update call")
        writes.update(_type(record), record_id, record)
        return _saved(record_id)

    return _each(org, records, save, flag(body, "allOrNone", default=False))


def upsert(org: Org, request: RestRequest, object: str, field: str) -> RestResponse:
    """Create or change records of one object by external id."""
    body = as_object(request.body)
    records = _typed(body)
    writes = Writes(org, request, Through.COLLECTIONS)
    name = org.schema(request).at_path(object).name

    def save(record: dict[str, Any]) -> Result:
        key = next((value for known, value in record.items() if known.casefold() == field.casefold()), None)
        if key is None:
            raise ApiError(400, "MISSING_ARGUMENT", f"{field} not specified", [field])
        others = {known: value for known, value in record.items() if known.casefold() != field.casefold()}
        record_id, created = writes.upsert(name, field, str(key), others)
        return {**_saved(record_id), "created": created}

    return _each(org, records, save, flag(body, "allOrNone", default=False))


def delete(org: Org, request: RestRequest) -> RestResponse:
    """Records go to the recycle bin; their objects follow from their ids."""
    ids = [record_id.strip() for record_id in request.arguments.get("ids", "").split(",") if record_id.strip()]
    if not ids:
        raise required("ids")
    if len(ids) > MOST_RECORDS:
        raise too_many_records()
    writes = Writes(org, request, Through.COLLECTIONS)

    def remove(record: dict[str, Any]) -> Result:
        one = org.schema(request).of_id(record["id"])
        if one is None:
            raise errors.malformed_id("Record ID", record["id"], "Id")
        writes.delete(one.name, record["id"])
        return _saved(record["id"])

    all_or_none = request.arguments.get("allOrNone", "false").casefold() == "true"
    return _each(org, [{"id": record_id} for record_id in ids], remove, all_or_none)


def read(org: Org, request: RestRequest, object: str) -> RestResponse:
    """Records of one object by id, null where there is none."""
    ids, fields = (request.arguments.get(name, "").split(",") for name in ("ids", "fields"))
    return _read(org, request, object, ids, fields)


def read_with_body(org: Org, request: RestRequest, object: str) -> RestResponse:
    """Like :func:`read`, for more ids than fit into an address."""
    body = as_object(request.body)
    return _read(org, request, object, texts(body, "ids"), texts(body, "fields"))


# ---------------------------------------------------------------- inside


def _each(
    org: Org, records: Sequence[dict[str, Any]], save: Callable[[dict[str, Any]], Result], all_or_none: bool
) -> RestResponse:
    """Save each record, in one transaction, so that a call that raises leaves nothing behind; one result for each."""
    results = kept_if(
        lambda found: not all_or_none or all(result["success"] for result in found),
        org.records,
        lambda: [_attempt(record, save) for record in records],
    )
    if all_or_none and not all(result["success"] for result in results):
        results = [_UNDONE if result["success"] else result for result in results]
    return RestResponse(body=results)


def _attempt(record: dict[str, Any], save: Callable[[dict[str, Any]], Result]) -> Result:
    try:
        return save(record)
    except ApiError as error:
        # Recorded live: a row that failed has no id, not even one of an update.
        return {"success": False, "errors": [save_error(error)]}


def _saved(record_id: str) -> Result:
    return {"id": record_id, "success": True, "errors": []}


_UNDONE: Result = {"success": False, "errors": [save_error(rolled_back())]}


def _typed(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a body, each with its type. Raises ApiError for too many, or too many changes of type."""
    records = objects(body, "records")
    if len(records) > MOST_RECORDS:
        raise too_many_records()
    for record in records:
        if not isinstance(as_object(record.get("attributes")).get("type"), str):
            raise required("attributes.type")
    chunks = sum(1 for _ in groupby(record["attributes"]["type"].casefold() for record in records))
    if chunks > MOST_CHUNKS:
        raise limit_exceeded(
            "Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking."
        )
    return records


def _type(record: dict[str, Any]) -> str:
    return str(record["attributes"]["type"])


def _id(record: dict[str, Any]) -> str:
    return str(record.get("id") or record.get("Id") or "")


def _read(org: Org, request: RestRequest, object_name: str, ids: list[str], fields: list[str]) -> RestResponse:
    one = org.schema(request).at_path(object_name)
    wanted = [field.strip() for field in fields if field.strip()]
    if not wanted:
        raise required("fields")
    if len(ids) > MOST_READ:
        raise limit_exceeded(f"The request can't ask for more than {MOST_READ} records.")
    chosen_fields(one, [field for field in wanted if "." not in field])
    return RestResponse(body=[_found(org, request, one, record_id.strip(), wanted) for record_id in ids])


def _found(org: Org, request: RestRequest, one: ObjectType, record_id: str, fields: list[str]) -> dict[str, Any] | None:
    try:
        return whole_record(org, request, one, record_id, fields)
    except ApiError as error:
        if error.code in ("NOT_FOUND", "ENTITY_IS_DELETED", "MALFORMED_ID"):
            return None
        raise


ROUTES = (
    Route("POST", "/composite/sobjects", create),
    Route("PATCH", "/composite/sobjects", change),
    Route("DELETE", "/composite/sobjects", delete),
    Route("GET", "/composite/sobjects/<object>", read),
    Route("POST", "/composite/sobjects/<object>", read_with_body),
    Route("PATCH", "/composite/sobjects/<object>/<field>", upsert),
)
