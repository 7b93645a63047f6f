"""The org, read and changed over HTTP with the demo's own account, independently of the service."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nh3
import requests

from demo.trouble import Trouble
from localorg.apps.clients import SF_KEY

API = "/services/data/v67.0"
_PATIENCE = 60
"""Timeout of an answer in seconds: long, because everything starts up at the same time."""
_BACK_TO = "http://localhost:1717/OauthRedirect"


@dataclass(frozen=True)
class ReadNote:
    """A note as read back from the record."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Notification:
    """An outbound message about a record: when the record was changed, and whether the service acknowledged it."""

    id: str
    record_id: str
    queued_at: datetime
    delivered: bool


class OrgOverHttp:
    """Reads and writes over the REST API, signed in as an administrator's script or as another user."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        self.url = url
        self._people: dict[str, OrgOverHttp] = {}
        self._http = requests.Session()
        self.org_id = self._sign_in({"grant_type": "client_credentials", "client_id": key, "client_secret": secret})

    def acting_as(self, user_id: str) -> "OrgOverHttp":
        """The same org, signed in as this user, so that changes are recorded as theirs."""
        if user_id not in self._people:
            person = object.__new__(OrgOverHttp)
            person.url, person._people, person._http = self.url, self._people, requests.Session()
            grant = {"grant_type": "authorization_code", "client_id": SF_KEY, "redirect_uri": _BACK_TO}
            person.org_id = person._sign_in(grant | {"code": person._code(user_id)})
            self._people[user_id] = person
        return self._people[user_id]

    def _code(self, user_id: str) -> str:
        """The authorization code from the page on which a person allows a program to act for them."""
        asked = {"response_type": "code", "client_id": SF_KEY, "redirect_uri": _BACK_TO}
        address = f"{self.url}/services/oauth2/authorize"
        chosen = {"user_id": user_id}
        answer = self._http.post(address, params=asked, data=chosen, allow_redirects=False, timeout=_PATIENCE)
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

    def _sign_in(self, grant: Mapping[str, str]) -> str:
        answer = self._http.post(f"{self.url}/services/oauth2/token", data=grant, timeout=_PATIENCE)
        answer.raise_for_status()
        signed_in = answer.json()
        self._http.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        return str(signed_in["id"]).split("/")[-2]

    def query(self, soql: str) -> list[dict[str, Any]]:
        """The records that a SOQL query finds (its first page)."""
        answer = self._http.get(f"{self.url}{API}/query", params={"q": soql}, timeout=_PATIENCE)
        if not answer.ok:
            raise Trouble(f"The org refused a query: {answer.text}")
        records: list[dict[str, Any]] = answer.json()["records"]
        return records

    def update(self, sobject: str, record_id: str, values: Mapping[str, object]) -> None:
        """Change a record."""
        address = f"{self.url}{API}/sobjects/{sobject}/{record_id}"
        self._http.patch(address, json=values, timeout=_PATIENCE).raise_for_status()

    def create(self, sobject: str, values: Mapping[str, object]) -> None:
        """Create a record."""
        self._http.post(f"{self.url}{API}/sobjects/{sobject}", json=values, timeout=_PATIENCE).raise_for_status()

    def set_up(self, **switches: object) -> None:
        """Set switches of the org, as an administrator does in Setup."""
        self._http.patch(f"{self.url}/localorg/setup", json=switches, timeout=_PATIENCE).raise_for_status()

    def send_messages_to(self, endpoint: str) -> None:
        """Make the org send every creation and change of an opportunity to this address."""
        address = f"{self.url}/localorg/outbound/messages/Opportunity"
        self._http.put(address, json={"endpoint": endpoint}, timeout=_PATIENCE).raise_for_status()

    def notifications(self) -> list[Notification]:
        """The latest outbound messages, oldest first."""
        answer = self._http.get(f"{self.url}/localorg/outbound", timeout=_PATIENCE)
        answer.raise_for_status()
        return [_notification(each) for each in reversed(answer.json()["notifications"])]

    def describe(self, sobject: str) -> dict[str, Any]:
        """The describe result of an object."""
        answer = self._http.get(f"{self.url}{API}/sobjects/{sobject}/describe", timeout=_PATIENCE)
        answer.raise_for_status()
        described: dict[str, Any] = answer.json()
        return described

    def notes(self, opportunity_id: str) -> list[ReadNote]:
        """The notes on a record, newest first."""
        links = self.query(
            "SELECT ContentDocumentId FROM ContentDocumentLink "
            f"WHERE LinkedEntityId = '{opportunity_id}' AND ContentDocument.FileType = 'SNOTE'"
        )
        ids = sorted((str(link["ContentDocumentId"]) for link in links), reverse=True)
        return [self._note(note_id) for note_id in ids]

    def _note(self, note_id: str) -> ReadNote:
        note = self._http.get(f"{self.url}{API}/sobjects/ContentNote/{note_id}", timeout=_PATIENCE)
        note.raise_for_status()
        body = self._http.get(f"{self.url}{API}/sobjects/ContentNote/{note_id}/Content", timeout=_PATIENCE)
        body.raise_for_status()
        return ReadNote(note_id, str(note.json()["Title"]), _visible(_decoded(body.content)))


def _notification(told: Mapping[str, Any]) -> Notification:
    queued_at = datetime.fromisoformat(told["queued_at"])
    return Notification(str(told["id"]), str(told["record_id"]), queued_at, told["state"] == "delivered")


def _decoded(content: bytes) -> str:
    """A note's content: the HTML itself, or the same in base64."""
    text = content.decode("utf-8")
    return text if "<" in text else base64.b64decode(text).decode("utf-8")


def _visible(html: str) -> str:
    return unescape(nh3.clean(html.replace("</p>", " ").replace("<br>", " "), tags=set()))
