"""What the demo runs: the org, and the service's three processes, told everything they need to know."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Self

import requests

from coach.cli.demo.org import OrgOverHttp
from coach.cli.demo.processes import HOST, Processes
from coach.config import environment_without_settings
from coach.notes import forms
from coach.store import SqlStore, open_engine

FOLDER = Path(".demo")


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
    def hook(self) -> str:
        return f"{self.service}/hooks/salesforce/outbound-messages/{self.token}"


def start(processes: Processes, demo: Demo) -> OrgOverHttp:
    """Start everything and wait until it is ready; the org, signed in to by the demo's own account."""
    from coach.localorg.oauth.clients import ADMIN_KEY, ADMIN_SECRET

    clean = environment_without_settings()
    database = ["--database", str(FOLDER / "org.db")]
    processes.start(
        "org", ["coach.cli", "localorg", "--port", str(demo.org_port), "--outbound-url", demo.hook, *database], clean
    )
    processes.wait_for("org", f"{demo.org}/services/data")
    org = OrgOverHttp(demo.org, ADMIN_KEY, ADMIN_SECRET)
    _start_service(processes, demo, clean | service_settings(demo, org.org_id))
    return org


def _start_service(processes: Processes, demo: Demo, environment: Mapping[str, str]) -> None:
    celery = ["celery", "-A", "wsgi:celery"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    quiet = ["--loglevel", "warning"]
    processes.run("migrate", ["coach.cli", "migrate"], environment)
    gunicorn = [
        "gunicorn",
        "wsgi:app",
        "--no-control-socket",
        "--bind",
        f"{HOST}:{demo.port}",
        "--worker-class",
        "coach.web.worker.BoundedWorker",
        "--threads",
        "8",
    ]
    processes.start("web", gunicorn, environment)
    processes.start("worker", [*celery, *worker, *quiet], environment)
    processes.start("beat", [*celery, "beat", *quiet], environment)
    processes.wait_for("web", f"{demo.service}/healthz")
    processes.wait_for("worker", f"{demo.service}/readyz", _a_worker_lives)


def service_settings(demo: Demo, org_id: str) -> dict[str, str]:
    """The environment of the service's processes."""
    from coach.localorg.oauth.clients import ADMIN_USERNAME, INTEGRATION_KEY, INTEGRATION_SECRET

    return {
        "COACH_SALESFORCE_URL": demo.org,
        "COACH_SALESFORCE_ORG_ID": org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "COACH_SALESFORCE_CURRENCY": "USD",
        "COACH_OUTBOUND_TOKENS": demo.token,
        "COACH_SECRET_KEY": demo.secret,
        "COACH_PUBLIC_URL": demo.service,
        "COACH_ADMINS": ADMIN_USERNAME,
        "COACH_DATA_DIR": str(FOLDER.absolute()),
        "COACH_LOG_FORMAT": "console",
        "PORT": str(demo.port),
    }


def read_store(org_id: str) -> SqlStore:
    """The service's own database, to look into."""
    engine = open_engine(f"sqlite:///{(FOLDER / 'coach.db').absolute()}")
    return SqlStore(engine, org_id, worker="demo", forms=forms, timezone=UTC)


def _a_worker_lives(answer: requests.Response) -> bool:
    return any(check["name"] == "workers" and check["ok"] for check in answer.json()["checks"])
