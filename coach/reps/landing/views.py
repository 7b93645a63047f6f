"""``/open``: each viewer's own cards, and nobody else's."""

from flask import Blueprint, render_template, request

from coach.engine.responses import ResponseKind
from coach.reps.card.views import TOLD, CardPages
from coach.reps.landing.open_now import LATELY, OpenNowBuilder
from coach.web.frame import speak
from coach.web.guard import in_use
from coach.web.viewer import Role, allow, current_viewer


def blueprint(given: CardPages | None) -> Blueprint:
    """``GET /open``."""
    pages = Blueprint("reps", __name__, template_folder="templates")

    @allow(*Role)
    def open_now() -> str:
        """The viewer's open cards, with the possible responses."""
        deps = in_use(given)
        now, rep_id = deps.services.clock(), current_viewer().user_id or ""
        told = request.args.get("told", "")
        builder = OpenNowBuilder(deps.always, deps.rank, deps.services.answers_private, now, deps.services.zone)
        open_cards, said = deps.store.open_for(rep_id), deps.store.said_by(rep_id, now - LATELY)
        view = builder.page(
            open_cards, said, request.args.get("card", ""), ResponseKind(told) if told in TOLD else None
        )
        if open_cards or said:
            speak(view.words.tag)
        return render_template("open.html", view=view)

    pages.add_url_rule("/open", "open_now", open_now)
    return pages
