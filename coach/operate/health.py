"""Whether the process is alive, and whether it can do its work.

Readiness is about accepting events. If workers or the org are down, events are still stored and processed later. So
those checks are shown, but do not take the process out of rotation.
"""

from collections.abc import Callable
from functools import partial

from flask import Blueprint

from coach.errors import CoachError
from coach.operate.ready import ReadyCheck
from coach.operate.state import OLD, refusing, sweeping
from coach.ports import QueueFigures
from coach.text import without_folders
from coach.web.cached import Cached
from coach.web.viewer import public

FRESH_SECONDS = 2.0

Ready = Callable[[], list[ReadyCheck]]
"""Checks of the rest of the program; the queue's own figures are checked here."""


def blueprint(version: str, ready: Ready, figures: Callable[[], QueueFigures]) -> Blueprint:
    """``GET /healthz`` and ``GET /readyz``."""
    health = Blueprint("health", __name__)
    checks = Cached(partial(_checks, ready, figures), FRESH_SECONDS)
    health.add_url_rule("/healthz", endpoint="alive", view_func=partial(_alive, version))
    health.add_url_rule("/readyz", endpoint="ready", view_func=partial(_ready, checks))
    return health


@public
def _alive(version: str) -> dict[str, object]:
    return {"status": "alive", "version": version}


@public
def _ready(checks: Callable[[], list[ReadyCheck]]) -> tuple[dict[str, object], int]:
    found = checks()
    ready = all(check.ok for check in found if check.required)
    return {"ready": ready, "checks": [_told(check) for check in found]}, 200 if ready else 503


def _told(check: ReadyCheck) -> dict[str, object]:
    """A check in the form that anybody may read."""
    sentence = check.for_strangers or without_folders(check.sentence)
    return {"name": check.name, "ok": check.ok, "sentence": sentence, "required": check.required}


def _checks(ready: Ready, figures: Callable[[], QueueFigures]) -> list[ReadyCheck]:
    try:
        queue = queue_checks(figures())
    except CoachError as error:
        queue = [ReadyCheck("queue", False, str(error))]
    return [*ready(), *queue]


def queue_checks(figures: QueueFigures) -> list[ReadyCheck]:
    """What the queue's figures say about the rest of the service."""
    age = figures.oldest_event_seconds
    told = f"{figures.deals_waiting} deals wait to be looked at, the longest for {age:.0f} s."
    waiting = f"{told} The last try: {figures.hindrance}" if figures.hindrance else told
    if not figures.deals_waiting:
        waiting = told = "No deal waits."
    events = ReadyCheck("events", age < OLD.total_seconds(), waiting, False, told if told != waiting else "")
    if figures.workers_alive:
        workers = ReadyCheck("workers", True, f"Workers heard of lately: {figures.workers_alive}.", False)
    else:
        sentence = "No worker has been heard of lately: events are kept, and decided on once one runs."
        workers = ReadyCheck("workers", False, sentence, False)
    sweeps = sweeping(figures)
    notes = refusing(figures, "on the page Operations and by coach doctor").strip() or "The org does not refuse notes."
    return [
        events,
        ReadyCheck("notes", not figures.refused, notes, False),
        workers,
        ReadyCheck("sweeps", sweeps.ok, sweeps.sentence, False),
    ]
