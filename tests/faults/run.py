"""A whole run: the storm, the first minute after it, the following hour in fast motion, and the judgement."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import requests

from coach.config.settings import load_settings
from coach.errors import CoachError
from demo.org import OrgOverHttp
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET
from tests.faults.oracle import Fault, Finding, Notes, expected_by, judge, judge_by_either
from tests.faults.places import a_broker, a_database
from tests.faults.plan import Ground, Happening, Plan, Step
from tests.faults.reading import read
from tests.faults.strike import Struck
from tests.machine import PATIENCE
from tests.salesforce.served import Served
from tests.system.service import KillableProcesses, Service, outbound_message, set_up

Tell = Callable[[str], object]

SENDERS = 8
DEALS = 60
NEWCOMERS = 3
"""Deals without events before the storm is over."""
STORMED = DEALS - NEWCOMERS - 1
"""Deals with events during the storm. The notes of the next deal show that all processes work before it begins."""
LOOK_EVERY = 1.0
AN_HOUR = (timedelta(minutes=11), timedelta(minutes=11))
"""The rest of the hour, by the org's clock: unlinked notes are looked for every ten minutes."""
LOOSE = frozenset({Fault.LOOSE})
SETTINGS = {"COACH_WEEKLY_MINUTES": "0", "COACH_RECONCILE_MINUTES": "1440"}
"""No reconciling: only events lead to notes, so that a lost event is not found by looking for changes."""


@dataclass
class Report:
    """The result of a run."""

    plan: Plan
    ground: Ground
    findings: Sequence[Finding] = ()
    sent: int = 0
    newcomer_seconds: float = 0.0
    settled_seconds: float = 0.0
    steps: int = 0

    def __str__(self) -> str:
        wrong = "".join(f"\n    {each}" for each in self.findings) or " nothing lost, doubled, stale or loose"
        return (
            f"{self.ground}, seed {self.plan.seed}, {self.plan.seconds:g} s: {self.sent} events acknowledged, "
            f"{self.steps} faults; a new deal's note after {self.newcomer_seconds:.0f} s, all settled after "
            f"{self.settled_seconds:.0f} s:{wrong}"
        )


@dataclass
class Events:
    """Sends events like Salesforce: each is repeated until it is acknowledged."""

    service: Service
    deals: Sequence[str]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SENDERS))
    sent: int = 0
    acknowledged: set[str] = field(default_factory=set)
    under_way: list[Future[None]] = field(default_factory=list)
    over: bool = False

    def happen(self, one: Happening) -> None:
        """Send an event in the background."""
        self.under_way.append(self.pool.submit(self._send, self.deals[one.deal], one.name))

    def again(self) -> None:
        """Send an event for every acknowledged deal again, for a restored database that may have lost some of them.

        Reconciling with an org has the same effect.
        """
        for deal in sorted(self.acknowledged):
            self.under_way.append(self.pool.submit(self._send, deal, ""))

    def wait(self) -> None:
        for one in self.under_way:
            one.result(PATIENCE)

    def _send(self, deal: str, name: str) -> None:
        if name:
            self._until(lambda: self._rename(deal, name))
        self.sent += 1
        event = f"04l{self.sent:012}"
        self._until(lambda: "<Ack>true</Ack>" in self.service.post(self._message(event, deal)).text)
        self.acknowledged.add(deal)

    def _rename(self, deal: str, name: str) -> bool:
        OrgOverHttp(self.service.org.url, ADMIN_KEY, ADMIN_SECRET).update("Opportunity", deal, {"Name": name})
        return True

    def _message(self, event: str, deal: str) -> bytes:
        return outbound_message(self.service.org.org_id, [(event, deal)])

    def _until(self, done: Callable[[], bool]) -> None:
        while not self.over:
            try:
                if done():
                    return
            except (requests.RequestException, CoachError, KeyError, ValueError):
                pass
            time.sleep(0.2)


@contextmanager
def a_service(ground: Ground, server: str | None, broker: str | None, folder: Path) -> Iterator[Struck]:
    """A service on this ground; none of its own processes is running yet."""
    with (
        a_database(server, folder) as database,
        a_broker(broker, folder) as wakes,
        KillableProcesses(folder) as processes,
    ):
        settings = {**SETTINGS, "COACH_PLAYBOOKS_DIR": str(_playbooks(folder / "playbooks"))}
        service = set_up(processes, folder, DEALS, database.url, wakes.url, **settings)
        try:
            yield Struck(service, database, wakes, lambda: None)
        finally:
            processes.stop()
            service.engine.dispose()


