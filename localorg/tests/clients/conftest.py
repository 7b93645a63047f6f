"""A local org as a process of its own on a free port, as clients meet it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET
from tests.machine import PATIENCE
from tests.npm import installed
from tests.system.service import KillableProcesses, start_org

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RunningOrg:
    """Where it is, and how to sign in and to stop it."""

    url: str
    processes: KillableProcesses

    def token(self, key: str = ADMIN_KEY, secret: str = ADMIN_SECRET) -> str:
        """An access token, by the client credentials flow."""
        form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
        answer = requests.post(f"{self.url}/services/oauth2/token", data=form, timeout=PATIENCE)
        return str(answer.json()["access_token"])

    def stop(self) -> int:
        """As systemd does it; the exit status."""
        return self.processes.end("org")


@contextmanager
def org_with(deals: int, folder: Path) -> Iterator[RunningOrg]:
    """An org that answers until the block ends."""
    with KillableProcesses(folder) as processes:
        yield RunningOrg(start_org(processes, folder, deals).url, processes)


@pytest.fixture(scope="session")
def running_org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOrg]:
    """An org with its usual seed; it ends when the tests end."""
    with org_with(40, tmp_path_factory.mktemp("org")) as org:
        yield org


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    """A folder with jsforce and the script that drives it."""
    return installed(request, HERE, "jsforce")


@pytest.fixture(scope="session")
def integration() -> tuple[str, str]:
    """Key and secret of the client that acts as the integration user."""
    return INTEGRATION_KEY, INTEGRATION_SECRET
