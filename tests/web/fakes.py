"""Stands in for the pipeline and the store behind the web process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import request
from flask.testing import FlaskClient

from coach.app.deps import WebDeps
from coach.engine.model import Delivery
from coach.errors import CoachError, Rejected
from coach.operate.ready import ReadyCheck
from coach.ports import Accepted, QueueFigures
from coach.web.viewer import Role, Viewer

MESSAGES = Path(__file__).parent.parent / "intake" / "outbound_messages"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ORG = "00D5g00000Lk2QbEAJ"
TOKEN = "an-outbound-token-of-good-length"
NEXT_TOKEN = "its-successor-of-good-length-too"
BEARER = "a-bearer-token-of-good-length"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ADMIN = Viewer("005000000000009AAA", "Ada Admin", Role.ADMIN)
FORM = {"csrf_token": "of this session"}
"""What a form that is posted must contain, behind a :class:`FakeGate`."""

Serve = Callable[..., FlaskClient]
"""Makes a client of a web process that was given something else in places."""


def figures(
    deals_waiting: int = 0,
    oldest_event_seconds: float = 0.0,
    workers_alive: int = 2,
    sweep_seconds: float | None = 3.0,
    hindrance: str = "",
    extra: dict[str, float] | None = None,
) -> QueueFigures:
    return QueueFigures(
        deals_waiting=deals_waiting,
        oldest_event_seconds=oldest_event_seconds,
        oldest_note_seconds=1.5,
        notes={"written": 7, "parked": 1},
        decisions={("deliver", "applies"): 5, ("hold_back", "cooldown"): 3},
        events={("outbound_message", "changed"): 11},
        ignored={"other_object": 2},
        workers_alive=workers_alive,
        sweep_seconds=sweep_seconds,
        hindrance=hindrance,
        extra=extra or {},
    )


@dataclass
class FakeGate:
    """Lets everybody in as this viewer; None is somebody who is not signed in."""

    viewer: Viewer | None = ADMIN

    def identify(self) -> Viewer | None:
        return self.viewer

    def form_token(self) -> str:
        return FORM["csrf_token"]

    def check_form(self) -> None:
        if request.form.get("csrf_token") != self.form_token():
            raise Rejected("The form is not of this session.", 403)


@dataclass
class FakeCoach:
    """Remembers deliveries; events it has seen are repeated. ``broken`` is raised instead of keeping anything."""

    broken: Exception | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    queue: QueueFigures = field(default_factory=figures)
    checks: list[ReadyCheck] = field(default_factory=lambda: [ReadyCheck("database", True, "The database answers.")])
    asked_for_figures: int = 0
    gate: FakeGate = field(default_factory=FakeGate)

    def receive(self, delivery: Delivery) -> Accepted:
        if self.broken:
            raise self.broken
        seen = {event.source_event_id for earlier in self.deliveries for event in earlier.events}
        self.deliveries.append(delivery)
        repeated = sum(event.source_event_id in seen for event in delivery.events)
        return Accepted(len(delivery.events) - repeated, repeated)

    def figures(self) -> QueueFigures:
        self.asked_for_figures += 1
        if isinstance(self.broken, CoachError):
            raise self.broken
        return self.queue

    def deps(self) -> WebDeps:
        return WebDeps(
            receive=self.receive,
            figures=self.figures,
            ready=lambda: self.checks,
            clock=lambda: NOW,
            org_id=ORG,
            org_url="https://example.my.salesforce.com",
            version="1.2.3",
            body_limit=200_000,
            outbound_tokens=(TOKEN, NEXT_TOKEN),
            webhook_secrets=(SECRET,),
            bearer_tokens=(BEARER,),
            gate=self.gate,
        )