def _playbooks(folder: Path) -> Path:
    """The playbooks that are delivered with Coach, without skills.

    A card about a skill may come without its question, depending on what its rep was given before: then a deal's notes
    would not follow from the deal alone.
    """
    copytree("playbooks", folder)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^skill: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    return folder


def run(plan: Plan, ground: Ground, struck: Struck, tell: Tell, patience: float = PATIENCE) -> Report:
    """Run the storm, then wait until everything is as it should be, or ``patience`` is over."""
    report = Report(plan, ground, steps=len(plan.steps))
    org = Served(struck.service.org.url, struck.service.org.org_id)
    since = _time_of(org)
    deals = sorted(str(row["Id"]) for row in org.query("SELECT Id FROM Opportunity"))
    events = Events(struck.service, deals)
    struck.restored = events.again
    struck.start()
    try:
        _wait_for_notes(events, struck, org, [deals[STORMED]], patience)
        _storm(plan, struck, events, tell)
        struck.service.everything_works_again()
        report.newcomer_seconds = _wait_for_notes(events, struck, org, deals[-NEWCOMERS:], patience)
        events.wait()
        began = time.monotonic()
        report.findings = _settle(struck, org, since, sorted(events.acknowledged), deals, patience)
        report.settled_seconds = time.monotonic() - began
    finally:
        events.over = True
        events.pool.shutdown(cancel_futures=True)
    report.sent = events.sent
    return report


def _storm(plan: Plan, struck: Struck, events: Events, tell: Tell) -> None:
    began = time.monotonic()
    everything: list[Step | Happening] = [*plan.steps, *plan.happenings]
    for each in sorted(everything, key=lambda each: each.at):
        time.sleep(max(0.0, began + each.at - time.monotonic()))
        if isinstance(each, Happening):
            events.happen(each)
        else:
            tell(str(each))
            struck.take(each)


def _wait_for_notes(events: Events, struck: Struck, org: Served, deals: Sequence[str], patience: float) -> float:
    """Send events for deals now, and return the seconds until the deals have their notes."""
    expected = _expected(struck, _time_of(org))(deals)
    began = time.monotonic()
    for deal in deals:
        events.happen(Happening(0, events.deals.index(deal)))
    while time.monotonic() - began < patience and any(
        one.record in expected for one in judge(expected, read(org, deals)) if one.record in deals
    ):
        time.sleep(LOOK_EVERY)
    return time.monotonic() - began


def _settle(
    struck: Struck, org: Served, since: datetime, deals: Sequence[str], everywhere: Sequence[str], patience: float
) -> Sequence[Finding]:
    """The hour after a storm in fast motion: end doubts and waits, then move the org's clock.

    Unlinked notes may last for that hour; no other fault repairs itself.
    """
    findings = _until_well(struck, org, since, deals, everywhere, patience, LOOSE)
    for step in AN_HOUR:
        if {one.fault for one in findings} <= LOOSE:
            _go_on(org, step)
            findings = _until_well(struck, org, since, deals, everywhere, patience)
    return findings


def _until_well(
    struck: Struck,
    org: Served,
    since: datetime,
    deals: Sequence[str],
    everywhere: Sequence[str],
    patience: float,
    but: frozenset[Fault] = frozenset(),
) -> Sequence[Finding]:
    """The faults once all processes are at rest, or after ``patience``.

    Faults in ``but`` are still allowed. ``since`` is the earliest time at which any deal may have been decided on.
    """
    deadline = time.monotonic() + patience
    expected: Sequence[Notes] = [_expected(struck, moment)(deals) for moment in (since, _time_of(org))]
    while True:
        struck.service.end_doubts()
        struck.service.end_waits()
        # Check for rest before reading the org: a note that is being written may arrive right after the reading.
        at_rest = struck.service.at_rest()
        findings = judge_by_either(expected, read(org, everywhere))
        if (at_rest and {one.fault for one in findings} <= but) or time.monotonic() > deadline:
            return findings
        time.sleep(LOOK_EVERY)


def _expected(struck: Struck, moment: datetime) -> Callable[[Sequence[str]], Notes]:
    named = {
        name.removeprefix("COACH_").lower(): value
        for name, value in struck.service.environment.items()
        if name.startswith("COACH_") and name != "COACH_TEST_RUN"
    }
    return expected_by(load_settings(**named), lambda: moment)


def _time_of(org: Served) -> datetime:
    return datetime.fromisoformat(requests.get(f"{org.url}/localorg/clock", timeout=PATIENCE).json()["now"])


def _go_on(org: Served, by: timedelta) -> None:
    later = {"now": (_time_of(org) + by).isoformat()}
    requests.patch(f"{org.url}/localorg/clock", json=later, timeout=PATIENCE).raise_for_status()
