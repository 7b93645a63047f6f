"""An org in this process: the same application that is served, on a copy of one seeded database."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from localorg.app import EXTENSION, LocalOrg, create_app
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET
from localorg.settings import LocalOrgSettings

DATA = "/services/data/v67.0"


@dataclass(frozen=True, slots=True)
class Caller:
    """An administrator's script: signed in, speaking JSON."""

    app: Flask
    http: FlaskClient
    token: str

    @property
    def local_org(self) -> LocalOrg:
        """The org behind the application."""
        found: LocalOrg = self.app.extensions[EXTENSION]
        return found

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}, **arguments: str
    ) -> TestResponse:
        """One call of the data API; ``path`` is below the version."""
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        return self.http.open(f"{DATA}{path}", method=method, json=body, headers=sent, query_string=arguments)

    def get(self, path: str, **arguments: str) -> Any:
        """The JSON that a path answers with."""
        return self.call("GET", path, None, {}, **arguments).json

    def query(self, soql: str) -> list[dict[str, Any]]:
        """The first page of what a query finds."""
        rows: list[dict[str, Any]] = self.get("/query", q=soql)["records"]
        return rows

    def count(self, soql: str) -> int:
        """How many rows a COUNT() query finds."""
        return int(self.get("/query", q=soql)["totalSize"])

    def create(self, object_name: str, **values: Any) -> str:
        """The id of a new record."""
        answer = self.call("POST", f"/sobjects/{object_name}", values)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """What the control API answers."""
        return self.http.open(f"/localorg{path}", method=method, json=body).json


@pytest.fixture(scope="session")
def seeded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the usual company and forty deals."""
    path = tmp_path_factory.mktemp("seeded") / "org.db"
    app = create_app(LocalOrgSettings(database=path))
    app.extensions[EXTENSION].close()
    return path


@pytest.fixture
def app(seeded_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """An org of the test's own."""
    database = tmp_path / "org.db"
    shutil.copy(seeded_database, database)
    app = create_app(LocalOrgSettings(database=database))
    app.testing = True
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def caller(app: Flask) -> Caller:
    """Signed in as the administrator."""
    return _signed_in(app, ADMIN_KEY, ADMIN_SECRET)


@pytest.fixture
def integration(app: Flask) -> Caller:
    """Signed in as the integration user, who may do what its permission set says."""
    return _signed_in(app, INTEGRATION_KEY, INTEGRATION_SECRET)


def _signed_in(app: Flask, key: str, secret: str) -> Caller:
    http = app.test_client()
    form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    answer = http.post("/services/oauth2/token", data=form)
    return Caller(app, http, answer.get_json()["access_token"])
