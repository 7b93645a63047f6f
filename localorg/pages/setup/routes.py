"""The routes of Setup: the list of pages, the pages, and the forms."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from localorg.apps.errors import OAuthError
from localorg.errors import ApiError
from localorg.pages.guarding import guard, same_site
from localorg.pages.setup import apps, automation, objects, permission_sets, switched, users
from localorg.pages.setup.context import Area, SetupContext
from localorg.pages.setup.view import Link, View, refilled
from localorg.setup.control import said

_HOME = View("Setup Home", [], about="Type the name of a page into Quick Find, or choose one at the left.")


def areas() -> list[Area]:
    """Every page of Setup."""
    made = [users.area(), permission_sets.area(), apps.area(), *automation.areas(), objects.area(), *switched.areas()]
    return sorted(made, key=lambda area: (area.group, area.name))


def blueprint(org: SetupContext) -> Blueprint:
    """``/setup`` and everything below it."""
    routes = Blueprint("setup", __name__, url_prefix="/setup", template_folder="../templates")
    known = {area.slug: area for area in areas()}
    routes.before_request(same_site)
    routes.after_request(guard)

    def page(view: View, error: str = "") -> str:
        return render_template("setup/page.html", view=view, groups=_found(request.args.get("q", "")), error=error)

    @routes.get("")
    @routes.get("/")
    def home() -> str:
        return page(_HOME)

    @routes.get("/<area>")
    @routes.get("/<area>/<path:rest>")
    def show(area: str, rest: str = "") -> str:
        found = known.get(area) or abort(404)
        try:
            return page(found.show(org, _words(rest)))
        except (ApiError, OAuthError):
            abort(404)

    @routes.post("/<area>")
    @routes.post("/<area>/<path:rest>")
    def change(area: str, rest: str = "") -> AnyResponse:
        found = known.get(area) or abort(404)
        does = request.form.get("does", "")
        handler = found.does.get(does) or abort(400)
        words = _words(rest)
        try:
            return redirect(handler(org, words, request.form), 303)
        except ValidationError as error:
            problem = said(error)
        except ApiError as error:
            problem = error.message
        except ValueError as error:
            problem = str(error)
        return Response(page(refilled(found.show(org, words), does, request.form), problem), 422)

    return routes


def _words(rest: str) -> list[str]:
    return [word for word in rest.split("/") if word]


def _found(wanted: str) -> dict[str, list[Link]]:
    """The list on the left: the pages whose names contain the typed text."""
    groups: dict[str, list[Link]] = {}
    for area in areas():
        if wanted.strip().casefold() in area.name.casefold():
            groups.setdefault(area.group, []).append(Link(area.name, f"/setup/{area.slug}"))
    return groups
