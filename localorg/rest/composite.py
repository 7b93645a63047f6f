"""The composite resource: up to 25 calls in one. Later calls may refer to the answers of earlier ones.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from localorg.errors import ApiError
from localorg.rest.atomic import kept_if
from localorg.rest.bodies import as_object, flag, objects
from localorg.rest.failures import error_body, error_response, halted, limit_exceeded
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.parts import Part, as_request, check_reference_ids, read_part, refuse_nesting

MOST_PARTS = 25
MOST_QUERIES_AND_COLLECTIONS = 5

Dispatch = Callable[[Org, RestRequest], RestResponse]


@dataclass(frozen=True, slots=True)
class Done:
    """A part and its answer."""

    part: Part
    response: RestResponse

    @property
    def ok(self) -> bool:
        """Whether the part succeeded. A collection that saved only some of its records answers 200, but has failed."""
        body = self.response.body
        refused = isinstance(body, list) and any(
            isinstance(result, dict) and result.get("success") is False for result in body
        )
        return self.response.ok and not refused

    def as_result(self) -> dict[str, Any]:
        """Its entry in the answer."""
        return {
            "body": self.response.body,
            "httpHeaders": dict(self.response.headers),
            "httpStatusCode": self.response.status,
            "referenceId": self.part.reference_id,
        }


def composite(dispatch: Dispatch) -> Callable[[Org, RestRequest], RestResponse]:
    """The resource; its parts go through ``dispatch``."""

    def answer(org: Org, request: RestRequest) -> RestResponse:
        body = as_object(request.body)
        items = objects(body, "compositeRequest")
        try:
            parts = [read_part(item) for item in items]
            _check_size(parts)
        except _TooMany as error:
            return RestResponse(body={"compositeResponse": [_without_part(error.api_error)]})
        check_reference_ids(parts)
        done = run(dispatch, org, request, parts, flag(body, "allOrNone", default=False))
        return RestResponse(body={"compositeResponse": [one.as_result() for one in done]})

    return answer


def run(dispatch: Dispatch, org: Org, request: RestRequest, parts: list[Part], all_or_none: bool) -> list[Done]:
    """Run the parts in order. With ``all_or_none``, one failure rolls all back, and errors replace their answers.

    A failed collection keeps its own answer, in which records that were rolled back may still be reported as saved, as
    on the platform (https://developer.salesforce.com/docs/platform/api-rest/guide/resources-composite-allornone.html).
    """
    done = kept_if(
        lambda found: not all_or_none or all(one.ok for one in found),
        org.records,
        lambda: _carry_out(dispatch, org, request, parts, all_or_none),
    )
    if not all_or_none or all(one.ok for one in done):
        return done
    return [_halted(one.part) if one.ok else one for one in done]


def _carry_out(dispatch: Dispatch, org: Org, request: RestRequest, parts: list[Part], stop_early: bool) -> list[Done]:
    answers: dict[str, Any] = {}
    done: list[Done] = []
    for part in parts:
        stopped = stop_early and bool(done) and not done[-1].ok
        if stopped:
            done.extend(Done(rest, RestResponse()) for rest in parts[len(done) :])
            break
        one = Done(part, _answer(dispatch, org, request, part, answers))
        answers[part.reference_id] = one.response.body
        done.append(one)
    return done


def _answer(dispatch: Dispatch, org: Org, request: RestRequest, part: Part, answers: dict[str, Any]) -> RestResponse:
    try:
        inner = as_request(part, request, answers)
        refuse_nesting(inner)
    except ApiError as error:
        return error_response(error)
    response = dispatch(org, inner)
    if isinstance(response.body, bytes):
        return error_response(ApiError(400, "INVALID_INPUT", "Binary data can't be part of a composite response."))
    return response


def _halted(part: Part) -> Done:
    return Done(part, error_response(halted()))


class _TooMany(Exception):
    def __init__(self, api_error: ApiError) -> None:
        super().__init__(api_error.message)
        self.api_error = api_error


def _check_size(parts: list[Part]) -> None:
    if len(parts) > MOST_PARTS:
        raise _TooMany(limit_exceeded(f"The request can’t contain more than {MOST_PARTS} operations."))
    if sum(part.is_query_or_collection for part in parts) > MOST_QUERIES_AND_COLLECTIONS:
        sentence = f"The request can’t contain more than {MOST_QUERIES_AND_COLLECTIONS} query or collection operations."
        raise _TooMany(limit_exceeded(sentence))


def _without_part(error: ApiError) -> dict[str, Any]:
    """The answer to a request that is too large: a result that belongs to no part."""
    return {"body": error_body(error), "httpHeaders": {}, "httpStatusCode": error.status, "referenceId": None}
