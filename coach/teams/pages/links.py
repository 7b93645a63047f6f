"""Addresses of the log's rows behind figures: each finds just as many rows as the figure says. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from coach.engine.model import Reason, Verdict
from coach.log.filters import CardOutcome
from coach.log.pages.fields import FIELDS
from coach.log.pages.values import ONCE

WEEK = timedelta(days=7)
OUTCOMES: Mapping[str, CardOutcome] = {
    "opened": CardOutcome.OPENED,
    "acknowledged": CardOutcome.ACKNOWLEDGED,
    "done": CardOutcome.DONE,
    "seen": CardOutcome.DONE_AND_SEEN,
}
"""What the log calls the steps of the funnel that come after the delivery."""


@dataclass(frozen=True, slots=True)
class LogLinks:
    """Where the rows are. ``log`` is the log's address, ``whose`` the filters for the people whose figures these are,
    none for everybody whom the viewer sees; ``starts`` are the days on which the weeks begin.
    """

    log: str
    whose: Mapping[str, str]
    starts: Sequence[date]

    def of(self, **whose: str) -> "LogLinks":
        """The same, of these people."""
        return LogLinks(self.log, whose, self.starts)

    def cards(self, first: int | None = None, last: int | None = None, **filters: str) -> str:
        """Cards that were delivered, each once; in all weeks, in the week ``first``, or in those up to ``last``."""
        return self._rows(first, last, {"cards": ONCE, **filters})

    def held_back(self, reasons: Sequence[Reason], first: int | None = None) -> str:
        """Cards that were held back, for one of these reasons."""
        return self._rows(first, None, {"decision": Verdict.HOLD_BACK, "reason": ",".join(reasons)})

    def _rows(self, first: int | None, last: int | None, filters: Mapping[str, str]) -> str:
        weeks = self.starts if first is None else self.starts[first : (first if last is None else last) + 1]
        days = {"from": weeks[0].isoformat(), "to": (weeks[-1] + WEEK - timedelta(days=1)).isoformat()}
        asked = {**self.whose, **days, **filters}
        return f"{self.log}?{urlencode([(name, asked[name]) for name in FIELDS if name in asked])}"
