"""The operators' page and its buttons."""

from collections.abc import Callable, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.errors import Rejected
from coach.operate.ready import ReadyCheck
from coach.operate.state import OperatePages, counted, look, span
from coach.web.guard import PageViews
from coach.web.viewer import Role, allow

NOTHING_NAMED = "Say what to try again: one, a reason, or all."


def blueprint(deps: OperatePages | None, ready: Callable[[], Sequence[ReadyCheck]]) -> Blueprint:
    """``/operate``, and the routes that retry notes and deals."""
    pages, views = Blueprint("operate", __name__, template_folder="templates"), _Views(deps, ready)
    pages.add_url_rule("/operate", "page", views.page)
    pages.add_url_rule("/operate/notes", "try_notes", views.try_notes, methods=["POST"])
    pages.add_url_rule("/operate/deals", "try_deals", views.try_deals, methods=["POST"])
    pages.add_app_template_filter(span)
    return pages


class _Views(PageViews[OperatePages]):
    def __init__(self, deps: OperatePages | None, ready: Callable[[], Sequence[ReadyCheck]]) -> None:
        super().__init__(deps)
        self._ready = ready

    @allow(Role.ADMIN, operators=True)
    def page(self) -> str:
        """The state of the service."""
        state = look(self._deps)
        return render_template(
            "operate.html", state=state, checks=self._ready(), told=_told(), now=self._deps.clock(), counted=counted
        )

    @allow(Role.ADMIN, operators=True)
    def try_notes(self) -> Response:
        """Try parked and refused notes again: one, those with one reason, or all."""
        match request.form.get("which"):
            case "one":
                count = self._deps.try_again([request.form.get("key", "")])
            case "alike":
                count = self._deps.health.try_notes_again(
                    request.form.get("code", ""), request.form.get("sentence", "")
                )
            case "all":
                count = self._deps.try_again(None)
            case _:
                raise Rejected(NOTHING_NAMED)
        self._deps.wake.write()
        return redirect(url_for("operate.page", notes=count), 303)

    @allow(Role.ADMIN, operators=True)
    def try_deals(self) -> Response:
        """Make deals that keep failing due at once: one, those with one reason, or all."""
        health = self._deps.health
        match request.form.get("which"):
            case "one":
                count = health.try_deals_again(opportunity_id=request.form.get("key", ""))
            case "alike":
                count = health.try_deals_again(sentence=request.form.get("sentence", ""))
            case "all":
                count = health.try_deals_again()
            case _:
                raise Rejected(NOTHING_NAMED)
        self._deps.wake.coach()
        return redirect(url_for("operate.page", deals=count), 303)


def _told() -> str:
    """What the button that led here has done."""
    for noun in ("note", "deal"):
        text = request.args.get(f"{noun}s", "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return f"{counted(int(text), noun)} will be tried again now."
    return ""
