"""The batch resource: up to 25 independent calls in one.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm
"""

from collections.abc import Callable
from typing import Any

from localorg.errors import ApiError
from localorg.rest.bodies import as_object, flag, objects, text
from localorg.rest.composite import MOST_PARTS, Dispatch
from localorg.rest.failures import error_response, limit_exceeded
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.parts import inner_request, refuse_nesting

_HALTED = ApiError(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")


def batch(dispatch: Dispatch) -> Callable[[Org, RestRequest], RestResponse]:
    """The resource; its calls go through ``dispatch``."""

    def answer(org: Org, request: RestRequest) -> RestResponse:
        body = as_object(request.body)
        items = objects(body, "batchRequests")
        if len(items) > MOST_PARTS:
            raise limit_exceeded(f"The request can’t contain more than {MOST_PARTS} operations.")
        responses = _run(dispatch, org, request, items, flag(body, "haltOnError", default=False))
        results = [{"statusCode": one.status, "result": one.body} for one in responses]
        return RestResponse(body={"hasErrors": not all(one.ok for one in responses), "results": results})

    return answer


def _run(
    dispatch: Dispatch, org: Org, request: RestRequest, items: list[dict[str, Any]], halt: bool
) -> list[RestResponse]:
    responses: list[RestResponse] = []
    for item in items:
        failed = bool(responses) and not responses[-1].ok
        responses.append(error_response(_HALTED) if halt and failed else _one(dispatch, org, request, item))
    return responses


def _one(dispatch: Dispatch, org: Org, request: RestRequest, item: dict[str, Any]) -> RestResponse:
    try:
        url = text(item, "url")
        full = url if url.startswith("/services/data/") else f"/services/data/{url.lstrip('/')}"
        inner = inner_request(text(item, "method"), full, item.get("richInput"), request, {})
        refuse_nesting(inner)
    except ApiError as error:
        return error_response(error)
    return dispatch(org, inner)
