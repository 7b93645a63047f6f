"""Assemble the web process."""

from flask import Flask
from jinja2 import StrictUndefined

from coach.app.deps import WebDeps
from coach.export import api
from coach.export.pages import viewed
from coach.export.pages import views as export
from coach.library.pages import views as library
from coach.log import pages as log
from coach.operate import health, metrics
from coach.operate import pages as operate
from coach.people.pages import views as identity
from coach.reps.card import views as cards
from coach.reps.inbox import views as inbox
from coach.reps.landing import views as reps
from coach.teams.pages import views as teams
from coach.web import errors, frame, guard, hooks, openapi, per_request, prose
from coach.web.cached import Cached

FRESH_SECONDS = 5.0
"""How old figures may be: however often they are requested, the database is queried once in this time."""


def create_web(deps: WebDeps) -> Flask:
    """The WSGI application. Raises Misconfigured for an invalid webhook secret."""
    # The app has the name of the whole package, so that /static serves the files that all pages share.
    app = Flask("coach", template_folder="web/templates")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    figures = Cached(deps.figures, FRESH_SECONDS)
    for blueprint in (
        hooks.blueprint(_hooks(deps)),
        openapi.blueprint(deps.version),
        health.blueprint(deps.version, deps.ready, figures),
        metrics.blueprint(figures),
        identity.blueprint(app, deps.sign_in),
        log.blueprint(deps.log, deps.org_url, pages_on=deps.gate is not None),
        cards.blueprint(deps.cards, deps.gate),
        reps.blueprint(deps.cards),
        inbox.blueprint(deps.inbox),
        teams.blueprint(deps.teams),
        library.blueprint(deps.library),
        export.blueprint(deps.api),
        viewed.blueprint(deps.api),
        api.blueprint(deps.api, deps.version),
        operate.blueprint(deps.operate, deps.ready),
    ):
        app.register_blueprint(blueprint)
    per_request.install(app, https_only=deps.sign_in is not None and deps.sign_in.settings.secure)
    guard.install(app, deps.gate)
    app.before_request(api.refuse_unknown)
    frame.install(app, deps.cards.store.language_of if deps.cards else lambda _: None)
    prose.install(app)
    errors.install(app, deps.too_many)
    return app


def _hooks(deps: WebDeps) -> hooks.Hooks:
    return hooks.Hooks(
        receive=deps.receive,
        clock=deps.clock,
        org_id=deps.org_id,
        body_limit=deps.body_limit,
        outbound_tokens=deps.outbound_tokens,
        webhook_secrets=deps.webhook_secrets,
        bearer_tokens=deps.bearer_tokens,
    )
