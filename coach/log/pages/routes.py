"""The URLs, and the words and filters for templates."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.engine.deciding import label, sentence
from coach.log.pages import words
from coach.log.pages.deps import LogPages
from coach.log.pages.views import LogViews
from coach.text import one_line, plain, shorten
from coach.web.guard import visitor
from coach.web.viewer import Role, public

_BIGGEST_ID = 2**63 - 1
_UTC = ZoneInfo("UTC")


def blueprint(deps: LogPages | None, org_url: str, pages_on: bool) -> Blueprint:
    """The start page, ``/log``, ``/log/<id>`` with its comments, and ``/log/views``."""
    pages = Blueprint(
        "pages", __name__, template_folder="templates", static_folder="../../web/static", static_url_path="/pages"
    )
    _words(pages, deps.services.zone if deps else _UTC, org_url)
    if deps:
        pages.add_app_template_filter(partial(brief, deps.services.zone, deps.services.clock), "brief")
    pages.add_app_template_filter(partial(_stage_label, deps), "stage_label")
    views = LogViews(deps)
    decision = f"/log/<int(max={_BIGGEST_ID}):decision_id>"
    comment = f"{decision}/comments/<int(max={_BIGGEST_ID}):comment_id>"
    pages.add_url_rule("/", "home", public(partial(_home, pages_on)))
    pages.add_url_rule("/favicon.ico", "favicon", public(_favicon))
    pages.add_url_rule("/log", "log", views.log)
    pages.add_url_rule("/log/accounts.json", "accounts", views.accounts)
    pages.add_url_rule(decision, "story", views.story)
    pages.add_url_rule(f"{decision}/comments", "comment", views.comment, methods=["POST"])
    pages.add_url_rule(f"{comment}/settled", "settle", views.settle, methods=["POST"])
    pages.add_url_rule(f"{comment}/removed", "remove_comment", views.remove_comment, methods=["POST"])
    pages.add_url_rule("/log/views", "keep_view", views.keep_view, methods=["POST"])
    pages.add_url_rule(
        f"/log/views/<int(max={_BIGGEST_ID}):view_id>/removed", "forget_view", views.forget_view, methods=["POST"]
    )
    return pages


def _stage_label(deps: LogPages | None, stage: str | None) -> str | None:
    """The label of a stage that a row names by its API name."""
    return deps.labels().get("stage", {}).get(stage, stage) if deps and stage else stage


BEGINS = {Role.REP: "reps.open_now", Role.MANAGER: "teams.team"}
"""The start page of each role: a rep's is their open cards, a manager's is who needs them."""


def _home(pages_on: bool) -> Response | str:
    viewer = visitor()
    if viewer and viewer.role in BEGINS:
        return redirect(url_for(BEGINS[viewer.role]))
    return render_template("home.html", pages_on=pages_on)


def _favicon() -> Response:
    """Browsers ask for this path if a response names no icon, as with JSON."""
    return redirect(url_for("pages.static", filename="icon.svg"), 301)


def _words(pages: Blueprint, zone: tzinfo, org_url: str) -> None:
    for each in _FILTERS:
        pages.add_app_template_filter(each)
    pages.add_app_template_filter(partial(local, zone), "local")
    pages.add_app_template_filter(label, "reason")
    pages.app_context_processor(
        lambda: {
            "words": words,
            "verdicts": words.VERDICTS,
            "note_states": words.NOTE_STATES,
            "truths": words.TRUTHS,
            "reason_sentence": sentence,
            "step_of": words.step,
            "trouble_of": words.trouble,
            "org_url": org_url,
        }
    )


def inert(text: str | None, limit: int = 80) -> str:
    """Text from the CRM for display: one line, without characters that change text direction, truncated."""
    return shorten(one_line(text), limit) if text else ""


def written(text: str) -> str:
    """Text that a person wrote, with its line breaks."""
    return "\n".join(one_line(line) for line in text.splitlines())


def local(zone: tzinfo, at: datetime) -> str:
    """A time in the service's time zone, as people write it."""
    return f"{at.astimezone(zone):%d %b %Y, %H:%M}".lstrip("0")


def brief(zone: tzinfo, clock: Callable[[], datetime], at: datetime) -> str:
    """The same for a list: the year is shown only if it is not the current one."""
    there, now = at.astimezone(zone), clock().astimezone(zone)
    return f"{there:%d %b{'' if there.year == now.year else ' %Y'}, %H:%M}".lstrip("0")


def day(on: date) -> str:
    """A day, formatted for people."""
    return f"{on:%d %b %Y}".lstrip("0")


_FILTERS: tuple[Callable[..., str], ...] = (
    words.money,
    words.percent,
    words.minutes,
    words.took,
    plain,
    words.response,
    inert,
    written,
    day,
)
