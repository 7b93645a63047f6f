"""Wiring: takes the settings and builds the service."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import structlog
from celery import Celery

from coach import tasks
from coach.app.once import OncePerProcess
from coach.app.parts import channel_settings, limits_in, load_library, now, open_org, open_store
from coach.app.service import App
from coach.app.store import SqlStore
from coach.app.terms import card_links, retention_periods, session_limits
from coach.broker.broker import CeleryWake, make_celery
from coach.channels.declared import World
from coach.channels.registry import SETTINGS, opened, wanted_over, wants
from coach.config.private import keep_new_files_private, mend
from coach.config.settings import Settings, load_settings, unknown_variables
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.playbook import Library, load_texts
from coach.errors import CoachError
from coach.library.folder import Folder
from coach.library.registry import LibraryRegistry
from coach.logs import set_up_logs
from coach.pipeline import Pipeline
from coach.ports import Clock

log = structlog.get_logger(__name__)

_DO_NOT_START_AGAIN = 3
"""Exit status that tells the process manager not to restart: the printed sentence says what must be corrected first."""


def build_from_environment() -> App:
    """For wsgi.py: read the environment. A wrong setting ends the program with its sentence."""
    keep_new_files_private()
    try:
        return build(load_settings())
    except CoachError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_DO_NOT_START_AGAIN) from None


def build(settings: Settings, *, serving: bool = True, clock: Clock | None = None, settled: bool = False) -> App:
    """Wire everything. Raises Misconfigured.

    ``serving``: run as the service, which puts the playbooks that it finds in force. A command that only reads must
    not. ``clock`` replaces the real time for decisions and stored times, to simulate a past; ``settled`` assumes that
    what the org has stays the same throughout.
    """
    set_up_logs(settings.log_format, settings.log_level)
    if unknown := unknown_variables(SETTINGS):
        log.warning("settings_unknown", variables=unknown)
    mend(settings.data_dir)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    celery = make_celery(settings)
    store = open_store(settings, worker, clock)
    limits = limits_in(settings)
    registry = _registry(settings, store, limits, serving)
    links = card_links(settings)
    context = partial(_context, registry, limits, settings, links.address if links else None)
    pipeline = OncePerProcess(lambda: _pipeline(settings, store, context, celery, clock, settled))
    tasks.register(
        celery, pipeline, partial(_tidy, settings, store), worker, timedelta(minutes=settings.reconcile_minutes)
    )
    return App(settings, store, registry, celery, context, pipeline)


def _tidy(settings: Settings, store: SqlStore) -> None:
    """Delete what has expired: sessions on every call, and once a day rows older than their retention period."""
    store.identity.forget_sessions(session_limits(settings))
    store.identity.forget_refusals()
    if store.privacy.claim_retention(now().date().isoformat()):
        store.privacy.let_go(retention_periods(settings))


def read_library(texts: Mapping[str, str], revision: str | None = None) -> Library:
    """Like :func:`load_library`, but from texts by playbook name. Raises InvalidPlaybook."""
    return load_texts(texts, revision=revision, check_text=check_template)


def _registry(settings: Settings, store: SqlStore, limits: Limits, serving: bool) -> LibraryRegistry:
    folder = Folder(settings.playbooks_dir, load_library, settings.playbooks_revision)
    place = f"{socket.gethostname()}:{settings.playbooks_dir.resolve()}"
    compiled = partial(compile_rules, zone=limits.timezone)
    return LibraryRegistry(folder, store.libraries, read_library, compiled, place, offers=serving)


def _pipeline(
    settings: Settings,
    store: SqlStore,
    context: Callable[[], EvaluationContext],
    celery: Celery,
    clock: Clock | None,
    settled: bool,
) -> Pipeline:
    org = open_org(settings, store, clock=clock, settled=settled)
    time = clock or org.time
    channels = opened(World(org.notes, store, store, time, channel_settings(settings)))
    return Pipeline(store, org, store, context, CeleryWake(celery), time, channels)


def _context(
    registry: LibraryRegistry, limits: Limits, settings: Settings, link: Callable[[str, str], str] | None
) -> EvaluationContext:
    current = registry.current()
    given = channel_settings(settings)
    return EvaluationContext(
        current.library, current.rulebook, limits, wants(given), link, settings.locale, wanted_over(given)
    )
