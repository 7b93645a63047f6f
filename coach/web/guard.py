"""Authorisation, before any view runs: who the viewer is, and whether they may use this view. Unmarked views are
refused.
"""

from contextlib import suppress
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request
from markupsafe import Markup
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized
from werkzeug.wrappers import Response

from coach.engine.languages import message
from coach.errors import CoachError, Rejected
from coach.web.viewer import ANYBODY, Access, Viewer, access_of

PAGES_OFF = message(
    "The pages are off. Whoever runs Coach turns them on by setting COACH_SECRET_KEY and COACH_PUBLIC_URL."
)
NOT_FOR_YOU = message("This page is not for you. If it should be, ask whoever runs Coach here.")
NOT_FOR_THIS_TOKEN = "This token was not made for that."  # noqa: S105  # a sentence, not a secret
SIGN_IN_AGAIN = message("You are not signed in, or not any more. Sign in, and try once more: nothing was done.")
NEEDS_TOKEN = "This address needs a service token, or somebody signed in."  # noqa: S105  # a sentence, not a secret

FORM_FIELD = "csrf_token"
FORM_HEADER = "X-CSRF-Token"

API = "/api/"
LARGEST_FORM = 200_000
"""Bytes."""
_GATE = "coach.gate"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})

D = TypeVar("D")


def in_use(given: D | None) -> D:
    """The dependencies of a view. Raises NotFound while there are none, because the pages are off."""
    if given is None:
        raise NotFound(PAGES_OFF)
    return given


class PageViews(Generic[D]):
    """Views whose dependencies, ``_deps``, exist only while the pages are on."""

    def __init__(self, given: D | None) -> None:
        self._given = given

    @property
    def _deps(self) -> D:
        return in_use(self._given)


class Gate(Protocol):
    """What the guard asks about the current request. All methods may raise TryAgain if the database does."""

    def identify(self) -> Viewer | None:
        """The viewer; None if nobody is signed in."""

    def form_token(self) -> str:
        """The token that a form on a page must contain; empty if nobody is signed in."""

    def check_form(self) -> None:
        """Raise Rejected, 403, if the form does not come from a page shown to the signed-in user."""


def install(app: Flask, gate: Gate | None) -> None:
    """Guard every view of ``app``; without a gate there are no pages.

    Templates get ``visitor()``, the viewer or None; ``may_open(endpoint)``, whether it would let them in; and
    ``csrf_field()``, which every posted form must contain.
    """

    app.extensions[_GATE] = gate

    @app.before_request
    def guard() -> Response | None:
        if request.endpoint is None:
            return None
        access = access_to(app, request.endpoint)
        return None if access.anybody else _let_in(gate, access)

    def may_open(endpoint: str) -> bool:
        access, viewer = access_to(app, endpoint), _visitor(gate)
        return access.anybody if viewer is None else access.lets_in(viewer)

    app.jinja_env.globals.update(
        visitor=lambda: _visitor(gate), may_open=may_open, csrf_field=lambda: _csrf_field(gate)
    )


def access_to(app: Flask, endpoint: str) -> Access:
    """Who may use an endpoint. Flask's static files are for anybody, because they contain nothing confidential."""
    if endpoint.rpartition(".")[2] == "static":
        return ANYBODY
    return access_of(app.view_functions[endpoint])


def _let_in(gate: Gate | None, access: Access) -> Response | None:
    if gate is None:
        raise NotFound(PAGES_OFF)
    g.viewer = None
    viewer = gate.identify()
    if viewer is None:
        return _ask_to_sign_in()
    if not access.lets_in(viewer):
        raise Rejected(NOT_FOR_YOU if viewer.via == "session" else NOT_FOR_THIS_TOKEN, 403)
    if request.method not in _READING:
        request.max_content_length = LARGEST_FORM
        if viewer.via == "session":
            gate.check_form()
    g.viewer = viewer
    return None


def _ask_to_sign_in() -> Response:
    if request.path.startswith(API) or "Authorization" in request.headers:
        raise Unauthorized(NEEDS_TOKEN, www_authenticate=WWWAuthenticate("bearer", {"realm": "Coach"}))
    if request.method not in _READING:
        raise Unauthorized(SIGN_IN_AGAIN)
    return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'), safe='/')}")


def visitor() -> Viewer | None:
    """The viewer, signed in or not. Never makes a page fail."""
    return _visitor(current_app.extensions[_GATE])


def _visitor(gate: Gate | None) -> Viewer | None:
    """The viewer of a page that is open to anybody. Looked up once, and never makes the page fail."""
    if "viewer" not in g:
        g.viewer = None
        with suppress(CoachError):
            g.viewer = gate.identify() if gate else None
    viewer: Viewer | None = g.viewer
    return viewer


def _csrf_field(gate: Gate | None) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, gate.form_token() if gate else "")
