"""The routes of teams, playbooks' scorecards, reps and one-to-ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from coach.engine.model import VisibleReps
from coach.errors import Rejected
from coach.log.logbook import Logbook
from coach.teams.pages import reps, team
from coach.teams.pages.cached import CachedFigures
from coach.teams.pages.links import OUTCOMES, LogLinks
from coach.teams.pages.needs import FIRST_SHOWN
from coach.teams.pages.period import CHOICES, asked_weeks, last_weeks
from coach.teams.pages.reps import RepView
from coach.teams.pages.rules import HELD
from coach.teams.pages.side_by_side import SORTS, side_by_side, teams
from coach.teams.pages.team import ScorecardView, TeamsView, TeamView, days
from coach.teams.pages.thresholds import THRESHOLDS, UNANSWERED_AFTER
from coach.teams.pages.words import BANDS, SIGNS, STEPS, cards, reason_words, share_of, told_minutes
from coach.teams.signals import Signals
from coach.teams.teams import TeamsStore
from coach.teams.weeks import WeekBounds
from coach.web.guard import NOT_FOR_YOU, PageViews, in_use
from coach.web.services import Services
from coach.web.viewer import Role, Viewer, allow, current_viewer

NOBODY = "There is nobody with this id whose coaching Coach knows."
FOLLOW_UPS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPages:
    """The dependencies of the pages.

    ``budget`` is in minutes a week (0: no limit).
    """

    services: Services
    store: TeamsStore
    logbook: Logbook
    budget: float


def blueprint(deps: TeamPages | None) -> Blueprint:
    """``/team``, its scorecard, ``/reps/<id>`` and the one-to-one page, each with its charts as JSON."""
    pages, views = Blueprint("teams", __name__, template_folder="templates"), _Views(deps)
    for path, view in (
        ("/team", views.team),
        ("/team/charts.json", views.team_charts),
        ("/team/side-by-side", views.side_by_side),
        ("/team/side-by-side/charts.json", views.side_by_side_charts),
        ("/team/playbooks", views.playbooks),
        ("/team/playbooks/charts.json", views.playbooks_charts),
        ("/reps/<rep_id>", views.rep),
        ("/reps/<rep_id>/charts.json", views.rep_charts),
        ("/reps/<rep_id>/one-to-one", views.one_to_one),
    ):
        pages.add_url_rule(path, view.__name__, view)
    words = {
        "band_words": BANDS,
        "signs": SIGNS,
        "step_words": STEPS,
        "reason_words": reason_words,
        "share_of": share_of,
        "told_minutes": told_minutes,
        "so_many": cards,
        "step_outcomes": OUTCOMES,
        "thresholds": THRESHOLDS,
        "first_shown": FIRST_SHOWN,
    }
    pages.context_processor(lambda: words)
    return pages


class _Views(PageViews[TeamPages]):
    def __init__(self, deps: TeamPages | None) -> None:
        super().__init__(deps)
        self._kept = CachedFigures(deps.store) if deps else None

    @property
    def _figures(self) -> CachedFigures:
        return in_use(self._kept)

    @allow(Role.REP, Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def team(self) -> Response | str:
        """What a team was given, and the results; a rep is their own team."""
        viewer = current_viewer()
        if viewer.role is Role.REP:
            return redirect(url_for("teams.rep", rep_id=viewer.user_id))
        return render_template("team.html", view=self._team(viewer, "team"), choices=CHOICES)

    @allow(Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def team_charts(self) -> Response:
        """The team's charts."""
        return jsonify(team.charts(self._team(current_viewer(), "team")))

    @allow(Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def side_by_side(self) -> str:
        """Compares teams."""
        return render_template("team_side_by_side.html", view=self._teams(current_viewer()), choices=CHOICES)

    @allow(Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def side_by_side_charts(self) -> Response:
        """The teams' small charts."""
        return jsonify(team.teams_charts(self._teams(current_viewer())))

    @allow(Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def playbooks(self) -> str:
        """A scorecard for each playbook."""
        return render_template("scorecard.html", view=self._playbooks(current_viewer()), choices=CHOICES)

    @allow(Role.MANAGER, Role.ENABLEMENT, Role.ADMIN)
    def playbooks_charts(self) -> Response:
        """The scorecard's chart."""
        return jsonify(team.scorecard_charts(self._playbooks(current_viewer())))

    @allow(Role.REP, Role.MANAGER, Role.ADMIN)
    def rep(self, rep_id: str) -> str:
        """One rep: how they are doing, and each card."""
        return render_template("rep.html", view=self._rep(rep_id, "rep"), choices=CHOICES)

    @allow(Role.REP, Role.MANAGER, Role.ADMIN)
    def rep_charts(self, rep_id: str) -> Response:
        """The rep's charts."""
        return jsonify(reps.charts(self._rep(rep_id, "rep")))

    @allow(Role.REP, Role.MANAGER, Role.ADMIN)
    def one_to_one(self, rep_id: str) -> str:
        """What to talk about, on one sheet of paper."""
        view = self._rep(rep_id, "one-to-one")
        follow_ups = self._deps.logbook.follow_ups(frozenset({rep_id}), FOLLOW_UPS_SHOWN)
        return render_template("one_to_one.html", view=view, follow_ups=follow_ups, choices=CHOICES)

    def _weeks(self) -> WeekBounds:
        return last_weeks(asked_weeks(request.args), self._deps.services.clock(), self._deps.services.zone)

    def _team(self, viewer: Viewer, page: str) -> TeamView:
        weeks, (scope, manager) = self._weeks(), self._scope(viewer)
        least = self._least(viewer)
        figures = self._figures.figures(scope, weeks, held_from=least is not None)
        shown = (
            figures,
            weeks,
            self._deps.services.zone,
            self._deps.budget,
            least,
            manager,
            self._managers(),
            self._deps.services.clock(),
        )
        if least is not None:
            return TeamView(*shown)
        self._deps.services.looked(viewer, frozenset(figures.names), page)
        signals = None if team.crowded(figures) else self._signals(self._figures, scope, weeks)
        return TeamView(*shown, self._links(viewer, weeks, manager), signals)

    def _signals(self, source: CachedFigures | TeamsStore, scope: VisibleReps, weeks: WeekBounds) -> Signals:
        since = self._deps.services.clock() - UNANSWERED_AFTER
        return source.signals(scope, weeks, since, HELD.values(), answers=not self._deps.services.answers_private)

    def _links(self, viewer: Viewer, weeks: WeekBounds, manager: str) -> LogLinks | None:
        if self._least(viewer) is not None:
            return None
        return LogLinks(
            url_for("pages.log"), {"team": manager} if manager else {}, days(weeks, self._deps.services.zone)
        )

    def _teams(self, viewer: Viewer) -> TeamsView:
        weeks, least, sort = self._weeks(), self._least(viewer), request.args.get("sort", "team")
        if sort.removeprefix("-") not in SORTS:
            raise Rejected(f"sort must be one of {', '.join(SORTS)}, or one of them with a minus before it.")
        scope, above = (None if least is not None else viewer.rep_scope()), request.args.get("team", "")
        people = self._figures.people()
        found = teams(people, scope, above or None)
        # Everybody's figures at once, as the team's page also counts them: no query per team.
        figures = self._figures.figures(scope, weeks, held_from=least is not None)
        shown = side_by_side(found, figures, len(weeks.starts), least, self._links(viewer, weeks, ""), sort)
        if least is None:
            everybody = frozenset().union(*(each.people for each in found))
            self._deps.services.looked(viewer, everybody & figures.names.keys(), "side by side")
        name = next((each.name for each in people if each.id == above), "")
        return TeamsView(shown, weeks, self._deps.services.zone, least, sort, above, name)

    def _playbooks(self, viewer: Viewer) -> ScorecardView:
        weeks, (scope, manager) = self._weeks(), self._scope(viewer)
        found = self._figures.playbooks(scope, weeks)
        if self._least(viewer) is None:
            self._deps.services.looked(viewer, frozenset().union(*found.reps.values()), "scorecard")
        return ScorecardView.of(
            found,
            weeks,
            self._deps.services.zone,
            self._deps.services.titles(),
            self._deps.services.least,
            self._least(viewer) is not None,
            self._deps.services.answers_private,
            manager,
            self._managers(),
            self._links(viewer, weeks, manager),
        )

    def _scope(self, viewer: Viewer) -> tuple[VisibleReps, str]:
        """Whose figures are asked for, and by which manager: everybody whom the viewer may see, or one team among them.

        Enablement may not see any person's figures; so they see everybody's combined.
        """
        own = None if self._least(viewer) is not None else viewer.rep_scope()
        manager = request.args.get("team", "")
        if not manager:
            return own, ""
        team_of = self._deps.logbook.team(manager)
        return (team_of if own is None else team_of & own), manager

    def _least(self, viewer: Viewer) -> int | None:
        return self._deps.services.least if viewer.role is Role.ENABLEMENT else None

    def _managers(self) -> Sequence[tuple[str, str]]:
        viewer = current_viewer()
        scope = None if self._least(viewer) is not None else viewer.rep_scope()
        return [(each.id, each.name) for each in self._deps.logbook.managers(scope)]

    def _rep(self, rep_id: str, page: str) -> RepView:
        viewer = current_viewer()
        if not viewer.may_see(rep_id):
            raise Rejected(NOT_FOR_YOU, 403)
        name = self._deps.store.name_of(rep_id) or (viewer.name if rep_id == viewer.user_id else None)
        if name is None:
            raise NotFound(NOBODY)
        weeks = self._weeks()
        self._deps.services.looked(viewer, frozenset({rep_id}), page)
        tells_answers = rep_id == viewer.user_id or not self._deps.services.answers_private
        return RepView(
            rep_id=rep_id,
            name=name,
            own=rep_id == viewer.user_id,
            tells_answers=tells_answers,
            spacing=self._deps.store.spacing,
            tries=self._deps.store.tries(rep_id) if tells_answers else {},
            figures=self._deps.store.figures(frozenset({rep_id}), weeks),
            signals=self._signals(self._deps.store, frozenset({rep_id}), weeks),
            cards=self._deps.store.cards(rep_id, weeks, reps.CARDS_READ),
            weeks=weeks,
            now=self._deps.services.clock(),
            zone=self._deps.services.zone,
            budget=self._deps.budget,
            titles=self._deps.services.titles(),
            links=LogLinks(url_for("pages.log"), {"rep": rep_id}, days(weeks, self._deps.services.zone)),
        )
