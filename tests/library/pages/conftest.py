"""The library pages over a real store and a real folder, with an org in memory."""

from dataclasses import dataclass, replace
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.app.factory import create_web
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.inventory import OrgField, Schema
from coach.engine.notes import Style, notes_in
from coach.library.pages import BackgroundCheck, Deals, LibraryPages
from coach.library.registry import LibraryRegistry
from coach.lint import Context, misfits
from coach.web.services import Services
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeCoach, FakeGate
from tests.library.conftest import Service
from tests.library.conftest import service as service
from tests.pipeline.world import FakeOrg

ADMIN = Viewer(None, "Ada", Role.ADMIN)

DISCOUNT = """\
title: A discount needs a reason
status: live
skill: pricing
owner: deal-desk@example.com
review_by: 2026-11-24
priority: 80
when:
  stage: {is: Negotiation/Review}
  amount: {at_least: 50000, currency: USD}
adherence:
  within_days: 7
  seen: {next_step: {changed: true}}
cards:
  - name: reason
    title: Ask for something back
    tip: On {{ deal.name }}, **never** give anything away.
  - name: next-step
    title: Write it down
    tip: "{{ deal.next_step }} comes first."
"""
QUIET = """\
title: Say nothing yet
status: draft
skill: listening
when:
  any:
    - stage: {is: [Prospecting, Qualification]}
    - not: {next_step: {empty: true}}
cards:
  - name: wait
    title: Wait
    tip: Wait.
"""


TODAY = date(2026, 11, 30)
SCHEMA = Schema({"Opportunity": {"Modules__c": OrgField("multipicklist"), "Competitor__c": OrgField("string")}})
"""What a worker saw of the org."""


@dataclass
class LibraryWorld:
    """A running service, its folder, its org, and a browser to look with."""

    service: Service
    folder: Path
    org: FakeOrg
    gate: FakeGate
    registry: LibraryRegistry
    http: FlaskClient
    looked: list[tuple[str, frozenset[str] | None, str]]

    def get(self, path: str, viewer: Viewer = ADMIN) -> TestResponse:
        self.gate.viewer = viewer
        return self.http.get(path)

    def write(self, **playbooks: str) -> None:
        """Edit the folder, and let the service have noticed."""
        for name, text in playbooks.items():
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        self.service.later()
        self.registry.state()


@pytest.fixture
def library(service: Service, tmp_path: Path) -> LibraryWorld:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "discount.yaml").write_text(DISCOUNT, encoding="utf-8")
    (folder / "quiet.yaml").write_text(QUIET, encoding="utf-8")
    registry, org, gate = service.start(folder, revision="commit-1"), FakeOrg(), FakeGate()
    registry.current()

    def context() -> EvaluationContext:
        current = registry.current()
        return EvaluationContext(
            current.library, current.rulebook, Limits(weekly_minutes=Decimal(24)), (notes_in(Style.CARD),)
        )

    kept = service.store.history
    deals = Deals(lambda: org, service.store.libraries.deal_as_last_read, kept.remembered, kept.load)
    looked: list[tuple[str, frozenset[str] | None, str]] = []
    services = Services(
        clock=lambda: service.database_clock.now,
        zone=UTC,
        looked=lambda viewer, reps, page: looked.append((viewer.name, reps, page)),
    )
    pages = LibraryPages(
        services=services,
        state=registry.state,
        context=context,
        store=service.store.libraries,
        deals=deals,
        misfits=lambda library: misfits(library, SCHEMA),
        cards=lambda groups_only: {"discount": None if groups_only else 1},
        findings=BackgroundCheck(service.store.libraries.texts, lambda: Context(TODAY), lambda _: (), patience=60),
    )
    app = create_web(replace(FakeCoach().deps(), gate=gate, library=pages))
    return LibraryWorld(service, folder, org, gate, registry, app.test_client(), looked)
