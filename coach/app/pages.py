"""The pages and endpoints of the web service, each with its dependencies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from coach.app.once import OncePerProcess
from coach.app.parts import now, open_org
from coach.app.store import SqlStore
from coach.app.terms import card_links, sign_in_settings
from coach.config.settings import Settings
from coach.engine import inventory
from coach.engine.deciding import rank
from coach.engine.evaluate import EvaluationContext
from coach.engine.model import VisibleReps
from coach.engine.playbook import Library, Playbook
from coach.errors import Misconfigured, Problem
from coach.export.pages import ApiContext
from coach.library.pages import BackgroundCheck, Deals, LibraryPages
from coach.library.registry import LibraryRegistry
from coach.lint import Context, misfits
from coach.log.columns import Labels, labels_in
from coach.log.pages import LogPages
from coach.operate.state import OperatePages
from coach.people.pages.gate import SessionGate
from coach.people.pages.hierarchy import Hierarchy
from coach.people.pages.views import SignInDeps
from coach.pipeline import org_status
from coach.ports import QueueFigures, Wake
from coach.privacy.audit import AccessKind, LogAccess
from coach.reps.card import CardPages
from coach.reps.inbox import InboxPages
from coach.salesforce.capabilities import last_schema
from coach.teams.pages import TeamPages
from coach.teams.pages.cached import FRESH_SECONDS
from coach.teams.pages.period import last_weeks
from coach.teams.pages.scorecard import scorecard
from coach.teams.scorecard import Playbooks
from coach.web.cached import Cached
from coach.web.guard import Gate
from coach.web.services import Services
from coach.web.viewer import Viewer

SCORECARD_WEEKS = 8
LABELS_SECONDS = 60.0
"""Labels of values are looked up once in this time: a page of the log uses a hundred."""


@dataclass(frozen=True)
class Pages:
    """Builds each part when it is asked for. ``figures`` returns the queue's figures."""

    settings: Settings
    store: SqlStore
    registry: LibraryRegistry
    context: Callable[[], EvaluationContext]
    wake: Wake
    figures: Callable[[], QueueFigures]

    def services(self) -> Services:
        """What all pages share."""
        settings = self.settings
        return Services(
            clock=now,
            zone=ZoneInfo(settings.timezone),
            looked=self._looked,
            titles=self._titles,
            owners=self._owners,
            skills=self._skills,
            answers_private=settings.answers_private,
            least=settings.aggregate_min_people,
        )

    def api(self) -> ApiContext:
        store = self.store
        return ApiContext(
            services=self.services(),
            export=store.export,
            privacy=store.privacy,
            logbook=store.logbook,
            answers=store.answers,
        )

    def operate(self) -> OperatePages:
        return OperatePages(
            health=self.store.health,
            figures=self.figures,
            org=partial(org_status, self.store),
            try_again=self.store.try_again,
            wake=self.wake,
            clock=now,
            share=self.settings.salesforce_api_share,
            reconcile_every=timedelta(minutes=self.settings.reconcile_minutes),
        )

    def sign_in(self) -> SignInDeps | None:
        settings = sign_in_settings(self.settings)
        return SignInDeps(self.store.identity, settings) if settings else None

    def cards(self) -> CardPages | None:
        links = card_links(self.settings)
        if links is None:
            return None
        return CardPages(
            services=self.services(),
            store=self.store.answers,
            links=links,
            wake=self.wake.coach,
            always=self._is_always,
            rank=self._rank,
        )

    def inbox(self) -> InboxPages | None:
        if card_links(self.settings) is None:
            return None
        return InboxPages(services=self.services(), store=self.store.answers)

    def teams(self) -> TeamPages:
        return TeamPages(
            services=self.services(),
            store=self.store.teams,
            logbook=self.store.logbook,
            budget=self.settings.weekly_minutes,
        )

    def log(self) -> LogPages:
        return LogPages(
            services=self.services(),
            logbook=self.store.logbook,
            deals=self._deals(),
            context=self.context,
            labels=Cached(self._labels, LABELS_SECONDS),
        )

    def library(self) -> LibraryPages:
        return LibraryPages(
            services=self.services(),
            state=self.registry.state,
            context=self.context,
            store=self.store.libraries,
            deals=self._deals(),
            misfits=self._misfits,
            schema=partial(last_schema, self.store),
            cards=partial(self._cards, Cached(self._scored, FRESH_SECONDS)),
            findings=BackgroundCheck(self.store.libraries.texts, self._lint_context, self._misfits),
        )

    def _in_force(self) -> Mapping[str, Playbook]:
        active = self.registry.state().active
        return active.library.playbooks if active else {}

    def _titles(self) -> dict[str, str]:
        return {name: each.title for name, each in self._in_force().items()}

    def _owners(self) -> dict[str, str]:
        return {name: each.owner or "" for name, each in self._in_force().items()}

    def _skills(self) -> dict[str, frozenset[str]]:
        playbooks = self._in_force().values()
        skills = {each.skill for each in playbooks if each.skill}
        return {skill: frozenset(each.name for each in playbooks if each.skill == skill) for skill in skills}

    def _looked(self, viewer: Viewer, reps: VisibleReps, page: str) -> None:
        if viewer.user_id:
            self.store.privacy.record_view(LogAccess(viewer.user_id, viewer.name, reps, AccessKind.PAGE, page))

    def _scored(self) -> Playbooks:
        """The scorecard's counts for the last eight weeks."""
        return self.store.teams.playbooks(None, last_weeks(SCORECARD_WEEKS, now(), ZoneInfo(self.settings.timezone)))

    def _cards(self, scored: Callable[[], Playbooks], groups_only: bool) -> dict[str, int | None]:
        """By playbook, the number of cards that the scorecard shows; None if it withholds the number."""
        found, least = scored(), self.settings.aggregate_min_people
        shown = {each.playbook: each.cards for each in scorecard(found, least, groups_only, least).scores}
        return {each.playbook: shown.get(each.playbook) for each in found.sums}

    def _lint_context(self) -> Context:
        """The context that ``coach lint`` would have here."""
        try:
            seen = inventory.load(self.settings.data_dir / inventory.FILE)
        except Misconfigured:
            seen = None  # the page then says that the org is not known, and which command to run
        return Context(now().astimezone(ZoneInfo(self.settings.timezone)).date(), seen, places=self.settings.deal_cards)

    def _misfits(self, library: Library) -> tuple[Problem, ...]:
        """Conditions in force that cannot be evaluated in the org, as a worker last saw it."""
        return misfits(library, last_schema(self.store))

    def _labels(self) -> Labels:
        """The labels that people use for values, by column of the log and API name, if the two differ."""
        return labels_in(last_schema(self.store))

    def _deals(self) -> Deals:
        org = OncePerProcess(lambda: open_org(self.settings, self.store, interactive=True))
        kept = self.store.history
        return Deals(org, self.store.libraries.deal_as_last_read, kept.remembered, kept.load)

    def _rank(self, playbook: str) -> tuple[bool, int, str]:
        found = self._in_force().get(playbook)
        return rank(found) if found else (True, 0, playbook)

    def _is_always(self, playbook: str) -> bool:
        found = self._in_force().get(playbook)
        return found is not None and found.always

    def gate(self) -> Gate | None:
        settings = sign_in_settings(self.settings)
        if settings is None:
            return None
        org = OncePerProcess(lambda: open_org(self.settings, self.store, interactive=True))
        hierarchy = Hierarchy(self.store.identity, lambda: org().users(), now)
        return SessionGate(self.store.identity, hierarchy.standing, settings)
