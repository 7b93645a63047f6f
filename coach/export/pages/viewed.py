"""Who viewed whose log: everybody can read who viewed their own."""

from flask import Blueprint, render_template

from coach.engine.languages import message
from coach.export.pages.deps import ApiContext
from coach.privacy.audit import AccessKind
from coach.web.guard import in_use
from coach.web.viewer import Role, allow, current_viewer

SHOWN = 200
WAYS = {
    AccessKind.PAGE: message("looked at a page"),
    AccessKind.EXPORT: message("exported rows"),
    AccessKind.API: message("read over the API"),
    AccessKind.FEED: message("followed the feed"),
}
PLACES = {
    "card": message("card"),
    "inbox": message("what reps wrote"),
    "log": message("log"),
    "one-to-one": message("one-to-one"),
    "rep": message("page about you"),
    "scorecard": message("scorecard of playbooks"),
    "side by side": message("teams side by side"),
    "team": message("team"),
    "try a deal": message("trying a deal"),
}
"""The name of a page in the list, by the word stored with the view."""


def blueprint(given: ApiContext | None) -> Blueprint:
    """``/me/viewed``."""
    pages = Blueprint("viewed", __name__, template_folder="templates")

    @allow(*Role)
    def viewed() -> str:
        """Who viewed the log of the current viewer, latest first."""
        api = in_use(given)
        user_id = current_viewer().user_id
        views = api.privacy.views_of(user_id, SHOWN) if user_id else []
        return render_template(
            "viewed.html",
            views=views,
            ways=WAYS,
            places=PLACES,
            shown=SHOWN,
            zone=api.services.zone,
            answers_private=api.services.answers_private,
        )

    pages.add_url_rule("/me/viewed", "viewed", viewed)
    return pages
