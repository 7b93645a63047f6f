"""An org whose messages go to a receiver in this process."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from localorg.outbound.caller import Answer
from localorg.outbound.queue import Queue
from localorg.outbound.sender import Outbound
from localorg.records import Records

ACK = (Path(__file__).parent / "answers" / "acknowledged.xml").read_bytes()
ENDPOINT = "http://127.0.0.1:1/hook"
OUT = "{http://soap.sforce.com/2005/09/outbound}"
SF = "{urn:sobject.enterprise.soap.sforce.com}"


class Receiver:
    """Keeps what is posted; answers with ``answer``."""

    def __init__(self) -> None:
        self.answer = Answer(200, ACK)
        self.bodies: list[bytes] = []
        self.endpoints: list[str] = []

    def __call__(self, endpoint: str, body: bytes, timeout: float) -> Answer:
        self.endpoints.append(endpoint)
        self.bodies.append(body)
        return self.answer

    def told(self, call: int = -1) -> list[Element]:
        """The records in one call's envelope."""
        return list(fromstring(self.bodies[call]).iter(f"{OUT}sObject"))

    def values(self, field: str, call: int = -1) -> list[str | None]:
        """One field of each of them; None where it was left out."""
        return [sobject.findtext(f"{SF}{field}") for sobject in self.told(call)]


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def records(seeded_database: Path, tmp_path: Path) -> Iterator[Records]:
    database = tmp_path / "org.db"
    shutil.copy(seeded_database, database)
    records = Records(database)
    yield records
    records.close()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbound(records: Records, receiver: Receiver, clock: Clock, tmp_path: Path) -> Iterator[Outbound]:
    queue = Queue(tmp_path / "org.db")
    outbound = Outbound(records, queue, post=receiver, clock=clock)
    outbound.point_at(ENDPOINT)
    yield outbound
    outbound.stop()
    queue.close()


@pytest.fixture
def deal_id(records: Records) -> str:
    """A deal with products, at Proposal/Price Quote."""
    soql = "SELECT Id FROM Opportunity WHERE Name = 'St. Brigid CT and digital pathology'"
    return str(records.query(soql, user_id=records.admin_id)[0]["Id"])
