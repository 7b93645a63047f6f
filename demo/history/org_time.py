"""The look-alike org's clock, moved over its control API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from demo.trouble import Trouble


@dataclass(frozen=True, slots=True)
class OrgTime:
    """The clock's time, the time of the org's next event, and the deals that the last move ``changed``."""

    now: datetime
    next: datetime | None
    changed: tuple[str, ...] = ()


class OrgClockOverHttp:
    """Moves one org's clock."""

    def __init__(self, url: str) -> None:
        self._address = f"{url}/localorg/clock"
        self._http = requests.Session()

    def read(self) -> OrgTime:
        """Read the clock."""
        return _time(self._http.get(self._address, timeout=10))

    def move(self, moment: datetime | None) -> OrgTime:
        """Move the clock to ``moment``; None moves it to the real time and lets it run."""
        wanted = moment.isoformat() if moment else None
        return _time(self._http.patch(self._address, json={"now": wanted}, timeout=30))


def _time(answer: requests.Response) -> OrgTime:
    if not answer.ok:
        raise Trouble(f"The org's clock could not be moved: {answer.text}")
    told: dict[str, Any] = answer.json()
    coming = told["next"]
    return OrgTime(
        datetime.fromisoformat(told["now"]),
        datetime.fromisoformat(coming) if coming else None,
        tuple(told.get("changed", ())),
    )
