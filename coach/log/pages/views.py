"""The views of the log. They only show people whom the viewer may see; anything else looks as if it did not exist."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from coach.engine.model import VisibleReps
from coach.errors import Rejected, TryAgain
from coach.log.choices import FilterValues
from coach.log.comments import Remark
from coach.log.page import COUNTED, LogPage
from coach.log.pages.chips import chips
from coach.log.pages.choices import FilterOptions
from coach.log.pages.context import PageContext, with_names
from coach.log.pages.deps import LogPages
from coach.log.pages.fields import FIELDS
from coach.log.pages.forms import NewComment, NewView, new_comment, new_view
from coach.log.pages.query import PLACES, LogQuery, ask
from coach.log.pages.values import LONGEST
from coach.log.pages.why import WhyNothing, why
from coach.log.saved_views import MOST
from coach.text import one_line, shorten
from coach.web.cached import Cached
from coach.web.guard import PageViews
from coach.web.viewer import Role, Viewer, allow, current_viewer

NO_DECISION = "There is no such decision, or it is about somebody whose coaching you may not see."
NOT_YOURS = "Only who wrote it can change that, and only once."
TOO_MANY_VIEWS = f"You keep {MOST} views already; remove one first."
FRESH_SECONDS = 60.0
FOLLOW_UPS = 5
"""Maximum follow-ups shown above the log: what is due, not everything ever promised."""

PEOPLE = (Role.REP, Role.MANAGER, Role.ADMIN)
MANAGERS = (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of rows that match the filters: exactly ``number``, or more than that."""

    number: int
    more: bool


