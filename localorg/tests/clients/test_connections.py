"""What only a real connection shows: answers cut off, latency, one port for two protocols, a port that is taken."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from localorg.records import Records
from localorg.serve import PortTaken, listen
from localorg.tests.clients.conftest import RunningOrg, org_with
from tests.machine import PATIENCE

DEAL = {"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}
DATA = "/services/data/v67.0"


class Connection:
    """A kept-alive connection of an administrator's script."""

    def __init__(self, org: RunningOrg, http: requests.Session) -> None:
        self._org = org
        self._http = http
        self._headers = {"Authorization": f"Bearer {org.token()}"}

    def create(self) -> requests.Response:
        """A new deal."""
        address = f"{self._org.url}{DATA}/sobjects/Opportunity"
        return self._http.post(address, json=DEAL, headers=self._headers, timeout=PATIENCE)

    def count(self) -> int:
        """How many deals there are."""
        query = {"q": "SELECT COUNT() FROM Opportunity"}
        answer = self._http.get(f"{self._org.url}{DATA}/query", params=query, headers=self._headers, timeout=PATIENCE)
        return int(answer.json()["totalSize"])

    def switch(self, **faults: object) -> None:
        """Let things go wrong."""
        self._http.patch(f"{self._org.url}/localorg/faults", json=faults, timeout=PATIENCE).raise_for_status()


@pytest.fixture
def connection(running_org: RunningOrg) -> Iterator[Connection]:
    """Nothing goes wrong after the test."""
    with requests.Session() as http:
        http.trust_env = False
        yield Connection(running_org, http)
        http.delete(f"{running_org.url}/localorg/faults", timeout=PATIENCE)


def test_a_lost_answer_closes_the_connection_without_a_byte(connection: Connection) -> None:
    before = connection.count()
    connection.switch(answer_lost=1)
    with pytest.raises(requests.ConnectionError):
        connection.create()
    assert connection.count() == before + 1


def test_a_truncated_answer_cannot_be_read(connection: Connection) -> None:
    connection.switch(answer_truncated=1)
    answer = connection.create()
    assert answer.status_code == 201
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_https_answers_on_the_same_port_with_https_addresses(running_org: RunningOrg, tmp_path: Path) -> None:
    certificate = tmp_path / "org.pem"
    certificate.write_bytes(requests.get(f"{running_org.url}/localorg/certificate", timeout=PATIENCE).content)
    url = running_org.url.replace("http:", "https:")
    with requests.Session() as http:
        http.trust_env = False
        found = http.get(f"{url}/.well-known/openid-configuration", verify=str(certificate), timeout=PATIENCE)
    assert found.json()["issuer"] == url


def test_a_taken_port_is_told_in_one_sentence(running_org: RunningOrg) -> None:
    port = urlsplit(running_org.url).port or 0
    with pytest.raises(PortTaken, match=f"^The local org cannot listen on 127.0.0.1:{port}: Address already in use.$"):
        listen("127.0.0.1", port)


def test_the_org_stops_cleanly_and_keeps_its_records(tmp_path: Path) -> None:
    with org_with(1, tmp_path) as org:
        with requests.Session() as http:
            made = Connection(org, http).create().json()["id"]
        assert org.stop() == 0
    with closing(Records(tmp_path / "org.db")) as records:
        assert records.fetch("Opportunity", made)["Name"] == "A deal"
