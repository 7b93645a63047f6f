"""The routes of the API, and who may use them."""

from functools import partial
from typing import Any

from flask import Blueprint

from coach.export.api import aggregates, decisions, feed
from coach.export.api.document import document
from coach.export.pages.deps import ApiContext
from coach.web.guard import PageViews
from coach.web.viewer import Role, TokenScope, allow, current_viewer, public

_BIGGEST_ID = 2**63 - 1
PEOPLE = (Role.REP, Role.MANAGER, Role.ADMIN)


def blueprint(api: ApiContext | None, version: str) -> Blueprint:
    """``/api/v1/decisions``, one of them, ``/api/v1/feed``, ``/api/v1/aggregates``, and their description."""
    addresses, views = Blueprint("api", __name__), _Views(api)
    addresses.add_url_rule("/api/v1/decisions", "decisions", views.decisions)
    addresses.add_url_rule(f"/api/v1/decisions/<int(max={_BIGGEST_ID}):decision_id>", "decision", views.decision)
    addresses.add_url_rule("/api/v1/feed", "feed", views.feed)
    addresses.add_url_rule("/api/v1/aggregates", "aggregates", views.aggregates)
    addresses.add_url_rule("/api/openapi.json", "openapi", public(partial(document, version)))
    return addresses


class _Views(PageViews[ApiContext]):
    @allow(*PEOPLE, scope=TokenScope.READ_LOG)
    def decisions(self) -> dict[str, Any]:
        """A page of decisions."""
        return decisions.page(self._deps, current_viewer())

    @allow(*PEOPLE, scope=TokenScope.READ_LOG)
    def decision(self, decision_id: int) -> dict[str, Any]:
        """One decision with its whole story."""
        return decisions.one(self._deps, current_viewer(), decision_id)

    @allow(*PEOPLE, scope=TokenScope.READ_FEED)
    def feed(self) -> dict[str, Any]:
        """What was added after a position."""
        return feed.read(self._deps, current_viewer())

    @allow(*Role, scope=TokenScope.READ_AGGREGATES)
    def aggregates(self) -> dict[str, Any]:
        """The log's figures."""
        return aggregates.read(self._deps, current_viewer())
