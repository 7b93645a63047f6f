"""The one composition root: settings in, everything wired out. Nothing connects to anything before it is used."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from celery import Celery
from flask import Flask
from pydantic import SecretStr

from coach import __version__, tasks
from coach.broker import CeleryWake, broker_answers, make_celery
from coach.cards import check_template
from coach.config import Settings, load_settings
from coach.decide import Limits
from coach.errors import CoachError
from coach.evaluate import Desk
from coach.logs import set_up_logs
from coach.notes import Style
from coach.parts import limits_in, load_library, open_org, open_store
from coach.pipeline import Pipeline, receive
from coach.pipeline import told as last_told
from coach.playbook import Library, load_texts
from coach.ports import Clock, Identity, QueueFigures
from coach.rules import compile_rules
from coach.shelf import Folder, Shelf, in_words
from coach.store import SqlStore, is_current
from coach.store.people.sessions import Limits as SessionLimits
from coach.store.privacy.retention import Periods
from coach.store.privacy.views import Looked, What
from coach.web import ReadyCheck, WebDeps, create_web
from coach.web.cards import CardLinks, CardPages
from coach.web.export import Doors
from coach.web.identity import Hierarchy, SessionGate, SignIn, SignInSettings, Viewer
from coach.web.library import Deals, LibraryPages
from coach.web.log import LogPages
from coach.web.operate import OperatePages, further_figures
from coach.web.teams import TeamPages

_DO_NOT_START_AGAIN = 3
"""The exit status on which gunicorn gives up; on any other it starts its workers again, for ever."""


@dataclass(frozen=True)
class App:
    """The service, put together for one process and those forked from it."""

    settings: Settings
    store: SqlStore
    shelf: Shelf
    celery: Celery
    desk: Callable[[], Desk]
    pipeline: Callable[[], Pipeline]

    def web(self) -> Flask:
        """The WSGI application."""
        settings = self.settings
        return create_web(
            WebDeps(
                receive=partial(receive, self.store, CeleryWake(self.celery)),
                figures=self.figures,
                ready=self.readiness,
                clock=_now,
                org_id=settings.salesforce_org_id,
                org_url=settings.salesforce_url,
                version=__version__,
                body_limit=settings.body_limit,
                outbound_tokens=_plain(settings.outbound_tokens),
                webhook_secrets=_plain(settings.webhook_secrets),
                bearer_tokens=_plain(settings.bearer_tokens),
                gate=self._gate(),
                sign_in=self._sign_in(),
                log=self._log(),
                cards=self._cards(),
                teams=self._teams(),
                library=self._library(),
                doors=self._doors(),
                operate=self._operate(),
            )
        )

    def figures(self) -> QueueFigures:
        """The queue in figures, with what the workers last heard from the org."""
        return replace(self.store.figures(), extra=further_figures(last_told(self.store), _now()))

    def _doors(self) -> Doors:
        return Doors(
            self.store.privacy,
            self.store.logbook,
            self.store.answers,
            self._skills,
            _now,
            ZoneInfo(self.settings.timezone),
            self.settings.answers_private,
            self.settings.aggregate_min_people,
        )

    def _skills(self) -> dict[str, frozenset[str]]:
        shelved = self.shelf.state().shelved
        playbooks = shelved.library.playbooks.values() if shelved else ()
        skills = {each.skill for each in playbooks if each.skill}
        return {skill: frozenset(each.name for each in playbooks if each.skill == skill) for skill in skills}

    def _operate(self) -> OperatePages:
        return OperatePages(
            self.store.health,
            self.figures,
            partial(last_told, self.store),
            self.store.unpark,
            CeleryWake(self.celery),
            _now,
            self.settings.salesforce_api_share,
            timedelta(minutes=self.settings.reconcile_minutes),
        )

    def _sign_in(self) -> SignIn | None:
        settings = sign_in_settings(self.settings)
        return SignIn(self.store.identity, settings) if settings else None

    def _cards(self) -> CardPages | None:
        links = card_links(self.settings)
        if links is None:
            return None
        zone, wake = ZoneInfo(self.settings.timezone), CeleryWake(self.celery)
        return CardPages(
            self.store.answers,
            links,
            wake.coach,
            self._is_always,
            self._looked,
            _now,
            zone,
            self.settings.answers_private,
        )

    def _teams(self) -> TeamPages:
        return TeamPages(
            self.store.teams,
            self.store.logbook,
            self._titles,
            self._looked,
            _now,
            ZoneInfo(self.settings.timezone),
            self.settings.weekly_minutes,
            self.settings.aggregate_min_people,
            self.settings.answers_private,
        )

    def _titles(self) -> dict[str, str]:
        shelved = self.shelf.state().shelved
        return {name: each.title for name, each in shelved.library.playbooks.items()} if shelved else {}

    def _looked(self, viewer: Viewer, reps: frozenset[str] | None, page: str) -> None:
        if viewer.user_id:
            self.store.privacy.record_view(Looked(viewer.user_id, viewer.name, reps, What.PAGE, page))

    def _log(self) -> LogPages:
        zone = ZoneInfo(self.settings.timezone)
        private = self.settings.answers_private
        return LogPages(
            self.store.logbook,
            self._deals(),
            self.desk,
            self._titles,
            self._skills,
            self._looked,
            _now,
            zone,
            private,
        )

    def _library(self) -> LibraryPages:
        zone = ZoneInfo(self.settings.timezone)
        return LibraryPages(
            self.shelf.state,
            self.desk,
            self.store.libraries,
            self._deals(),
            _now,
            zone,
            self._looked,
            self.settings.aggregate_min_people,
        )

    def _deals(self) -> Deals:
        org = _OncePerProcess(lambda: open_org(self.settings, self.store, hurried=True))
        kept = self.store.recollection
        return Deals(org, self.store.libraries.deal_as_last_read, kept.remembered, kept.load)

    def _is_always(self, playbook: str) -> bool:
        shelved = self.shelf.state().shelved
        found = shelved.library.playbooks.get(playbook) if shelved else None
        return found is not None and found.always

    def _gate(self) -> SessionGate | None:
        settings = sign_in_settings(self.settings)
        if settings is None:
            return None
        org = _OncePerProcess(lambda: open_org(self.settings, self.store, hurried=True))
        hierarchy = Hierarchy(self.store.identity, lambda: org().users(), _now)
        return SessionGate(self.store.identity, hierarchy.standing, settings)

    def readiness(self, sign_in: bool = False) -> list[ReadyCheck]:
        """What must be in place, each with a sentence; ``sign_in`` asks the org too, which costs a sign-in."""
        checks = [self._database(), self._playbooks(), self._broker()]
        return [*checks, self._org()] if sign_in else checks

    def _database(self) -> ReadyCheck:
        try:
            current = is_current(self.settings.database)
        except CoachError as error:
            return ReadyCheck("database", False, str(error))
        return ReadyCheck("database", current, "The database is up to date." if current else "Run coach migrate.")

    def _playbooks(self) -> ReadyCheck:
        state = self.shelf.state()
        return ReadyCheck("playbooks", state.sound, in_words(state), required=False)

    def _broker(self) -> ReadyCheck:
        answers = broker_answers(self.celery)
        sentence = "The broker answers." if answers else "The broker does not answer: events wait for the next sweep."
        return ReadyCheck("broker", answers, sentence, required=False)

    def _org(self) -> ReadyCheck:
        try:
            identity: Identity = self.pipeline().org.identity()
        except CoachError as error:
            return ReadyCheck("org", False, str(error))
        return ReadyCheck("org", True, f"Signed in to {identity.instance_url} as {identity.user_id}.")


def build_from_environment() -> App:
    """For wsgi.py: read the environment; a setting that is wrong ends the program with its sentence."""
    try:
        return build(load_settings())
    except CoachError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_DO_NOT_START_AGAIN) from None


def build(settings: Settings, *, serving: bool = True, clock: Clock | None = None) -> App:
    """Wire everything. Raises Misconfigured.

    ``serving``: as the service, which puts the playbooks that it finds in force. A command that only looks must not.
    ``clock`` is the time that is decided and kept at, in place of the real one, where a past is lived through.
    """
    set_up_logs(settings.log_format, settings.log_level)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    celery = make_celery(settings)
    store = open_store(settings, worker, clock)
    limits = limits_in(settings)
    shelf = _shelf(settings, store, limits, serving)
    links = card_links(settings)
    desk = partial(_desk, shelf, limits, settings, links.address if links else None)
    pipeline = _OncePerProcess(lambda: _pipeline(settings, store, desk, celery, clock or _now))
    tasks.register(
        celery, pipeline, partial(_tidy, settings, store), worker, timedelta(minutes=settings.reconcile_minutes)
    )
    return App(settings, store, shelf, celery, desk, pipeline)


def _tidy(settings: Settings, store: SqlStore) -> None:
    """Remove what has had its time: sessions every time, and once a day what is older than its period."""
    store.identity.forget_sessions(session_limits(settings))
    if store.privacy.claim_retention(_now().date().isoformat()):
        store.privacy.let_go(retention_periods(settings))


def sign_in_settings(settings: Settings) -> SignInSettings | None:
    """How people sign in; None where the pages are off."""
    if not settings.secret_key or settings.public_url is None:
        return None
    own_app = settings.sign_in_key is not None
    secret = settings.sign_in_secret if own_app else settings.salesforce_consumer_secret
    return SignInSettings(
        public_url=settings.public_url,
        org_url=settings.salesforce_url,
        org_id=settings.salesforce_org_id,
        client_id=settings.sign_in_key or settings.salesforce_consumer_key,
        client_secret=secret.get_secret_value() if secret else None,
        secret_keys=_plain(settings.secret_key),
        admins=frozenset(settings.admins),
        enablement=frozenset(settings.enablement),
        operators=frozenset(settings.operators),
        admin_set=settings.admin_permission_set,
        enablement_set=settings.enablement_permission_set,
        operator_set=settings.operator_permission_set,
        limits=session_limits(settings),
    )


def session_limits(settings: Settings) -> SessionLimits:
    """How long people stay signed in."""
    return SessionLimits(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def retention_periods(settings: Settings) -> Periods:
    """How long each sort of row is kept."""
    return Periods(
        events=_days(settings.retention_events_days),
        decisions=_days(settings.retention_decisions_days),
        responses=_days(settings.retention_responses_days),
        attempts=_days(settings.retention_attempts_days),
        views=_days(settings.retention_views_days),
    )


def _days(number: int) -> timedelta | None:
    return timedelta(days=number) if number else None


T = TypeVar("T")


def read_library(texts: Mapping[str, str], revision: str | None = None) -> Library:
    """As :func:`load_library`, from texts by playbook name. Raises InvalidPlaybook."""
    return load_texts(texts, revision=revision, check_text=check_template)


def _shelf(settings: Settings, store: SqlStore, limits: Limits, serving: bool) -> Shelf:
    folder = Folder(settings.playbooks_dir, load_library, settings.playbooks_revision)
    place = f"{socket.gethostname()}:{settings.playbooks_dir.resolve()}"
    compiled = partial(compile_rules, zone=limits.timezone)
    return Shelf(folder, store.libraries, read_library, compiled, place, offers=serving)


class _OncePerProcess(Generic[T]):
    """Builds a thing where it is used: sessions and tokens must not be shared with forked children."""

    def __init__(self, build_one: Callable[[], T]) -> None:
        self._build = build_one
        self._built: dict[int, T] = {}

    def __call__(self) -> T:
        process = os.getpid()
        if process not in self._built:
            self._built = {process: self._build()}
        return self._built[process]


def _pipeline(settings: Settings, store: SqlStore, desk: Callable[[], Desk], celery: Celery, clock: Clock) -> Pipeline:
    return Pipeline(store, open_org(settings, store, clock=clock), store, desk, CeleryWake(celery), clock)


def card_links(settings: Settings) -> CardLinks | None:
    """Where cards have their pages; None where pages are off."""
    if not settings.public_url or not settings.secret_key:
        return None
    return CardLinks(settings.public_url, _plain(settings.secret_key))


def _desk(shelf: Shelf, limits: Limits, settings: Settings, link: Callable[[str, str], str] | None) -> Desk:
    current = shelf.current()
    return Desk(current.library, current.rulebook, limits, Style(settings.note_style), link, settings.locale)


def _now() -> datetime:
    return datetime.now(UTC)


def _plain(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    return tuple(secret.get_secret_value() for secret in secrets)
