"""What the demo runs: the org, and the service's three processes, told everything they need to know."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Self

import requests

from coach.cli.demo.history.progress import Progress, heard
from coach.cli.demo.org import OrgOverHttp
from coach.cli.demo.processes import HOST, Processes
from coach.config import environment_without_settings
from coach.notes import forms
from coach.store import SqlStore, open_engine

FOLDER = Path(".demo")
WEEKS = 8
"""How much past the demo has."""
DEALS = 73
"""All that the seed's files tell of: enough for three teams of five."""
ENABLEMENT = "hana@aldermere.example"

Tell = Callable[[Progress | None], object]


@dataclass(frozen=True)
class Demo:
    """Where the parts of the demo are, and the secrets it made up."""

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


def start(processes: Processes, demo: Demo, tell: Tell = lambda _: None) -> OrgOverHttp:
    """Start everything, live through the weeks before, and wait until all is ready.

    ``tell`` hears how far the weeks are. Returns the org, signed in to by the demo's own account.
    """
    from coach.localorg.oauth.clients import ADMIN_KEY, ADMIN_SECRET

    clean = environment_without_settings()
    story = ["--database", str(FOLDER / "org.db"), "--weeks-ago", str(WEEKS), "--deals", str(DEALS)]
    processes.start("org", ["coach.cli", "localorg", "--port", str(demo.org_port), *story], clean)
    # It imports half the house first, so it begins while the org does.
    told = clean | service_settings(demo) | {"COACH_LOG_LEVEL": "warning"}
    processes.start("history", ["coach.cli.demo.history", demo.org], told)
    processes.wait_for("org", f"{demo.org}/services/data")
    org = OrgOverHttp(demo.org, ADMIN_KEY, ADMIN_SECRET)
    environment = clean | service_settings(demo) | {"COACH_SALESFORCE_ORG_ID": org.org_id}
    _start_service(processes, demo, environment, tell)
    org.set_up(chatter_enabled=True)  # without it no record shows its notes
    org.send_messages_to(demo.hook)
    return org


def _start_service(processes: Processes, demo: Demo, environment: Mapping[str, str], tell: Tell) -> None:
    """The service's processes start up while the weeks are lived through; nobody wakes the worker before beat does."""
    celery = ["celery", "-A", "wsgi:celery"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    quiet = ["--loglevel", "warning"]
    processes.start("web", ["coach.cli", "serve", "--port", str(demo.port)], environment)
    processes.start("worker", [*celery, *worker, *quiet], environment)
    processes.finish("history", lambda output: tell(heard(output)))
    processes.start("beat", [*celery, "beat", *quiet], environment)
    processes.wait_for("web", f"{demo.service}/healthz")
    processes.wait_for("worker", f"{demo.service}/readyz", _a_worker_lives)


def service_settings(demo: Demo) -> dict[str, str]:
    """The environment of the service's processes, but for the org's id, which only the org knows."""
    from coach.localorg.oauth.clients import ADMIN_USERNAME, INTEGRATION_KEY, INTEGRATION_SECRET

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
        "COACH_LOG_FORMAT": "console",
    }


def read_store(org_id: str) -> SqlStore:
    """The service's own database, to look into."""
    engine = open_engine(f"sqlite:///{(FOLDER / 'coach.db').absolute()}")
    return SqlStore(engine, org_id, worker="demo", forms=forms, timezone=UTC)


def _a_worker_lives(answer: requests.Response) -> bool:
    return any(check["name"] == "workers" and check["ok"] for check in answer.json()["checks"])
