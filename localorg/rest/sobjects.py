"""Resources for one object or record: describe, create, read, change, delete, upsert."""

import re

from localorg.rest.bodies import as_object
from localorg.rest.failures import no_such_key
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.reading import blob, record_by_key, related, whole_record
from localorg.rest.router import Route
from localorg.rest.writes import Through, Writes
from localorg.schema import FieldType, summary
from localorg.schema import describe as described
from localorg.schema import describe_global as globally

_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?\Z")


def describe_global(org: Org, request: RestRequest) -> RestResponse:
    """A summary of all objects."""
    return RestResponse(body=globally(org.schema(request), request.version))


def basic_information(org: Org, request: RestRequest, object: str) -> RestResponse:
    """A summary of one object. ``recentItems`` would be records viewed on pages; this org does not track them."""
    found = summary(org.schema(request), object, request.version)
    return RestResponse(body={"objectDescribe": found, "recentItems": []})


def describe(org: Org, request: RestRequest, object: str) -> RestResponse:
    """Everything about one object."""
    schema = org.schema(request)
    kinds = org.records.select("RecordType", SobjectType=schema.at_path(object).name)
    return RestResponse(body=described(schema, object, request.version, kinds))


def create(org: Org, request: RestRequest, object: str) -> RestResponse:
    """A new record."""
    name = org.schema(request).at_path(object).name
    record_id = _writes(org, request).insert(name, as_object(request.body))
    location = request.url(f"/sobjects/{name}/{record_id}")
    return RestResponse(201, {"id": record_id, "success": True, "errors": []}, {"Location": location})


def read(org: Org, request: RestRequest, object: str, id: str) -> RestResponse:
    """A record: all its fields, or those named in ``fields``."""
    _check_id(id)
    fields = [field.strip() for field in request.arguments.get("fields", "").split(",") if field.strip()]
    return RestResponse(body=whole_record(org, request, org.schema(request).at_path(object), id, fields))


def change(org: Org, request: RestRequest, object: str, id: str) -> RestResponse:
    """Change some fields of a record."""
    _check_id(id)
    _writes(org, request).update(org.schema(request).at_path(object).name, id, as_object(request.body))
    return RestResponse(204)


def delete(org: Org, request: RestRequest, object: str, id: str) -> RestResponse:
    """Delete a record; it goes to the recycle bin."""
    _check_id(id)
    _writes(org, request).delete(org.schema(request).at_path(object).name, id)
    return RestResponse(204)


def read_further(org: Org, request: RestRequest, object: str, field: str, value: str) -> RestResponse:
    """Three resources whose paths have the same form: a record's blob, a related record, a record by external id."""
    one = org.schema(request).at_path(object)
    if not _ID.match(field):
        return RestResponse(body=whole_record(org, request, one, record_by_key(org, one, field, value)))
    known = one.by_folded_name.get(value.casefold())
    if known and known.type is FieldType.BASE64:
        return blob(org, request, one, field, known.name)
    return related(org, request, one, field, value)


def upsert(org: Org, request: RestRequest, object: str, field: str, value: str) -> RestResponse:
    """Create or change the record with this external id."""
    name = org.schema(request).at_path(object).name
    record_id, created = _writes(org, request).upsert(name, field, value, as_object(request.body))
    answer = {"id": record_id, "success": True, "errors": [], "created": created}
    return RestResponse(201 if created else 200, answer)


def delete_by_key(org: Org, request: RestRequest, object: str, field: str, value: str) -> RestResponse:
    """Delete the record with this external id; it goes to the recycle bin."""
    one = org.schema(request).at_path(object)
    _writes(org, request).delete(one.name, record_by_key(org, one, field, value))
    return RestResponse(204)


def _check_id(text: str) -> None:
    """Raises ApiError for a text that is not an id. The platform takes it for the name of an external id field."""
    if not _ID.match(text):
        raise no_such_key(text)


def _writes(org: Org, request: RestRequest) -> Writes:
    return Writes(org, request, Through.COMPOSITE if request.in_composite else Through.SINGLE)


_TOOLING = ("", "/tooling")

ROUTES = (
    *(Route("GET", f"{prefix}/sobjects", describe_global) for prefix in _TOOLING),
    *(Route("GET", f"{prefix}/sobjects/<object>/describe", describe) for prefix in _TOOLING),
    Route("GET", "/sobjects/<object>", basic_information),
    Route("POST", "/sobjects/<object>", create),
    Route("GET", "/sobjects/<object>/<id>", read),
    Route("PATCH", "/sobjects/<object>/<id>", change),
    Route("DELETE", "/sobjects/<object>/<id>", delete),
    Route("GET", "/sobjects/<object>/<field>/<value>", read_further),
    Route("PATCH", "/sobjects/<object>/<field>/<value>", upsert),
    Route("DELETE", "/sobjects/<object>/<field>/<value>", delete_by_key),
)
