"""The records of an object that were deleted in a period: the only trace of records that skip the recycle bin.

Seconds are ignored, and the end is at least a minute after the start.
Source: REST API Developer Guide, "sObject Get Deleted"; SOAP API Developer Guide, "getDeleted()".
"""

from datetime import UTC, datetime, timedelta

from localorg.errors import ApiError
from localorg.moments import moment_text
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route

_KEPT = timedelta(days=15)


def deleted(org: Org, request: RestRequest, object: str) -> RestResponse:
    """Ids and times of deletions. Those in the minute of ``end`` are left to a later call."""
    one = org.schema(request).at_path(object)
    start, end = _minute(request, "start"), _minute(request, "end")
    if end - start < timedelta(minutes=1):
        raise ApiError(400, "INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate")
    if org.records.now() - start > 2 * _KEPT:
        raise ApiError(400, "INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago")
    found = org.records.deleted(one.name, moment_text(start), moment_text(end))
    return RestResponse(
        body={
            "deletedRecords": [{"id": record_id, "deletedDate": at} for record_id, at in found],
            "earliestDateAvailable": moment_text(org.records.now() - _KEPT),
            "latestDateCovered": moment_text(end),
        }
    )


def _minute(request: RestRequest, name: str) -> datetime:
    text = request.arguments.get(name, "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ApiError(400, "MALFORMED_QUERY", f"{name} parameter is missing or no dateTime: {text}") from None
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


ROUTES = (Route("GET", "/sobjects/<object>/deleted", deleted),)
