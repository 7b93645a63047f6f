"""The checks of the operators' page, and their sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.engine.model import Source
from coach.pipeline import OrgStatus
from coach.ports import QueueFigures, Wake
from coach.queue.health import Arrivals, HealthStore, Worker
from coach.queue.slots import ALIVE
from coach.queue.stuck import Stuck

OLD = timedelta(minutes=5)
"""Work that has waited for longer needs somebody's attention."""
SILENT = timedelta(days=1)
"""If no event has arrived for this long, although deals do change, Coach no longer receives events."""
NO_SWEEP = timedelta(minutes=1)
"""A sweep is due every five seconds; if there was none for this long, nobody looks for due work."""
NO_SWEEPS = (
    "the operator looks whether beat and a worker run, and whether the broker takes what they send. Until then events "
    "are kept, and some of them wait."
)
WORKERS_WITHIN = timedelta(days=1)

SOURCES = {
    Source.OUTBOUND_MESSAGE: "an outbound message",
    Source.JSON: "the JSON door",
    Source.RECONCILE: "the reconcile pass",
    Source.BESIDE: "a look at what stands beside deals",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatePages:
    """The dependencies of the page.

    ``try_again`` retries notes that are parked or refused: those with these keys, or all. ``org`` is the last status
    that workers read from the org. ``share`` is the share of its API calls that Coach may use, ``reconcile_every`` how
    often it looks for changes.
    """

    health: HealthStore
    figures: Callable[[], QueueFigures]
    org: Callable[[], OrgStatus]
    try_again: Callable[[list[str] | None], int]
    wake: Wake
    clock: Callable[[], datetime]
    share: float
    reconcile_every: timedelta


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check: whether all is well and, if not, who must act, in a sentence."""

    name: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Everything that the page shows."""

    findings: tuple[HealthCheck, ...]
    workers: tuple[Worker, ...]
    parked: tuple[Stuck, ...]
    refused: tuple[Stuck, ...]
    put_off: tuple[Stuck, ...]
    in_doubt: tuple[Stuck, ...]
    failing: tuple[Stuck, ...]


def look(pages: OperatePages) -> ServiceState:
    """The state of the service now."""
    now = pages.clock()
    workers = tuple(pages.health.workers(WORKERS_WITHIN))
    health = pages.health
    return ServiceState(
        findings=tuple(_findings(pages, workers, now)),
        workers=workers,
        parked=tuple(health.parked()),
        refused=tuple(health.refused()),
        put_off=tuple(health.put_off()),
        in_doubt=tuple(health.in_doubt()),
        failing=tuple(health.failing()),
    )


def _findings(pages: OperatePages, workers: tuple[Worker, ...], now: datetime) -> Iterator[HealthCheck]:
    figures, org = pages.figures(), pages.org()
    yield arriving(pages.health.arrivals(), now)
    yield waiting(figures)
    yield writing(figures)
    yield working(workers, now)
    yield sweeping(figures)
    yield calling(org, pages.share, now)
    yield reconciling(org, pages.reconcile_every, now)


def arriving(arrivals: Arrivals, now: datetime) -> HealthCheck:
    """Whether events arrive. Silence alone is no fault, unless deals changed meanwhile without an event."""
    pushed = {source: at for source, at in arrivals.last.items() if source.reported}
    found = arrivals.last.get(Source.RECONCILE)
    if not pushed:
        sentence = "No event has come yet. An admin of the org sets up the flow that sends them."
        return HealthCheck("Events", False, sentence)
    source, at = max(pushed.items(), key=lambda each: each[1])
    last = f"The last event came {ago(now - at)}, through {SOURCES[source]}."
    if now - at > SILENT and found is not None and found > at:
        sentence = (
            f"{last} Deals have changed since, and only the reconcile pass saw it ({arrivals.found_last_day} in the"
            " last day): an admin of the org looks whether the flow that sends events is active."
        )
        return HealthCheck("Events", False, sentence)
    return HealthCheck("Events", True, f"{last} {counted(arrivals.last_hour, 'event')} in the last hour.")


def waiting(figures: QueueFigures) -> HealthCheck:
    """The age of the oldest event about which nothing has been decided yet."""
    if not figures.deals_waiting:
        return HealthCheck("Deals", True, "No deal waits to be looked at.")
    age = timedelta(seconds=figures.oldest_event_seconds)
    held = f"{counted(figures.deals_waiting, 'deal')} to be looked at; the oldest has waited for {span(age)}."
    if age < OLD:
        return HealthCheck("Deals", True, held)
    return HealthCheck(
        "Deals", False, f"{held} The operator looks at the workers and at the deals that keep failing below."
    )


def writing(figures: QueueFigures) -> HealthCheck:
    """The age of the oldest wanted note that is not written yet, notes that the org refuses or that wait for a person,
    and notes that people removed.
    """
    parked = figures.deliveries.get("parked", 0)
    age = timedelta(seconds=figures.oldest_delivery_seconds)
    old = f"The oldest note on its way has waited for {span(age)}." if age else "No note is on its way."
    held = f"{counted(parked, 'note')} parked: who must act is said below." if parked else "None is parked."
    ok = age < OLD and not parked and not figures.refused
    return HealthCheck("Notes", ok, f"{old} {refusing(figures, 'below')}{held}{_removed(figures)}")


def refusing(figures: QueueFigures, where: str) -> str:
    """How many notes wait because the org refuses all, since when, and where the reason is; empty if none does."""
    if not figures.refused:
        return ""
    since = span(timedelta(seconds=figures.refused_seconds))
    waiting = f"The org refuses every note: {counted(figures.refused, 'note')} waiting, the first for {since}."
    return f"{waiting} Why, and who must act, is said {where}. "


def _removed(figures: QueueFigures) -> str:
    removed = figures.deliveries.get("removed", 0)
    return f" People took {counted(removed, 'note')} off the record: Coach does not put them back." if removed else ""


def working(workers: tuple[Worker, ...], now: datetime) -> HealthCheck:
    """Whether any worker is running."""
    alive = sum(1 for worker in workers if now - worker.heard_of_at < ALIVE)
    if alive:
        return HealthCheck("Workers", True, f"{counted(alive, 'worker')} heard of in the last two minutes.")
    last = f"A worker was last heard of {ago(now - workers[0].heard_of_at)}" if workers else "No worker in the last day"
    return HealthCheck("Workers", False, f"{last}: events are kept, and the operator starts a worker.")


def sweeping(figures: QueueFigures) -> HealthCheck:
    """Whether due work is found: without sweeps, a lost wake-up is lost for good."""
    if figures.sweep_seconds is None:
        return HealthCheck("Sweeps", False, f"No sweep has run yet: {NO_SWEEPS}")
    age = timedelta(seconds=figures.sweep_seconds)
    if age < NO_SWEEP:
        return HealthCheck("Sweeps", True, f"The last sweep ran {ago(age)}.")
    return HealthCheck("Sweeps", False, f"The last sweep ran {ago(age)}, and one is due every few seconds: {NO_SWEEPS}")


def calling(org: OrgStatus, share: float, now: datetime) -> HealthCheck:
    """The API calls that the org has counted, compared with what Coach may use."""
    if org.usage is None or org.usage_at is None:
        return HealthCheck("API calls", True, "Nothing is known yet: no worker has called the org.")
    used, allowed = org.usage.used, org.usage.allowed
    budget = int(allowed * share)
    counts = (
        f"The org counted {used:,} of {allowed:,} API calls in 24 hours, all programs together"
        f" ({ago(now - org.usage_at)}); Coach stops at {budget:,}."
    )
    if used < budget:
        return HealthCheck("API calls", True, counts)
    sentence = f"{counts} It waits, and goes on by itself as the day rolls; an admin of the org sees who uses them up."
    return HealthCheck("API calls", False, sentence)


def reconciling(org: OrgStatus, every: timedelta, now: datetime) -> HealthCheck:
    """When Coach last looked for changes without an event."""
    if org.reconciled_at is None:
        return HealthCheck("Reconcile", False, "No pass for missed changes yet: the operator looks whether beat runs.")
    age = now - org.reconciled_at
    last = f"The last pass for missed changes began {ago(age)}."
    if age < 3 * every:
        return HealthCheck("Reconcile", True, last)
    sentence = (
        f"{last} There should be one every {span(every)}: the operator looks at beat, and whether the org answers."
    )
    return HealthCheck("Reconcile", False, sentence)


def further_figures(org: OrgStatus, now: datetime) -> dict[str, float]:
    """The last status that workers read from the org, as figures; unknown ones are left out."""
    figures: dict[str, float] = {}
    if org.usage and org.usage_at:
        figures |= {"api_calls_used": org.usage.used, "api_calls_allowed": org.usage.allowed}
        figures["api_calls_age_seconds"] = (now - org.usage_at).total_seconds()
    if org.reconciled_at:
        figures["reconcile_age_seconds"] = (now - org.reconciled_at).total_seconds()
    return figures


def counted(number: int, noun: str) -> str:
    """``1 deal``, ``2,000 deals``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ago(length: timedelta) -> str:
    """``3 minutes ago``."""
    return "just now" if length < timedelta(seconds=5) else f"{span(length)} ago"


def span(length: timedelta) -> str:
    """A duration as people say it, in its largest unit."""
    seconds = max(0, round(length.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size:
            return counted(seconds // size, unit)
    return counted(seconds, "second")
