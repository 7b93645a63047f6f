"""Starts the org and the service's three processes, with all their settings."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from coach.config.settings import environment_without_settings
from demo.api import ServiceOverHttp
from demo.folder import FOLDER
from demo.history.progress import Progress, heard
from demo.org import OrgOverHttp
from demo.processes import HOST, Processes
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, ADMIN_USERNAME, INTEGRATION_KEY, INTEGRATION_SECRET

WEEKS = 8
"""The number of simulated weeks before the demo."""
DEALS = 73
"""All deals in the seed's files: enough for three teams of five."""
_PLAYBOOKS_STAND = 4
"""The number of weeks after which the simulated playbooks are those of today."""
WEEKLY_MINUTES = 12
"""The rep's weekly limit in minutes: half of the default, so that a busy week sometimes reaches it."""
ENABLEMENT = "hana@aldermere.example"

Tell = Callable[[str | Progress], object]
"""Called with each step that begins, and with the progress of the simulation."""


@dataclass(frozen=True)
class Demo:
    """The addresses of the demo's parts, and its generated secrets."""

    org_port: int
    port: int
    secret: str
    token: str

    @classmethod
    def on(cls, org_port: int, port: int) -> Self:
        """A demo on these two ports."""
        return cls(org_port, port, secrets.token_urlsafe(32), secrets.token_urlsafe(24))

    @property
    def org(self) -> str:
        return f"http://{HOST}:{self.org_port}"

    @property
    def service(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> str:
        return f"{self.service}/log"

    @property
    def team(self) -> str:
        return f"{self.service}/team"

    @property
    def hook(self) -> str:
        return f"{self.service}/hooks/salesforce/outbound-messages/{self.token}"

    def record(self, opportunity_id: str) -> str:
        """The page of a deal in the org."""
        return f"{self.org}/lightning/r/Opportunity/{opportunity_id}/view"


@dataclass(frozen=True)
class Running:
    """The running demo: clients of the org and the service, the settings, and the environment that contains them."""

    org: OrgOverHttp
    service: ServiceOverHttp
    settings: Mapping[str, str]
    environment: Mapping[str, str]


def start(processes: Processes, demo: Demo, tell: Tell = lambda _: None) -> Running:
    """Start everything, simulate the weeks before, and wait until all is ready."""
    clean = environment_without_settings()
    tell(f"Starting the Salesforce look-alike at {demo.org} …")
    story = ["--database", str(FOLDER / "org.db"), "--weeks-ago", str(WEEKS), "--deals", str(DEALS)]
    processes.start("org", ["coach.cli", "localorg", "--port", str(demo.org_port), *story], clean)
    # Its imports take a while, so it starts at the same time as the org.
    quiet = {"COACH_LOG_LEVEL": "warning"}
    processes.start("history", ["demo.history", demo.org], clean | service_settings(demo) | quiet)
    processes.wait_for("org", f"{demo.org}/services/data")
    org = OrgOverHttp(demo.org, ADMIN_KEY, ADMIN_SECRET)
    settings = service_settings(demo) | {"COACH_SALESFORCE_ORG_ID": org.org_id}
    tell("Starting the service, and living through the eight weeks before today with it …")
    token = _start_service(processes, demo, clean | settings, tell)
    org.set_up(chatter_enabled=True)  # without Chatter, records do not show their notes
    org.send_messages_to(demo.hook)
    return Running(org, ServiceOverHttp(demo.service, token), settings, clean | settings)


def _start_service(processes: Processes, demo: Demo, environment: Mapping[str, str], tell: Tell) -> str:
    """Start the service once the simulated playbooks are those of today: each process puts its folder's in force.

    The worker stays idle until beat wakes it. Returns a token for the service's API.
    """
    celery = ["celery", "-A", "wsgi:celery"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    quiet = ["--loglevel", "warning"]

    def lived(weeks: float) -> bool:
        progress = heard(processes.output("history"))
        if progress:
            tell(progress)
        return progress is not None and progress.weeks >= weeks

    processes.wait_until("history", lambda: lived(0))  # the database exists
    processes.run("token", ["coach.cli", "token", "create", "the demo's terminal", *_SCOPES], environment)
    processes.wait_until("history", lambda: lived(_PLAYBOOKS_STAND))
    processes.start("web", ["coach.cli", "serve", "--port", str(demo.port)], environment)
    processes.start("worker", [*celery, *worker, *quiet], environment)
    processes.finish("history", lambda _: lived(0))
    processes.start("beat", [*celery, "beat", *quiet], environment)
    processes.wait_for("web", f"{demo.service}/healthz")
    return processes.output("token").split()[-1]


_SCOPES = ("--scope", "read:feed", "--scope", "read:log")


def service_settings(demo: Demo) -> dict[str, str]:
    """The environment of the service's processes, without the org's id, which only the org knows."""
    return {
        "COACH_SALESFORCE_URL": demo.org,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "COACH_SALESFORCE_CURRENCY": "USD",
        "COACH_OUTBOUND_TOKENS": demo.token,
        "COACH_SECRET_KEY": demo.secret,
        "COACH_PUBLIC_URL": demo.service,
        "COACH_ADMINS": ADMIN_USERNAME,
        "COACH_ENABLEMENT": ENABLEMENT,
        "COACH_DATA_DIR": str(FOLDER.absolute()),
        "COACH_RECONCILE_MINUTES": "1",
        "COACH_WEEKLY_MINUTES": str(WEEKLY_MINUTES),
        "COACH_LOG_FORMAT": "console",
    }
