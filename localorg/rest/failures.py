"""The format of errors in an answer, and the errors that only the REST layer raises."""

from typing import Any

from localorg.errors import ApiError
from localorg.rest.messages import RestResponse

HALTED = "The transaction was rolled back since another operation in the same transaction failed."
ROLLED_BACK = "Record rolled back because not all records were valid and the request was using AllOrNone header"


class UnexpectedException(Exception):
    """An unhandled error inside the platform: the whole call fails and is rolled back."""

    def __init__(self, answer: ApiError | None = None) -> None:
        sentence = (
            "UnexpectedException: An unexpected error occurred. Please include this ErrorId if you contact support"
        )
        self.answer = answer or ApiError(500, "UNKNOWN_EXCEPTION", sentence)
        super().__init__(self.answer.message)


def publication_limit_exceeded() -> UnexpectedException:
    """The day's versions of notes and files are used up.

    It cannot be caught in Apex, ignores allOrNone = false and rolls back the whole transaction. The wording is from
    public projects (System.UnexpectedException: ContentPublication Limit exceeded). The HTTP status is not confirmed.
    """
    return UnexpectedException(ApiError(500, "UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded"))


def error_body(error: ApiError) -> list[dict[str, Any]]:
    """The body of a refused call, or of a refused part of a composite."""
    described: dict[str, Any] = {"message": error.message, "errorCode": error.code}
    if error.fields:
        described["fields"] = error.fields
    return [described]


def error_response(error: ApiError) -> RestResponse:
    """A refused call."""
    return RestResponse(error.status, error_body(error))


def save_error(error: ApiError) -> dict[str, Any]:
    """A refused record's entry in ``errors``; the platform's key here is statusCode, not errorCode."""
    return {"statusCode": error.code, "message": error.message, "fields": error.fields}


def halted(sentence: str = HALTED) -> ApiError:
    """The part was not carried out, or was rolled back, because another part failed."""
    return ApiError(400, "PROCESSING_HALTED", sentence)


def rolled_back() -> ApiError:
    """The record was rolled back because another one failed."""
    return ApiError(400, "ALL_OR_NONE_OPERATION_ROLLED_BACK", ROLLED_BACK)


def not_for_rest() -> ApiError:
    """The session's app does not have the scope ``api``. Other people's connectors have recorded this wording."""
    return ApiError(401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API")


def session_invalid() -> ApiError:
    """No session id, or one that has ended."""
    return ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid")


def unavailable() -> ApiError:
    """The org is down."""
    return ApiError(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable. Please try again later.")


def api_disabled() -> ApiError:
    """The org's edition has no API, or the user may not use it; the wording is the same."""
    return ApiError(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")


def request_limit_exceeded() -> ApiError:
    """The day's calls are used up."""
    return ApiError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


def storage_full() -> ApiError:
    """There is no room for another note."""
    return ApiError(400, "STORAGE_LIMIT_EXCEEDED", "storage limit exceeded")


def row_locked(record_id: str = "") -> ApiError:
    """Somebody else is writing the record, or its parent."""
    record = f": {record_id}" if record_id else ""
    return ApiError(400, "UNABLE_TO_LOCK_ROW", f"unable to obtain exclusive access to this record or 1 records{record}")


def no_such_key(field: str) -> ApiError:
    """A path names a field that is not an external id."""
    return ApiError(404, "NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {field}")


def method_not_allowed(method: str, allowed: list[str]) -> ApiError:
    """The resource exists, but not for this method."""
    return ApiError(
        405, "METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are {','.join(sorted(allowed))}"
    )


def invalid_input(sentence: str) -> ApiError:
    """A well-formed body with an impossible request."""
    return ApiError(400, "INVALID_INPUT", sentence)


def limit_exceeded(sentence: str) -> ApiError:
    """More parts than one call may have."""
    return ApiError(400, "LIMIT_EXCEEDED", sentence)


def too_many_records() -> ApiError:
    """More than 200 records in a collection."""
    return ApiError(
        400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records into this call"
    )


def not_enabled(sentence: str) -> ApiError:
    """A part of the platform that this org does not have."""
    return ApiError(403, "FUNCTIONALITY_NOT_ENABLED", sentence)


def invalid_locator() -> ApiError:
    """A further page was requested of a query that is unknown or too old."""
    return ApiError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")


def version_retired(version: str) -> ApiError:
    """An API version that the platform no longer answers."""
    return ApiError(410, "GONE", f"API version {version} is retired and no longer available.")


def unsupported_media_type(content_type: str) -> ApiError:
    """A body that is not JSON."""
    return ApiError(
        415, "UNSUPPORTED_MEDIA_TYPE", f"Content-Type '{content_type}' is not supported. Use application/json."
    )


def unexpected_response(error: UnexpectedException) -> RestResponse:
    """The answer to a call that ended with an :class:`UnexpectedException`."""
    return error_response(error.answer)
