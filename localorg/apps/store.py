"""Stores apps that were created or changed in the org's own file."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from localorg.apps.clients import Client

_TABLE = "CREATE TABLE IF NOT EXISTS _apps (key TEXT PRIMARY KEY, app TEXT NOT NULL)"


class AppStore:
    """Stores apps by their consumer key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> list[Client]:
        """The stored apps, oldest first."""
        with self._open() as db:
            return [_client(json.loads(row[0])) for row in db.execute("SELECT app FROM _apps ORDER BY rowid")]

    def keep(self, client: Client) -> None:
        """Add one, or replace it."""
        app = json.dumps({**asdict(client), "flows": sorted(client.flows)})
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO _apps VALUES (?, ?)", (client.key, app))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            with connection:
                connection.execute(_TABLE)
                yield connection
        finally:
            connection.close()


def _client(app: dict[str, Any]) -> Client:
    lists = {name: tuple(app[name]) for name in ("redirects", "permission_sets", "scopes")}
    return Client(**{**app, **lists, "flows": frozenset(app["flows"])})
