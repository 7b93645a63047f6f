"""URLs of the log's rows behind figures. Each finds exactly as many rows as the figure says. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from coach.engine.model import Reason, Verdict
from coach.log.outcomes import CardOutcome
from coach.log.pages.fields import FIELDS
from coach.log.pages.values import ONCE

WEEK = timedelta(days=7)
OUTCOMES: Mapping[str, CardOutcome] = {
    "opened": CardOutcome.OPENED,
    "acknowledged": CardOutcome.ACKNOWLEDGED,
    "done": CardOutcome.DONE,
    "seen": CardOutcome.DONE_AND_SEEN,
}
"""The log's names for the steps of the funnel after the delivery."""


@dataclass(frozen=True, slots=True)
class LogLinks:
    """Where the rows are. ``log`` is the log's URL. ``whose`` are the filters for the people behind the figures, empty
    for everybody whom the viewer may see. ``starts`` are the days on which the weeks begin.
    """

    log: str
    whose: Mapping[str, str]
    starts: Sequence[date]

    def of(self, **whose: str) -> "LogLinks":
        """The same for these people."""
        return LogLinks(self.log, whose, self.starts)

    def cards(self, first: int | None = None, last: int | None = None, **filters: str) -> str:
        """Delivered cards, each once: in all weeks, in the week ``first``, or in the weeks ``first`` to ``last``."""
        return self._rows(first, last, {"cards": ONCE, **filters})

    def held_back(self, reasons: Sequence[Reason], first: int | None = None) -> str:
        """Held-back cards, for one of these reasons."""
        return self._rows(first, None, {"decision": Verdict.HOLD_BACK, "reason": ",".join(reasons)})

    def _rows(self, first: int | None, last: int | None, filters: Mapping[str, str]) -> str:
        weeks = self.starts if first is None else self.starts[first : (first if last is None else last) + 1]
        days = {"from": weeks[0].isoformat(), "to": (weeks[-1] + WEEK - timedelta(days=1)).isoformat()}
        asked = {**self.whose, **days, **filters}
        return f"{self.log}?{urlencode([(name, asked[name]) for name in FIELDS if name in asked])}"
