"""The org as the demo's audience sees it: over HTTP, with an account of its own, apart from the service."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import nh3
import requests

from coach.errors import CoachError

API = "/services/data/v67.0"


@dataclass(frozen=True)
class ReadNote:
    """A note as read back from the record."""

    id: str
    title: str
    text: str


class OrgOverHttp:
    """Signs in as an administrator's script, and reads and writes over the REST API."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        self.url = url
        self._http = requests.Session()
        answer = self._http.post(
            f"{url}/services/oauth2/token",
            data={"grant_type": "client_credentials", "client_id": key, "client_secret": secret},
            timeout=10,
        )
        answer.raise_for_status()
        signed_in = answer.json()
        self._http.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        self.org_id = str(signed_in["id"]).split("/")[-2]

    def query(self, soql: str) -> list[dict[str, Any]]:
        """The records that a SOQL query finds (its first page)."""
        answer = self._http.get(f"{self.url}{API}/query", params={"q": soql}, timeout=10)
        if not answer.ok:
            raise CoachError(f"The org refused a query: {answer.text}")
        records: list[dict[str, Any]] = answer.json()["records"]
        return records

    def update(self, sobject: str, record_id: str, values: Mapping[str, object]) -> None:
        """Change a record."""
        self._http.patch(f"{self.url}{API}/sobjects/{sobject}/{record_id}", json=values, timeout=10).raise_for_status()

    def create(self, sobject: str, values: Mapping[str, object]) -> None:
        """Create a record."""
        self._http.post(f"{self.url}{API}/sobjects/{sobject}", json=values, timeout=10).raise_for_status()

    def set_up(self, **switches: object) -> None:
        """Set the org up as an administrator does."""
        self._http.patch(f"{self.url}/localorg/setup", json=switches, timeout=10).raise_for_status()

    def send_messages_to(self, endpoint: str) -> None:
        """Have the org tell this address of every opportunity that is created or changed."""
        address = f"{self.url}/localorg/outbound/messages/Opportunity"
        self._http.put(address, json={"endpoint": endpoint}, timeout=10).raise_for_status()

    def notes(self, opportunity_id: str) -> list[ReadNote]:
        """The notes on a record, newest first."""
        links = self.query(
            "SELECT ContentDocumentId FROM ContentDocumentLink "
            f"WHERE LinkedEntityId = '{opportunity_id}' AND ContentDocument.FileType = 'SNOTE'"
        )
        ids = sorted((str(link["ContentDocumentId"]) for link in links), reverse=True)
        return [self._note(note_id) for note_id in ids]

    def _note(self, note_id: str) -> ReadNote:
        note = self._http.get(f"{self.url}{API}/sobjects/ContentNote/{note_id}", timeout=10)
        note.raise_for_status()
        body = self._http.get(f"{self.url}{API}/sobjects/ContentNote/{note_id}/Content", timeout=10)
        body.raise_for_status()
        return ReadNote(note_id, str(note.json()["Title"]), _visible(_decoded(body.content)))


def _decoded(content: bytes) -> str:
    """A note's content: the HTML itself, or the same in base64."""
    text = content.decode("utf-8")
    return text if "<" in text else base64.b64decode(text).decode("utf-8")


def _visible(html: str) -> str:
    return unescape(nh3.clean(html.replace("</p>", " ").replace("<br>", " "), tags=set()))
