"""A look-alike org that listens, and what tests ask of it behind the adapter's back."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote_plus

import requests
from werkzeug.serving import make_server

from coach.app.connection import OrgConnection
from coach.app.org import SalesforceOrg
from coach.salesforce.settings import OrgSettings
from localorg.app import EXTENSION, create_app
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET
from localorg.records import Records
from localorg.settings import LocalOrgSettings
from tests.machine import PATIENCE
from tests.salesforce.fakes import DictMemory, Waits

DATA = "/services/data/v67.0"


@dataclass(frozen=True)
class Served:
    """A look-alike org that listens, and its control API."""

    url: str
    org_id: str
    records: Records | None = None

    def as_user(self, user_id: str, name: str, record_id: str, **values: Any) -> None:
        """This user changes a record."""
        assert self.records
        self.records.update(name, record_id, values, user_id=user_id)

    def switch(self, **faults: Any) -> None:
        requests.patch(f"{self.url}/localorg/faults", json=faults, timeout=PATIENCE).raise_for_status()

    def behave(self, **behaviour: Any) -> None:
        requests.patch(f"{self.url}/localorg/behaviour", json=behaviour, timeout=PATIENCE).raise_for_status()

    def set_up(self, **switches: object) -> None:
        """Set the org up otherwise than it usually is."""
        requests.patch(f"{self.url}/localorg/setup", json=switches, timeout=PATIENCE).raise_for_status()

    def make_field(self, owner: str, name: str, kind: str | None = None, **more: Any) -> None:
        """An admin makes a field, or changes the values of a standard one."""
        body = {"object": owner, "name": name, **({"type": kind} if kind else {}), **more}
        requests.post(f"{self.url}/localorg/fields", json=body, timeout=PATIENCE).raise_for_status()

    def expire_sessions(self) -> None:
        requests.delete(f"{self.url}/localorg/sessions", timeout=PATIENCE).raise_for_status()

    def reset(self) -> None:
        requests.delete(f"{self.url}/localorg/faults", timeout=PATIENCE).raise_for_status()
        self.behave(notes_in="collections", bad_note_spoils_batch=False, note_tags=["p", "b", "br", "ul", "ol", "li"])
        self.forget_calls()

    def forget_calls(self) -> None:
        requests.delete(f"{self.url}/localorg/calls", timeout=PATIENCE).raise_for_status()

    def calls(self) -> int:
        return int(self._figures()["total"])

    def sign_ins(self) -> int:
        return int(self._figures()["sign_ins"])

    def _figures(self) -> dict[str, Any]:
        figures: dict[str, Any] = requests.get(f"{self.url}/localorg/calls", timeout=PATIENCE).json()
        return figures

    def query(self, soql: str) -> list[dict[str, Any]]:
        """What the org holds, asked for by somebody else."""
        rows: list[dict[str, Any]] = []
        path = f"{DATA}/query?q={quote_plus(soql)}"
        while path:
            page = self._as_admin("GET", path).json()
            rows += page["records"]
            path = page.get("nextRecordsUrl", "")
        return rows

    def text_of(self, note_id: str) -> str:
        """A note's body."""
        return self._as_admin("GET", f"{DATA}/sobjects/ContentNote/{note_id}/Content").text

    def delete(self, note_id: str) -> None:
        """Somebody throws a note away."""
        self._as_admin("DELETE", f"{DATA}/sobjects/ContentNote/{note_id}")

    def create(self, name: str, values: dict[str, Any]) -> str:
        """Somebody creates a record; its id."""
        created: str = self._as_admin("POST", f"{DATA}/sobjects/{name}", values).json()["id"]
        return created

    def change(self, name: str, record_id: str, values: dict[str, Any]) -> None:
        """Somebody changes a record."""
        self._as_admin("PATCH", f"{DATA}/sobjects/{name}/{record_id}", values)

    def remove(self, name: str, record_id: str) -> None:
        """Somebody deletes a record."""
        self._as_admin("DELETE", f"{DATA}/sobjects/{name}/{record_id}")

    def _as_admin(self, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        grant = {"grant_type": "client_credentials", "client_id": ADMIN_KEY, "client_secret": ADMIN_SECRET}
        token = requests.post(f"{self.url}/services/oauth2/token", data=grant, timeout=PATIENCE).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.request(method, self.url + path, headers=headers, json=body, timeout=PATIENCE)
        answer.raise_for_status()
        return answer

    def settings(self, **more: Any) -> OrgSettings:
        known = {"consumer_key": INTEGRATION_KEY, "consumer_secret": INTEGRATION_SECRET}
        return OrgSettings(**{"url": self.url, "org_id": self.org_id, **known, **more})

    def adapter(self, memory: DictMemory | None = None, **more: Any) -> SalesforceOrg:
        return SalesforceOrg(
            OrgConnection(self.settings(**more), memory or DictMemory(), lambda: datetime.now(UTC), Waits().pace())
        )


def serve(folder: Path, **more: Any) -> Iterator[Served]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(LocalOrgSettings(database=folder / "org.db", **more))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    org = app.extensions[EXTENSION].org
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", org.directory.organization_id, org.records)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
