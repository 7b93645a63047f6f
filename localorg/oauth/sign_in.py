"""The page on which a person allows a program to act for them. Visitors choose a user, without a password."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from localorg.apps.clients import WEB_SERVER, Client
from localorg.apps.errors import OAuthError, missing_parameter, redirect_mismatch
from localorg.oauth.by_job import by_job
from localorg.oauth.codes import Grant
from localorg.oauth.grants import ALL_SCOPES
from localorg.oauth.provider import Provider
from localorg.setup.shut import shut

LOOPBACK = ("localhost", "127.0.0.1", "::1")
DENIED = "end-user denied authorization"


@dataclass(frozen=True, slots=True)
class Asked:
    """A program's validated authorization request."""

    client: Client
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str
    nonce: str

    def address(self, **answer: str) -> str:
        """The address to which the browser is redirected with the answer."""
        query = {**answer, **({"state": self.state} if self.state else {})}
        separator = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{separator}{urlencode(query)}"


def sign_in_blueprint(oauth: Provider) -> Blueprint:
    """The page, and the handlers of its buttons."""
    blueprint = Blueprint("sign_in", __name__, template_folder="templates")
    blueprint.before_request(lambda: shut(oauth.setup.now))

    @blueprint.get("/services/oauth2/authorize")
    def ask() -> str:
        asked = _asked(oauth)
        return render_template("authorize.html", asked=asked, groups=by_job(oauth.directory.active()))

    @blueprint.post("/services/oauth2/authorize")
    def decide() -> AnyResponse:
        asked = _asked(oauth)
        person = oauth.directory.by_id(request.form.get("user_id", ""))
        if "deny" in request.form or person is None or not person.active:
            return redirect(asked.address(error="access_denied", error_description=DENIED))
        grant = Grant(
            asked.client.key, person.id, asked.redirect_uri, asked.scopes, asked.challenge, asked.nonce, oauth.clock()
        )
        return redirect(asked.address(code=oauth.codes.issue(grant)))

    @blueprint.errorhandler(OAuthError)
    def refuse(error: OAuthError) -> Response:
        """Show the error here instead of redirecting: nobody has validated the redirect address."""
        text = f"error={error.error}&error_description={error.description}"
        return Response(text, error.status, content_type="text/plain;charset=UTF-8")

    return blueprint


def _asked(oauth: Provider) -> Asked:
    args = request.args
    client = oauth.clients.get(args.get("client_id", ""))
    if args.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "response type not supported")
    redirect_uri = args.get("redirect_uri", "")
    if not redirect_uri:
        raise missing_parameter("redirect_uri")
    if not may_redirect(client, redirect_uri):
        raise redirect_mismatch()
    if args.get("code_challenge_method", "S256") != "S256":
        raise OAuthError("invalid_request", "code_challenge_method must be S256")
    if WEB_SERVER not in client.flows:
        raise OAuthError("unauthorized_client", "client not authorized for this flow")
    if client.pkce and not args.get("code_challenge"):
        raise OAuthError("invalid_request", "missing required code challenge")
    wanted = args.get("scope", "").split()
    if client.scopes and set(wanted) - set(client.scopes):
        raise OAuthError("invalid_scope", "the requested scope is not allowed")
    offered = client.scopes or ALL_SCOPES
    scopes = tuple(scope for scope in offered if scope in wanted or not wanted)
    return Asked(
        client, redirect_uri, scopes, args.get("state", ""), args.get("code_challenge", ""), args.get("nonce", "")
    )


def may_redirect(client: Client, redirect_uri: str) -> bool:
    """Whether a code may be sent to this address: a registered one, or any port and path here (RFC 8252, 7.3)."""
    split = urlsplit(redirect_uri)
    return redirect_uri in client.redirects or (split.scheme in ("http", "https") and split.hostname in LOOPBACK)
