"""All routes of the pages."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from localorg.pages import edits, home, listing, record, words
from localorg.pages.acting import Acting, choose
from localorg.pages.guarding import guard, same_site
from localorg.pages.reading import Reader
from localorg.records import Records

_SHARED = Path(__file__).parent / "shared"


def blueprint(records: Records) -> Blueprint:
    """The pages over one org's records: ``/``, ``/lightning/…`` and their files under ``/lightning/static``."""
    acting = Acting(records)
    routes = Blueprint(
        "lightning", __name__, template_folder="templates", static_folder="static", static_url_path="/lightning/static"
    )
    for filter_ in (words.money, words.number, words.percent, words.day, words.moment):
        routes.add_app_template_filter(filter_, f"as_{filter_.__name__}")

    @routes.get("/")
    def root() -> AnyResponse:
        return redirect(url_for("lightning.home"))

    @routes.get("/favicon.ico")
    def favicon() -> AnyResponse:
        """The icon; browsers request it here if a page names none."""
        return redirect(url_for("lightning.shared", name="slds/icons/standard/opportunity.svg"), 301)

    @routes.get("/lightning/shared/<path:name>")
    def shared(name: str) -> Response:
        return send_from_directory(_SHARED, name, max_age=3600)

    @routes.post("/lightning/act-as")
    def act_as() -> AnyResponse:
        response = redirect(_local(request.form.get("back", "")))
        choose(response, request.form.get("user", ""))
        return response

    @routes.app_context_processor
    def header() -> dict[str, object]:
        return {"list_users": Reader(records, records.admin_id).users, "acting_as": acting.chosen(request)}

    routes.before_request(same_site)
    routes.after_request(guard)
    home.register(routes, records, acting)
    listing.register(routes, records, acting)
    record.register(routes, records, acting)
    edits.register(routes, records, acting)
    return routes


def _local(address: str) -> str:
    """The address if it is a page of this site, otherwise the home page."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/lightning/") and "\\" not in address
    return address if ours else url_for("lightning.home")
