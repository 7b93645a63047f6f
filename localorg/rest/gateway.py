"""The REST API over HTTP: counts each call, applies the faults, authenticates, answers."""

import logging
from collections.abc import Mapping

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from localorg.calls import CallLog
from localorg.errors import ApiError, not_found
from localorg.faults import Fault
from localorg.rest.encoding import to_json
from localorg.rest.failures import (
    UnexpectedException,
    api_disabled,
    error_body,
    error_response,
    request_limit_exceeded,
    unexpected_response,
)
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.reception import check_size, json_body, session_of, without_body
from localorg.rest.resources import versions
from localorg.rest.router import Router
from localorg.rest.sabotage import down_or_slow, lost_or_truncated, maintenance_page, writes
from localorg.sessions.sessions import Sessions
from localorg.setup.shut import shut

JSON = "application/json;charset=UTF-8"
_METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
_log = logging.getLogger(__name__)


def rest_blueprint(org: Org, router: Router, sessions: Sessions, calls: CallLog) -> Blueprint:
    """``/services/data`` and everything below it; other APIs answer that they do not exist."""
    blueprint = Blueprint("rest", __name__, url_prefix="/services")
    gateway = Gateway(org, router, sessions, calls)

    @blueprint.get("/data", strict_slashes=False)
    def version_list() -> Response:
        """The list of versions. It needs no session and is not counted: clients request it before they sign in."""
        instead = shut(org.setup.now)
        if instead:
            return instead
        return Response(to_json(versions(org.setup.now.api_versions)), content_type=JSON)

    @blueprint.route("/data/<version>", defaults={"rest": ""}, methods=_METHODS)
    @blueprint.route("/data/<version>/", defaults={"rest": ""}, methods=_METHODS)
    @blueprint.route("/data/<version>/<path:rest>", methods=_METHODS)
    def call(version: str, rest: str) -> Response:
        return gateway.call(version, rest)

    @blueprint.route("/<path:rest>", methods=_METHODS)
    def elsewhere(rest: str) -> Response:  # noqa: ARG001  # whatever the address says, the answer is the same
        """The APIs that this org does not have: Apex, Bulk before its second version, and so on."""
        return Response(to_json(error_body(not_found())), 404, content_type=JSON)

    @blueprint.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Response:
        """The answer for requests that the web framework refuses by itself, such as one with an endless body."""
        status = error.code or 500
        body = error_body(ApiError(status, error.name.upper().replace(" ", "_"), error.description or error.name))
        return Response(to_json(body), status, content_type=JSON)

    return blueprint


class Gateway:
    """Connects HTTP with the resources."""

    def __init__(self, org: Org, router: Router, sessions: Sessions, calls: CallLog) -> None:
        self._org = org
        self._router = router
        self._sessions = sessions
        self._calls = calls

    def call(self, version: str, rest: str) -> Response:
        """Answer one HTTP call."""
        resource = "(unknown)"
        instead = shut(self._org.setup.now)
        if instead:
            self._calls.call(request.method, resource, instead.status_code)
            return instead
        try:
            down_or_slow(self._org.faults)
            check_size(request)
            rough = without_body(request, version, rest, request.host_url.rstrip("/"), self._org.setup.now.api_versions)
            resource = self._router.name(rough)
            response = self._answer(rough)
        except ApiError as error:
            response = self._http(error_response(error))
        self._calls.call(request.method, resource, response.status_code)
        return lost_or_truncated(self._org.faults, request, response) if g.get("wrote") else response

    def _answer(self, rough: RestRequest) -> Response:
        if self._org.faults.strikes(Fault.HTML):
            return maintenance_page()
        session = session_of(request, self._sessions)
        may_call = "ApiEnabled" in self._org.access.rights(session.user_id).system
        if self._org.setup.now.api_disabled or not may_call:
            raise api_disabled()
        if self._org.api_requests.exhausted or self._org.faults.strikes(Fault.LIMIT_EXCEEDED):
            raise request_limit_exceeded()
        self._org.api_requests.spend()
        return self._http(self._carry_out(rough, session.user_id), self._usage())

    def _carry_out(self, rough: RestRequest, user_id: str) -> RestResponse:
        try:
            body = json_body(request) if rough.method in ("POST", "PATCH", "PUT") else None
            whole = rough.for_user(user_id, body)
            g.wrote = writes(whole)
            return self._router.dispatch(self._org, whole)
        except ApiError as error:
            return error_response(error)
        except UnexpectedException as error:
            return unexpected_response(error)
        except Exception:
            _log.exception("%s %s", rough.method, self._router.name(rough))
            return unexpected_response(UnexpectedException())

    def _usage(self) -> Mapping[str, str]:
        allocation = self._org.api_requests
        return {"Sforce-Limit-Info": f"api-usage={allocation.used}/{allocation.maximum}"}

    def _http(self, answer: RestResponse, headers: Mapping[str, str] = {}) -> Response:
        """A 204 has neither a body nor usage, as recorded from real orgs."""
        if answer.status == 204:
            return Response(status=204)
        if isinstance(answer.body, bytes):
            return Response(answer.body, answer.status, {**headers, **answer.headers})
        response = Response(to_json(answer.body), answer.status, {**headers, **answer.headers}, content_type=JSON)
        if answer.status == 401:
            response.headers["WWW-Authenticate"] = "Token"
        return response
