"""The whole service as processes on this machine, with a local org, for tests without fakes."""

import os
import secrets
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import requests
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.config.settings import environment_without_settings
from coach.database.engine import open_engine
from coach.engine.model import DeliveryState
from coach.ports import HELD_CALLS, HELD_WRITES, QueueFigures
from coach.queue.tables.records import deal, delivery, memory
from demo.org import OrgOverHttp
from demo.processes import HOST, Processes
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET
from tests.machine import PATIENCE, port_of_its_own

WORKING = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.WAITING, DeliveryState.IN_DOUBT)


class KillableProcesses(Processes):
    """Processes that a test may suspend or kill."""

    def stop_for_now(self, name: str) -> None:
        """Suspend a process and its children, whatever they are doing."""
        os.killpg(self._running[name].pid, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """Resume a process and its children."""
        os.killpg(self._running[name].pid, signal.SIGCONT)

    def kill(self, name: str) -> None:
        """Kill a process and its children, as a power cut would."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self, name: str) -> int:
        """Ask a process and its children to end, all at once; returns its exit status."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            return process.wait(PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@dataclass
class Service:
    """A running service: its processes, its database for inspection, and the org."""

    processes: KillableProcesses
    environment: Mapping[str, str]
    folder: Path
    org: OrgOverHttp
    engine: Engine
    store: SqlStore
    token: str
    web_ports: list[int]
    celery: str = "wsgi:celery"
    program: str = "coach.cli"

    def start_web(self, name: str) -> None:
        self.web_ports.append(port_of_its_own())
        self.start_web_again(name)
        self.processes.wait_for(name, f"http://{HOST}:{self.web_ports[-1]}/healthz")

    def start_web_again(self, name: str) -> None:
        """Start a web process again, on the port of the last one. It may take a while to answer."""
        command = [self.program, "serve", "--port", str(self.web_ports[-1])]
        self.processes.start(name, command, self.environment)

    def start_worker(self, name: str, pool: str = "prefork", concurrency: int = 1) -> None:
        command = ["celery", "-A", self.celery, "worker", "--pool", pool, "--concurrency", str(concurrency)]
        command += ["-n", f"{name}@%h"]
        quiet = ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
        self.processes.start(name, [*command, *quiet], self.environment)

    def start_beat(self) -> None:
        self.processes.start("beat", ["celery", "-A", self.celery, "beat", "--loglevel", "warning"], self.environment)

    def post(self, envelope: bytes, web: int = 0) -> requests.Response:
        """Send an outbound message to one of the web processes."""
        address = f"http://{HOST}:{self.web_ports[web]}/hooks/salesforce/outbound-messages/{self.token}"
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        return requests.post(address, data=envelope, headers=headers, timeout=PATIENCE)

    def control(self, method: str, path: str, body: object = None) -> None:
        """Call the org's control API, for example to switch faults on or off."""
        requests.request(method, f"{self.org.url}/localorg/{path}", json=body, timeout=PATIENCE).raise_for_status()

    def everything_works_again(self) -> None:
        """Switch all of the org's faults off, and sign in again, because the test's session may have ended."""
        self.control("DELETE", "faults")
        self.org = OrgOverHttp(self.org.url, ADMIN_KEY, ADMIN_SECRET)

    def wait_until_settled(self, seconds: float = PATIENCE) -> QueueFigures:
        """Wait until no work is waiting and every note is in a final state."""
        return self.wait_for(lambda _: self.at_rest(), seconds)

    def wait_for(self, wanted: Callable[[QueueFigures], bool], seconds: float = PATIENCE) -> QueueFigures:
        deadline = time.monotonic() + seconds
        while not wanted(figures := self.store.figures()):
            assert time.monotonic() < deadline, f"not settled after {seconds} s: {figures}"
            time.sleep(0.2)
        return figures

    def note_titles(self, opportunity_ids: Iterable[str]) -> Counter[tuple[str, str]]:
        """How many notes the org has for each (opportunity, title), by its own query."""
        # Filtering by file type is only allowed for one record at a time.
        listed = ", ".join(f"'{each}'" for each in opportunity_ids)
        links = self.org.query(
            "SELECT LinkedEntityId, ContentDocument.Title, ContentDocument.FileType FROM ContentDocumentLink "
            f"WHERE LinkedEntityId IN ({listed})"
        )
        return Counter(
            (str(link["LinkedEntityId"]), str(link["ContentDocument"]["Title"]))
            for link in links
            if link["ContentDocument"]["FileType"] == "SNOTE"
        )

    def end_leases(self) -> None:
        """End the leases of workers that are gone now, instead of in some minutes."""
        with self.engine.begin() as connection:
            for table in (deal, delivery):
                held = sa.update(table).where(table.c.lease_owner.is_not(None))
                connection.execute(held.values(due_at=datetime(2000, 1, 1, tzinfo=UTC)))

    def end_doubts(self) -> None:
        """Make deliveries in doubt old enough to be looked for, unless a worker holds them."""
        with self.engine.begin() as connection:
            long_ago = datetime(2000, 1, 1, tzinfo=UTC)
            doubtful = sa.update(delivery).where(
                delivery.c.lease_owner.is_(None), delivery.c.in_doubt_since.is_not(None)
            )
            connection.execute(doubtful.values(in_doubt_since=long_ago, due_at=long_ago))

    def end_waits(self) -> None:
        """Make deliveries that wait for a retry due now, unless a worker holds them."""
        with self.engine.begin() as connection:
            for table in (deal, delivery):
                later = sa.update(table).where(table.c.lease_owner.is_(None), table.c.due_at > sa.func.now())
                connection.execute(later.values(due_at=datetime(2000, 1, 1, tzinfo=UTC)))
            connection.execute(sa.delete(memory).where(memory.c.name.in_([HELD_CALLS, HELD_WRITES])))

    def at_rest(self) -> bool:
        """Whether no work is waiting and every note is in a final state."""
        figures = self.store.figures()
        return not figures.deals_waiting and not any(map(figures.deliveries.get, WORKING))

    def all_notes(self) -> int:
        """The number of notes in the org, linked or not."""
        return int(self.org.query("SELECT COUNT(Id) n FROM ContentNote")[0]["n"])


def start_org(processes: Processes, folder: Path, deals: int) -> OrgOverHttp:
    """Start a local org with this many deals, and sign in."""
    port = port_of_its_own()
    command = [
        "coach.cli",
        "localorg",
        "--port",
        str(port),
        "--deals",
        str(deals),
        "--database",
        str(folder / "org.db"),
    ]
    processes.start("org", command, environment_without_settings())
    processes.wait_for("org", f"http://{HOST}:{port}/services/data")
    return OrgOverHttp(f"http://{HOST}:{port}", ADMIN_KEY, ADMIN_SECRET)


def set_up(
    processes: KillableProcesses, folder: Path, deals: int, database: str, broker: str, **settings: str
) -> Service:
    """Start an org and migrate a database; no process of the service is running yet."""
    org = start_org(processes, folder, deals)
    token = secrets.token_urlsafe(24)
    environment = environment_without_settings() | {
        "COACH_SALESFORCE_URL": org.url,
        "COACH_SALESFORCE_ORG_ID": org.org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "COACH_SALESFORCE_CURRENCY": "USD",
        "COACH_OUTBOUND_TOKENS": token,
        "COACH_DATA_DIR": str(folder),
        "COACH_LOG_LEVEL": "warning",
        "DATABASE_URL": database,
        "COACH_BROKER_URL": broker,
        **settings,
    }
    processes.run("migrate", ["coach.cli", "migrate"], environment)
    url = database or f"sqlite:///{folder / 'coach.db'}"
    engine = open_engine(url)
    store = SqlStore(engine, org.org_id, worker=f"test-{uuid4().hex}", timezone=UTC)
    return Service(processes, environment, folder, org, engine, store, token, [])


def outbound_message(org_id: str, notifications: Iterable[tuple[str, str]]) -> bytes:
    """An outbound message with these notifications, each (notification id, opportunity id)."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    parts = "".join(
        f"<Notification><Id>{notification_id}</Id>"
        '<sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">'
        f"<sf:Id>{opportunity_id}</sf:Id><sf:LastModifiedDate>{now}</sf:LastModifiedDate></sObject></Notification>"
        for notification_id, opportunity_id in notifications
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound">'
        f"<OrganizationId>{org_id}</OrganizationId><ActionId>04k000000000001AAA</ActionId>"
        '<SessionId xsi:nil="true"/><EnterpriseUrl>https://evil.example/c</EnterpriseUrl>'
        f"<PartnerUrl>https://evil.example/u</PartnerUrl>{parts}</notifications></soapenv:Body></soapenv:Envelope>"
    ).encode()
