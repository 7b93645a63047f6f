"""Composite graphs: several composites in one call; each succeeds or fails as a whole.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_introduction.htm
"""

from collections.abc import Callable
from typing import Any

from localorg.rest.bodies import as_object, objects, text
from localorg.rest.composite import Dispatch, run
from localorg.rest.failures import invalid_input, limit_exceeded
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.parts import Part, check_reference_ids, read_part

MOST_GRAPHS = 75
MOST_NODES = 500


def graph(dispatch: Dispatch) -> Callable[[Org, RestRequest], RestResponse]:
    """The resource; the nodes go through ``dispatch``."""

    def answer(org: Org, request: RestRequest) -> RestResponse:
        graphs = [_read(item) for item in objects(as_object(request.body), "graphs")]
        _check_size(graphs)
        return RestResponse(body={"graphs": [_result(dispatch, org, request, *one) for one in graphs]})

    return answer


def _read(item: dict[str, Any]) -> tuple[str, list[Part]]:
    parts = [read_part(node) for node in objects(item, "compositeRequest")]
    check_reference_ids(parts)
    return text(item, "graphId"), parts


def _check_size(graphs: list[tuple[str, list[Part]]]) -> None:
    if len(graphs) > MOST_GRAPHS:
        raise limit_exceeded(f"The request can't contain more than {MOST_GRAPHS} graphs.")
    if sum(len(parts) for _, parts in graphs) > MOST_NODES:
        raise limit_exceeded(f"The request can't contain more than {MOST_NODES} nodes.")
    if len({graph_id for graph_id, _ in graphs}) < len(graphs):
        raise invalid_input("Duplicate graph id.")


def _result(dispatch: Dispatch, org: Org, request: RestRequest, graph_id: str, parts: list[Part]) -> dict[str, Any]:
    done = run(dispatch, org, request, parts, all_or_none=True)
    return {
        "graphId": graph_id,
        "graphResponse": {"compositeResponse": [one.as_result() for one in done]},
        "isSuccessful": all(one.ok for one in done),
    }
