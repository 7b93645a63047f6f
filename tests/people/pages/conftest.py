"""The web process with its real gate, over a real database and a look-alike org that listens."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.people.identity import IdentityStore
from coach.people.pages.gate import SessionGate
from coach.people.pages.hierarchy import Hierarchy
from coach.people.pages.settings import SignInSettings
from coach.people.pages.views import SignInDeps
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.fixtures.fakes import FakeCoach
from tests.machine import PATIENCE, port_of_its_own
from tests.salesforce.served import Served, serve

ADMIN = "admin@coach.local"
ENABLEMENT = "noor@aldermere.example"
MANAGER = "jonas@aldermere.example"
VP = "imani@aldermere.example"
REP = "alex@aldermere.example"


@pytest.fixture(scope="session")
def org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def store(tmp_path: Path, org: Served) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    yield SqlStore(engine, org.org_id, worker="web", timezone=UTC)
    engine.dispose()


@dataclass
class Browser:
    """Somebody's browser: follows redirects and keeps cookies, as ``requests`` does."""

    address: str
    org: Served
    http: requests.Session

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.http.get(f"{self.address}{path}", timeout=PATIENCE, **more)

    def post(self, path: str, data: dict[str, str], **more: Any) -> requests.Response:
        return self.http.post(f"{self.address}{path}", data=data, timeout=PATIENCE, **more)

    def sign_in(self, username: str, path: str = "/me") -> requests.Response:
        """Ask for a page, and pick a user at the org's sign-in page, where that leads to."""
        asked = self.get(path)
        assert asked.url.startswith(f"{self.org.url}/services/oauth2/authorize"), asked.text
        user = self.org.query(f"SELECT Id FROM User WHERE Username = '{username}'")[0]
        return self.http.post(asked.url, data={"user_id": user["Id"]}, timeout=PATIENCE)

    def form_token(self) -> str:
        """What the forms of a page carry."""
        return unescape(self.get("/me").text.partition('name="csrf_token" value="')[2].partition('"')[0])


ServeWith = Callable[..., Browser]


@pytest.fixture
def serve_with(org: Served, store: SqlStore) -> Iterator[ServeWith]:
    """Serve the pages with some settings replaced; every call makes a new browser for the same service."""
    stops: list[Callable[[], None]] = []

    def start(**changes: Any) -> Browser:
        settings = replace(sign_in_settings(org, f"http://127.0.0.1:{port_of_its_own()}"), **changes)
        stops.append(_listen(settings, store.identity, org))
        return browser(settings.public_url, org)

    try:
        yield start
    finally:
        for stop in stops:
            stop()


@pytest.fixture
def visitor(serve_with: ServeWith) -> Browser:
    return serve_with()


def browser(address: str, org: Served) -> Browser:
    return Browser(address, org, requests.Session())


def sign_in_settings(org: Served, public_url: str) -> SignInSettings:
    return SignInSettings(
        public_url=public_url,
        org_url=org.url,
        org_id=org.org_id,
        client_id=INTEGRATION_KEY,
        client_secret=INTEGRATION_SECRET,
        secret_keys=("k" * 32,),
        admins=frozenset({ADMIN}),
        enablement=frozenset({ENABLEMENT}),
    )


def _listen(settings: SignInSettings, store: IdentityStore, org: Served) -> Callable[[], None]:
    hierarchy = Hierarchy(store, org.adapter().users, partial(datetime.now, UTC))
    gate = SessionGate(store, hierarchy.standing, settings)
    app = create_web(replace(FakeCoach().deps(), gate=gate, sign_in=SignInDeps(store, settings)))
    port = int(settings.public_url.rpartition(":")[2])
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return stop
