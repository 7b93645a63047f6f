"""The service as an external program follows it: over its HTTP API, with a token."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from demo.trouble import Trouble

_PATIENCE = 60
_ROWS = 1_000
_WAITING = re.compile(r"^coach_deals_waiting (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class News:
    """A row of the feed: its kind (``decision``, ``settlement`` or ``response``) and its content."""

    kind: str
    at: datetime
    fact: Mapping[str, Any]

    @property
    def deal_id(self) -> str:
        return str(self.fact["opportunity_id"])


class ServiceOverHttp:
    """Follows the feed, and looks up further details."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._next = "0"

    def skip(self) -> None:
        """Skip everything that is already in the feed."""
        for _ in self.news():
            pass

    def news(self) -> Iterator[News]:
        """The rows since the last call, oldest first."""
        more = True
        while more:
            page = self._get("/api/v1/feed", after=self._next, limit=_ROWS)
            self._next, more = page["next"], page["more"]
            for row in page["events"]:
                fact = row[row["kind"]]
                if fact:
                    yield News(row["kind"], datetime.fromisoformat(row["at"]), fact)

    def story(self, decision_id: int) -> dict[str, Any]:
        """A decision with its card and the events that led to it."""
        return self._get(f"/api/v1/decisions/{decision_id}")

    def decisions(self, **asked: str) -> list[dict[str, Any]]:
        """The latest decisions, with the filters of the log, newest first."""
        found: list[dict[str, Any]] = self._get("/api/v1/decisions", limit=_ROWS, **asked)["decisions"]
        return found

    def has_deals_waiting(self) -> bool:
        """Whether any deal is still waiting for a decision."""
        found = _WAITING.search(self._ask("/metrics").text)
        return bool(found and float(found[1]))

    def playbooks(self) -> tuple[bool, str]:
        """Whether the playbooks in force are those in the folder, and the service's message about them."""
        checks = self._ask("/readyz").json()["checks"]
        return next((bool(one["ok"]), str(one["sentence"])) for one in checks if one["name"] == "playbooks")

    def _get(self, path: str, **asked: object) -> dict[str, Any]:
        answer = self._ask(path, **asked)
        if not answer.ok:
            raise Trouble(f"The service refused {path}: {answer.text}")
        found: dict[str, Any] = answer.json()
        return found

    def _ask(self, path: str, **asked: object) -> requests.Response:
        parameters = {name: str(value) for name, value in asked.items()}
        return self._http.get(f"{self.url}{path}", params=parameters, timeout=_PATIENCE)
