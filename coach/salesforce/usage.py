"""API calls used and allowed, as the org reports with its answers, and the share of them that is ours.

The allocation belongs to the whole org over a rolling day: whoever uses up all of it stops people, too.
"""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import requests

from coach.errors import TryAgain
from coach.ports import ApiUsage

_API_USAGE = re.compile(r"(?:^|[;,\s])api-usage=(\d{1,12})/(\d{1,12})")
PAUSE = timedelta(minutes=15)
"""How long to pause once the share is used up. The day rolls, so one call then shows whether there is room."""


class CallBudget:
    """Reads ``Sforce-Limit-Info`` from every answer, refusals included, and stops us at ``share`` of the allocation."""

    def __init__(self, share: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._share = share
        self._monotonic = monotonic
        self._last: ApiUsage | None = None
        self._noted_at = 0.0

    @property
    def last(self) -> ApiUsage | None:
        """The org's last figures; None before the first call."""
        return self._last

    def note(self, response: requests.Response, **_: Any) -> None:
        """A response hook. Some answers lack the header, such as those without a body."""
        found = _API_USAGE.search(response.headers.get("Sforce-Limit-Info", ""))
        if found:
            self._last = ApiUsage(int(found[1]), int(found[2]))
            self._noted_at = self._monotonic()

    def check(self) -> None:
        """Raises TryAgain if our share is used up as of a recent answer."""
        if self._last is None or self._last.used < self._last.allowed * self._share:
            return
        left = PAUSE - timedelta(seconds=self._monotonic() - self._noted_at)
        if timedelta(0) < left <= PAUSE:
            sentence = (
                f"{self._last.used} of the org's {self._last.allowed} API calls of the last 24 hours are used; "
                "the rest is left to people."
            )
            raise TryAgain(sentence, left, "API_BUDGET")
