"""Metrics for Prometheus, read from the database at each scrape, so every process reports the same values."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from coach.errors import CoachError
from coach.ports import QueueFigures
from coach.web.viewer import public

FURTHER = {
    "api_calls_used": "API calls that the org has counted in 24 hours, of all programs.",
    "api_calls_allowed": "API calls that the org allows in 24 hours.",
    "api_calls_age_seconds": "How long ago the org told that.",
    "reconcile_age_seconds": "How long ago the last pass for missed changes began.",
}


def blueprint(figures: Callable[[], QueueFigures]) -> Blueprint:
    """``GET /metrics``."""
    metrics = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(FiguresCollector(figures))
    metrics.add_url_rule("/metrics", endpoint="metrics", view_func=partial(_metrics, registry))
    return metrics


@public
def _metrics(registry: CollectorRegistry) -> Response:
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class FiguresCollector(Collector):
    """Converts the queue's figures into metrics; without figures there is only ``coach_store_up 0``."""

    def __init__(self, figures: Callable[[], QueueFigures]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """The current metrics."""
        try:
            figures = self._figures()
        except CoachError:
            yield _gauge("store_up", "Whether the database answers.", 0)
            return
        yield _gauge("store_up", "Whether the database answers.", 1)
        yield from _queue(figures)
        yield from _counts(figures)
        for name, value in figures.extra.items():
            yield _gauge(re.sub(r"[^a-z0-9_]", "_", name.lower()), FURTHER.get(name, "A further figure."), value)


def _queue(figures: QueueFigures) -> Iterator[Metric]:
    yield _gauge("deals_waiting", "Deals that wait to be looked at.", figures.deals_waiting)
    yield _gauge(
        "oldest_event_seconds", "How long the oldest unanswered event has waited.", figures.oldest_event_seconds
    )
    yield _gauge(
        "oldest_note_seconds", "How long the oldest unwritten note has waited.", figures.oldest_delivery_seconds
    )
    yield _gauge("notes_refused", "Notes that wait because the org refuses every note.", figures.refused)
    yield _gauge("workers_alive", "Workers heard of lately.", figures.workers_alive)
    if figures.sweep_seconds is not None:
        yield _gauge("sweep_age_seconds", "How long ago the last sweep began.", figures.sweep_seconds)
    notes = GaugeMetricFamily("coach_notes", "Notes by state.", labels=["state"])
    for state, count in figures.deliveries.items():
        notes.add_metric([state], count)
    yield notes


def _counts(figures: QueueFigures) -> Iterator[Metric]:
    ignored = [((reason,), count) for reason, count in figures.ignored.items()]
    yield _counter("events", "Events received.", ["source", "kind"], figures.events.items())
    yield _counter("ignored", "Parts of deliveries that were acknowledged and left alone.", ["reason"], ignored)
    yield _counter("decisions", "Decisions logged.", ["verdict", "reason"], figures.decisions.items())


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"coach_{name}", documentation, value=value)


def _counter(name: str, documentation: str, labels: list[str], counts: Iterable[tuple[Sequence[str], int]]) -> Metric:
    family = CounterMetricFamily(f"coach_{name}", documentation, labels=labels)
    for values, count in counts:
        family.add_metric(values, count)
    return family
