"""The org's own time, taken from its answers.

A worker's clock may be an hour off, which must neither hide a change nor invent one. So the org's time is used for all
comparisons with times on records. Every answer has it in its ``Date`` header (RFC 9110, 6.6.1), to the second; from one
answer to the next, a monotonic clock counts on.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from coach.ports import Clock

_HALF_A_SECOND = timedelta(milliseconds=500)


class OrgTime:
    """Implements :class:`coach.ports.Clock`. Before the first answer it is the worker's own time.

    One object for all threads: what is noted is one tuple, replaced as a whole.
    """

    def __init__(self, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._noted: tuple[datetime, float] | None = None

    def note(self, response: requests.Response, **_: Any) -> None:
        """A response hook. An answer without the header, or with an invalid date, changes nothing."""
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except ValueError:
            return
        if told.tzinfo is not None:
            self._noted = told.astimezone(UTC) + _HALF_A_SECOND, self._monotonic()

    @property
    def heard(self) -> bool:
        """Whether an answer has contained the time."""
        return self._noted is not None

    @property
    def skew(self) -> timedelta | None:
        """How far the org's time is ahead of this worker's, give or take a second; None before the first answer."""
        return self() - self._clock() if self.heard else None

    def __call__(self) -> datetime:
        """The time in the org now."""
        if self._noted is None:
            return self._clock()
        told, at = self._noted
        return told + timedelta(seconds=self._monotonic() - at)
