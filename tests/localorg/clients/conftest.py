"""A local org as a process of its own on a free port, as clients meet it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from coach.localorg.oauth.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET
from coach.localorg.serve import listen
from tests.npm import installed

HERE = Path(__file__).parent
_RUN = """
import sys
from pathlib import Path
from coach.localorg.serve import serve
from coach.localorg.settings import LocalOrgSettings
serve(LocalOrgSettings(port=int(sys.argv[1]), database=Path(sys.argv[2]), seed=int(sys.argv[3])))
"""


@dataclass(frozen=True, slots=True)
class RunningOrg:
    """Where it is, and how to sign in."""

    url: str
    process: subprocess.Popen[bytes]

    def token(self, key: str = ADMIN_KEY, secret: str = ADMIN_SECRET) -> str:
        """An access token, by the client credentials flow."""
        form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
        answer = requests.post(f"{self.url}/services/oauth2/token", data=form, timeout=10)
        return str(answer.json()["access_token"])

    def wait(self) -> None:
        """Until it answers. Fails where it does not."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                pytest.fail(f"the org ended with {self.process.returncode} before it answered")
            try:
                requests.get(f"{self.url}/services/data", timeout=5)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the org did not answer within a minute")


def start_org(database: Path, deals: int) -> RunningOrg:
    """Start an org, and wait until it answers."""
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-c", _RUN, str(port), str(database), str(deals)])
    org = RunningOrg(f"http://127.0.0.1:{port}", process)
    org.wait()
    return org


@pytest.fixture(scope="session")
def running_org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOrg]:
    """An org with its usual seed; it ends when the tests end."""
    org = start_org(tmp_path_factory.mktemp("org") / "org.db", deals=40)
    yield org
    org.process.send_signal(signal.SIGTERM)
    org.process.wait(20)


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    """A folder with jsforce and the script that drives it."""
    return installed(request, HERE, "jsforce")


@pytest.fixture(scope="session")
def integration() -> tuple[str, str]:
    """Key and secret of the client that acts as the integration user."""
    return INTEGRATION_KEY, INTEGRATION_SECRET


def _free_port() -> int:
    listening = listen("127.0.0.1", 0)
    port = int(listening.getsockname()[1])
    listening.close()
    return port