class LogViews(PageViews[LogPages]):
    """The views. Dependencies are None for a service whose pages are off."""

    # ---------------------------------------------------------------- the log

    @allow(*PEOPLE)
    def log(self) -> Response | tuple[str, int]:
        """The rows that the URL asks for."""
        asked = self._ask(request.args)
        given = {name: request.args[name] for name in FIELDS if name in request.args}
        if "" in given.values() or (given != asked.values and not asked.mistakes):
            # A form sends every field as typed. The shareable URL has only the fields that are filled in, in canonical
            # spelling. Their order does not matter.
            return redirect(_address(asked.query(**{name: request.args.get(name) for name in PLACES})))
        if asked.mistakes:
            return self._show(asked, LogPage((), None, None)), 400
        page = self._deps.logbook.page(asked.wanted, current_viewer().rep_scope())
        if asked.wanted.backwards and page.before is None:
            # New rows may have arrived since: the first page must begin with the first row, and be full.
            return redirect(_address(asked.query()))
        self._looked_at({line.entry.owner_id for line in page.lines if line.entry.owner_id})
        return self._show(asked, page), 200

    def _ask(self, values: Mapping[str, str]) -> LogQuery:
        deps, viewer = self._deps, current_viewer()
        context = PageContext(
            viewer,
            deps.logbook.team,
            deps.services.skills(),
            deps.services.clock(),
            deps.services.zone,
            deps.labels(),
            tells_answers=self._tells_answers(viewer),
        )
        return ask(values, with_names(context, deps.logbook, viewer.rep_scope(), self._occurring))

    def _show(self, asked: LogQuery, page: LogPage) -> str:
        deps, viewer = self._deps, current_viewer()
        scope = viewer.rep_scope()
        follow_ups = deps.logbook.follow_ups(scope, FOLLOW_UPS, viewer.user_id) if viewer.role in MANAGERS else ()
        nothing, filters = self._why(asked, viewer), self._choices(viewer).filters(asked)
        self._looked_at({each.comment.rep_id for each in follow_ups} | ({nothing.deal.owner.id} if nothing else set()))
        return render_template(
            "log.html",
            asked=asked,
            page=page,
            counted=self._count(asked, page, scope),
            filters=filters,
            names={"deal": "Deal"} | {each.name: each.label for one in filters for each in one.controls},
            chips=chips(asked, filters, _deal_of(asked, page, nothing)),
            views=deps.logbook.views(viewer.user_id) if viewer.user_id else (),
            follow_ups=follow_ups,
            why=nothing,
            titles=deps.services.titles(),
            viewer=viewer,
            answers_private=deps.services.answers_private,
            today=self._today(),
        )

    def _count(self, asked: LogQuery, page: LogPage, scope: VisibleReps) -> Counted:
        if page.before is None and page.after is None:
            return Counted(len(page.lines), more=False)
        number = self._deps.logbook.count(asked.filters, scope)
        return Counted(min(number, COUNTED), more=number > COUNTED)

    def _why(self, asked: LogQuery, viewer: Viewer) -> WhyNothing | None:
        opportunity_id = asked.filters.opportunity_id
        if opportunity_id is None or asked.mistakes:
            return None
        with suppress(TryAgain):
            return why(
                self._deps.deals, self._deps.context, opportunity_id, viewer.may_see, self._deps.services.clock()
            )
        return None

    # ---------------------------------------------------------------- one decision

    @allow(*PEOPLE)
    def story(self, decision_id: int) -> str:
        """Everything about one decision."""
        return self._tell(decision_id, NewComment())

    def _tell(self, decision_id: int, comment: NewComment) -> str:
        deps, viewer = self._deps, current_viewer()
        story = deps.logbook.story(decision_id, viewer.rep_scope())
        if story is None:
            raise NotFound(NO_DECISION)
        self._looked_at({rep for rep in (story.line.entry.owner_id,) if rep})
        return render_template(
            "story.html",
            story=story,
            line=story.line,
            comment=comment,
            may_comment=viewer.role in MANAGERS and story.line.entry.owner_id is not None,
            titles=deps.services.titles(),
            viewer=viewer,
            answers_private=deps.services.answers_private,
            today=self._today(),
            zone=deps.services.zone,
        )

    @allow(*MANAGERS)
    def comment(self, decision_id: int) -> Response | tuple[str, int]:
        """Add a comment, with a follow-up date if one is given."""
        given = new_comment(request.form, self._today())
        if given.mistakes:
            return self._tell(decision_id, given), 400
        viewer = current_viewer()
        remark = Remark(viewer.user_id or "", viewer.name, given.text, given.day)
        if not self._deps.logbook.comment(decision_id, remark, viewer.rep_scope()):
            raise NotFound(NO_DECISION)
        return _back_to(decision_id)

    @allow(*MANAGERS)
    def settle(self, decision_id: int, comment_id: int) -> Response:
        """Settle a follow-up of one's own."""
        if not self._deps.logbook.settle_follow_up(decision_id, comment_id, current_viewer().user_id or ""):
            raise Rejected(NOT_YOURS, 404)
        return _back_to(decision_id)

    @allow(*MANAGERS)
    def remove_comment(self, decision_id: int, comment_id: int) -> Response:
        """Delete a comment of one's own."""
        if not self._deps.logbook.remove_comment(decision_id, comment_id, current_viewer().user_id or ""):
            raise Rejected(NOT_YOURS, 404)
        return _back_to(decision_id)

    # ---------------------------------------------------------------- saved views

    @allow(*PEOPLE)
    def keep_view(self) -> Response:
        """Save the filters under a name."""
        given: NewView = new_view(request.form)
        query = self._ask(MultiDict(given.filters)).query()
        if not self._deps.logbook.keep_view(current_viewer().user_id or "", given.name, query, given.shared):
            raise Rejected(TOO_MANY_VIEWS)
        return redirect(_address(query), 303)

    @allow(*PEOPLE)
    def forget_view(self, view_id: int) -> Response:
        """Delete a view of one's own."""
        if not self._deps.logbook.forget_view(current_viewer().user_id or "", view_id):
            raise Rejected(NOT_YOURS, 404)
        return redirect(_address(""), 303)

    # ---------------------------------------------------------------- what the pages are made of

    def _today(self) -> date:
        return self._deps.services.clock().astimezone(self._deps.services.zone).date()

    def _looked_at(self, reps: set[str]) -> None:
        viewer = current_viewer()
        if others := frozenset(reps) - {viewer.user_id}:
            self._deps.services.looked(viewer, others, "log")

    @cached_property
    def _occurring(self) -> Cached[FilterValues]:
        return Cached(self._deps.logbook.occurring, FRESH_SECONDS)

    def _choices(self, viewer: Viewer) -> FilterOptions:
        logbook, scope = self._deps.logbook, viewer.rep_scope()
        reps, teams = logbook.reps(scope), logbook.managers(scope)
        deps = self._deps
        nothing, skills = self._tells_answers(viewer), tuple(deps.services.skills())
        return FilterOptions(reps, teams, self._occurring(), deps.services.titles(), skills, deps.labels(), nothing)

    def _tells_answers(self, viewer: Viewer) -> bool:
        return viewer.role is Role.REP or not self._deps.services.answers_private

    @allow(*PEOPLE)
    def accounts(self) -> Response:
        """Suggest accounts of deals that the viewer may see, while they type a name."""
        names = self._deps.logbook.accounts(request.args.get("q", "").strip()[:LONGEST], current_viewer().rep_scope())
        return jsonify([shorten(one_line(name), LONGEST) for name in names])


def _deal_of(asked: LogQuery, page: LogPage, nothing: WhyNothing | None) -> str | None:
    """The name of the deal asked for, taken from a row or from the deal itself."""
    if asked.filters.opportunity_id is None:
        return None
    named = (line.entry.deal_name for line in page.lines if line.entry.deal_name)
    name = next(named, nothing.deal.name if nothing else None)
    return name and shorten(one_line(name), 80)


def _address(query: str) -> str:
    return url_for("pages.log") + (f"?{query}" if query else "")


def _back_to(decision_id: int) -> Response:
    return redirect(url_for("pages.story", decision_id=decision_id, _anchor="comments"), 303)
