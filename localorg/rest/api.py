"""The table of all resources."""

from localorg.rest import collections, connect, deletions, queries, resources, sobjects, tree
from localorg.rest.batch import batch
from localorg.rest.composite import composite
from localorg.rest.graph import graph
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route, Router

_PLAIN = (
    *resources.ROUTES,
    *connect.ROUTES,
    *queries.ROUTES,
    *deletions.ROUTES,
    *sobjects.ROUTES,
    *collections.ROUTES,
    *tree.ROUTES,
)


def rest_api() -> Router:
    """The router for all resources under a version; the parts of composites use it too."""
    parts = Router(_PLAIN)
    nested = (
        Route("GET", "/composite", _composite_resources),
        Route("POST", "/composite", composite(parts.dispatch)),
        Route("POST", "/composite/batch", batch(parts.dispatch)),
        Route("POST", "/composite/graph", graph(parts.dispatch)),
    )
    return Router((*_PLAIN, *nested))


def _composite_resources(_org: Org, request: RestRequest) -> RestResponse:
    names = ("tree", "batch", "sobjects", "graph")
    return RestResponse(body={name: request.url(f"/composite/{name}") for name in names})
