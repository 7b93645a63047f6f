"""OAuth over HTTP: token, revoke, introspect, userinfo, the identity address, discovery."""

import base64
import binascii
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from localorg.apps.errors import OAuthError, missing_parameter, sign_in_refused
from localorg.errors import ApiError
from localorg.faults import Fault
from localorg.oauth import identity
from localorg.oauth.grants import TokenRequest
from localorg.oauth.provider import Provider
from localorg.rest.sabotage import down_or_slow
from localorg.sessions.directory import Person
from localorg.sessions.sessions import Session
from localorg.setup.shut import shut


def oauth_blueprint(oauth: Provider) -> Blueprint:
    """The endpoints that programs call."""
    blueprint = Blueprint("oauth", __name__)
    blueprint.before_request(lambda: _shut(oauth))
    _add_tokens(blueprint, oauth)
    _add_identity(blueprint, oauth)
    _add_discovery(blueprint, oauth)
    _add_refusals(blueprint)
    return blueprint


def _add_tokens(blueprint: Blueprint, oauth: Provider) -> None:
    @blueprint.post("/services/oauth2/token")
    def token() -> Response:
        oauth.calls.sign_in()
        down_or_slow(oauth.faults)
        if oauth.faults.strikes(Fault.SIGN_IN_REFUSED):
            raise sign_in_refused()
        key, secret = _client_credentials()
        answer = oauth.grants.token(TokenRequest(request.form.to_dict(), key, secret, _base_url()))
        return _uncached(jsonify(answer))

    @blueprint.post("/services/oauth2/introspect")
    def introspect() -> Response:
        oauth.clients.authenticated(*_client_credentials())
        return _uncached(jsonify(_introspection(oauth, request.form.get("token", ""))))

    @blueprint.route("/services/oauth2/revoke", methods=["GET", "POST"])
    def revoke() -> Response:
        token = request.values.get("token", "")
        if not token:
            raise missing_parameter("token")
        if not oauth.sessions.revoke(token):
            raise OAuthError("unsupported_token_type", "this token type is not supported")
        return Response(status=200)


def _add_identity(blueprint: Blueprint, oauth: Provider) -> None:
    @blueprint.route("/services/oauth2/userinfo", methods=["GET", "POST"])
    def userinfo() -> Response:
        session, person = _signed_in(oauth)
        claims = identity.userinfo(_base_url(), oauth.directory.organization_id, person)
        by_scope = oauth.setup.now.userinfo_claims == "by_scope"
        return jsonify(identity.told_to(session.scopes, claims) if by_scope else claims)

    @blueprint.route("/id/<organization_id>/<user_id>", methods=["GET", "POST"])
    def identity_of(organization_id: str, user_id: str) -> Response:
        _, person = _signed_in(oauth)
        if organization_id[:15] != oauth.directory.organization_id[:15] or user_id[:15] != person.id[:15]:
            return Response("Bad_Id", 403, content_type="text/html;charset=UTF-8")
        return jsonify(identity.identity(_base_url(), oauth.directory.organization_id, person))


def _add_discovery(blueprint: Blueprint, oauth: Provider) -> None:
    @blueprint.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(identity.discovery(_base_url()))

    @blueprint.get("/id/keys")
    def keys() -> Response:
        return jsonify(oauth.signing_key.key_set())

    @blueprint.route("/services/oauth2/singleaccess", methods=["GET", "POST"])
    def single_access() -> Response:
        """An address that signs a browser in: ``sf org open`` asks for one."""
        _signed_in(oauth)
        query = urlencode({"startURL": request.values.get("redirect_uri", "/")})
        return jsonify(frontdoor_uri=f"{_base_url()}/secur/frontdoor.jsp?{query}")

    @blueprint.get("/secur/frontdoor.jsp")
    def front_door() -> AnyResponse:
        """Redirect to the requested page if it is in this org. No session is needed, because the pages need none."""
        wanted = urlsplit(request.args.get("startURL") or request.args.get("retURL") or "/")
        return redirect(f"/{wanted.path.lstrip('/')}")


def _add_refusals(blueprint: Blueprint) -> None:
    @blueprint.errorhandler(OAuthError)
    def refuse(error: OAuthError) -> Response:
        response = jsonify(error=error.error, error_description=error.description)
        response.status_code = error.status
        return _uncached(response)

    @blueprint.errorhandler(ApiError)
    def unavailable(error: ApiError) -> Response:
        response = jsonify([{"message": error.message, "errorCode": error.code}])
        response.status_code = error.status
        return response


def _shut(oauth: Provider) -> Response | None:
    instead = shut(oauth.setup.now)
    if instead and request.path.endswith("/token"):
        oauth.calls.sign_in()
    return instead


def _base_url() -> str:
    return request.host_url.rstrip("/")


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache, no-store"
    return response


def _client_credentials() -> tuple[str, str]:
    """The client's key and secret, from the Authorization header or else the body. Raises OAuthError."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return request.form.get("client_id", ""), request.form.get("client_secret", "")
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthError("invalid_client", "invalid client credentials") from error
    return key, secret


def _signed_in(oauth: Provider) -> tuple[Session, Person]:
    """The caller's session and user. Raises OAuthError (403) where the REST API would answer 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    known = token if scheme.casefold() in ("bearer", "oauth") else request.values.get("access_token", "")
    session = oauth.sessions.find(known.strip())
    person = oauth.directory.by_id(session.user_id) if session else None
    if session is None or person is None:
        raise OAuthError("invalid_session", "Bad_OAuth_Token", 403)
    return session, person


def _introspection(oauth: Provider, token: str) -> dict[str, object]:
    session = oauth.sessions.find(token)
    person = oauth.directory.by_id(session.user_id) if session else None
    if session is None or person is None:
        return {"active": False}
    issued = int(session.started_at.timestamp())
    return {
        "active": True,
        "scope": " ".join(session.scopes),
        "client_id": session.client_key,
        "username": person.username,
        "sub": f"{_base_url()}/id/{oauth.directory.organization_id}/{person.id}",
        "token_type": "access_token",
        "exp": int(oauth.sessions.ends_at(session).timestamp()),
        "iat": issued,
        "nbf": issued,
    }
