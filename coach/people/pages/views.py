"""Signing in and out, and the page that shows who is signed in."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from coach.engine.languages import message
from coach.people.identity import IdentityStore
from coach.people.pages.gate import hashed
from coach.people.pages.openid import CALLBACK, OpenId
from coach.people.pages.settings import SignInSettings
from coach.people.sessions import Session
from coach.web.guard import PAGES_OFF
from coach.web.viewer import Role, allow, current_viewer, public

log = structlog.get_logger(__name__)

COOKIE_BYTES = 32
LONGEST_ADDRESS = 2_000
EVERYBODY = tuple(Role)
ROLES = {
    Role.REP: message("You are here as rep. You see your own coaching."),
    Role.MANAGER: message(
        "You are here as manager. You see your own coaching, and that of everybody below you in Salesforce's manager "
        "hierarchy."
    ),
    Role.ENABLEMENT: message(
        "You are here as enablement. You see playbooks and figures about groups, and nothing about single people."
    ),
    Role.ADMIN: message("You are here as admin. You see everything but others' answers, and keep Coach running."),
}


@dataclass(frozen=True, slots=True)
class SignInDeps:
    """The dependencies of signing in and out."""

    store: IdentityStore
    settings: SignInSettings


class _Views:
    """The views that change who is signed in."""

    def __init__(self, sign_in: SignInDeps, openid: OpenId) -> None:
        self._store = sign_in.store
        self._openid = openid
        self._cookie = sign_in.settings.session_cookie
        self._manner: dict[str, Any] = {"secure": sign_in.settings.secure, "httponly": True, "samesite": "Lax"}

    @public
    def begin(self) -> Response:
        """Redirect to Salesforce."""
        return self._openid.leave(own_page(request.args.get("next", "/")))

    @public
    def finish(self) -> Response:
        """Return from Salesforce: starts a new session, whatever the browser sent along."""
        claimant, destination = self._openid.arrive()
        self._end_session()
        cookie = secrets.token_urlsafe(COOKIE_BYTES)
        self._store.begin_session(hashed(cookie), Session(claimant.user_id, claimant.name, claimant.username))
        log.info("signed_in", user_id=claimant.user_id)
        response = redirect(own_page(destination))
        response.set_cookie(self._cookie, cookie, **self._manner)
        return response

    @allow(*EVERYBODY)
    def sign_out(self) -> Response:
        """Sign out here, or everywhere."""
        user_id = current_viewer().user_id
        self._end_session()
        if "everywhere" in request.form and user_id is not None:
            self._store.end_sessions(user_id)
        log.info("signed_out", user_id=user_id)
        response = redirect("/signed-out", 303)
        response.delete_cookie(self._cookie, **self._manner)
        return response

    def _end_session(self) -> None:
        cookie = request.cookies.get(self._cookie)
        if cookie:
            self._store.end_session(hashed(cookie))


def blueprint(app: Flask, sign_in: SignInDeps | None) -> Blueprint:
    """``/sign-in``, the callback from Salesforce, ``/sign-out``, ``/signed-out`` and ``/me``."""
    pages = Blueprint("identity", __name__, template_folder="templates")
    add = pages.add_url_rule
    add("/signed-out", endpoint="signed_out", view_func=_signed_out)
    add("/me", endpoint="me", view_func=_me)
    if sign_in is None:
        add("/sign-in", endpoint="sign_in", view_func=_pages_off)
        add(CALLBACK, endpoint="callback", view_func=_pages_off)
        add("/sign-out", endpoint="sign_out", view_func=_pages_off, methods=["POST"])
        return pages
    _keep_in_a_careful_cookie(app, sign_in.settings)
    views = _Views(sign_in, OpenId(app, sign_in.settings))
    add("/sign-in", endpoint="sign_in", view_func=views.begin)
    add(CALLBACK, endpoint="callback", view_func=views.finish)
    add("/sign-out", endpoint="sign_out", view_func=views.sign_out, methods=["POST"])
    return pages


def own_page(address: str) -> str:
    """``address`` if it is one of our pages, else the start page: signing in never redirects elsewhere."""
    within = re.fullmatch(r"/(?![/\\])[^\\]*", address)
    return address if within and address.isprintable() and len(address) <= LONGEST_ADDRESS else "/"


def _keep_in_a_careful_cookie(app: Flask, settings: SignInSettings) -> None:
    """Flask's own session is used only during a sign-in, for minutes; the signed-in session is another cookie."""
    app.secret_key = settings.secret_keys[0]
    app.config.update(
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        SESSION_COOKIE_NAME=settings.sign_in_cookie,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=600,
    )


@public
def _pages_off() -> Response:
    raise NotFound(PAGES_OFF)


@public
def _signed_out() -> str:
    return render_template("signed_out.html")


@allow(*EVERYBODY)
def _me() -> str:
    return render_template("me.html", viewer=current_viewer(), roles=ROLES)
