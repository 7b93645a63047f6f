"""Path → function, for HTTP calls and for the parts of a composite."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from localorg.errors import ApiError, not_found
from localorg.rest.failures import error_response, method_not_allowed
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org

Resource = Callable[..., RestResponse]
"""``resource(org, request, **path_values)``; may raise ApiError."""


@dataclass(frozen=True, slots=True)
class Route:
    """``path`` is below the version. The resource is called with the values of its ``<names>``."""

    method: str
    path: str
    resource: Resource


class Router:
    """The table of resources."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._map = Map(
            [Rule(route.path, methods=[route.method], endpoint=route.resource) for route in routes],
            strict_slashes=False,
            merge_slashes=False,
        )

    def dispatch(self, org: Org, request: RestRequest) -> RestResponse:
        """Answer a call; an ApiError becomes an answer. UnexpectedException passes through."""
        try:
            _, resource, values = self._match(request)
            return resource(org, request, **values)
        except ApiError as error:
            return error_response(error)

    def name(self, request: RestRequest) -> str:
        """The name of a call's resource, without ids and values: ``/sobjects/Opportunity/{id}``."""
        try:
            rule, _, values = self._match(request)
        except ApiError:
            return "(unknown)"
        shown = {**{name: f"{{{name}}}" for name in values}, **_kept(values)}
        for name, value in shown.items():
            rule = rule.replace(f"<{name}>", value)
        return rule

    def _match(self, request: RestRequest) -> tuple[str, Resource, Mapping[str, str]]:
        adapter = self._map.bind("", "/")
        try:
            rule, values = adapter.match(request.path, method=request.method, return_rule=True)
        except NotFound as error:
            raise not_found() from error
        except MethodNotAllowed as error:
            raise method_not_allowed(request.method, list(set(error.valid_methods or ()) - {"HEAD"})) from error
        return rule.rule, rule.endpoint, values


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    return {"object": values["object"]} if "object" in values else {}
