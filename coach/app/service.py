"""The service, assembled for one process and those forked from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from celery import Celery
from flask import Flask

from coach import __version__
from coach.app.deps import WebDeps
from coach.app.factory import create_web
from coach.app.pages import Pages
from coach.app.parts import now
from coach.app.readiness import Readiness
from coach.app.store import SqlStore
from coach.app.terms import plain
from coach.broker.broker import CeleryWake
from coach.config.settings import Settings
from coach.engine.evaluate import EvaluationContext
from coach.library.registry import LibraryRegistry
from coach.operate.ready import ReadyCheck
from coach.operate.state import further_figures
from coach.pipeline import Pipeline, org_status, receive
from coach.ports import QueueFigures


@dataclass(frozen=True)
class App:
    """The settings, and what was built from them. Nothing connects to anything before it is used."""

    settings: Settings
    store: SqlStore
    registry: LibraryRegistry
    celery: Celery
    context: Callable[[], EvaluationContext]
    pipeline: Callable[[], Pipeline]

    def web(self) -> Flask:
        """The WSGI application."""
        settings = self.settings
        pages = self.pages()
        return create_web(
            WebDeps(
                receive=partial(receive, self.store, CeleryWake(self.celery)),
                figures=self.figures,
                ready=self.readiness,
                clock=now,
                org_id=settings.salesforce_org_id,
                org_url=settings.salesforce_url,
                version=__version__,
                body_limit=settings.body_limit,
                outbound_tokens=plain(settings.outbound_tokens),
                webhook_secrets=plain(settings.webhook_secrets),
                bearer_tokens=plain(settings.bearer_tokens),
                gate=pages.gate(),
                sign_in=pages.sign_in(),
                too_many=self.store.identity.refused,
                log=pages.log(),
                cards=pages.cards(),
                inbox=pages.inbox(),
                teams=pages.teams(),
                library=pages.library(),
                api=pages.api(),
                operate=pages.operate(),
            )
        )

    def pages(self) -> Pages:
        """The pages and endpoints, each built when it is asked for."""
        return Pages(self.settings, self.store, self.registry, self.context, CeleryWake(self.celery), self.figures)

    def figures(self) -> QueueFigures:
        """The queue's figures, together with what the workers last heard from the org."""
        return replace(self.store.figures(), extra=further_figures(org_status(self.store), now()))

    def readiness(self, sign_in: bool = False) -> list[ReadyCheck]:
        """What must be in place, each check with a sentence. ``sign_in`` includes the org, which costs a sign-in."""
        return self._readiness().checks(sign_in)

    def database_check(self) -> ReadyCheck:
        """Whether the database can be used, and has the schema of this version."""
        return self._readiness().schema()

    def _readiness(self) -> Readiness:
        return Readiness(self.settings.database, self.registry, self.celery, lambda: self.pipeline().org)
