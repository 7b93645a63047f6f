"""What became of a deal: won, lost, still open; and when it stalled on the way."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from coach.engine.model import Deal


class Ending(StrEnum):
    """How a deal ended, as far as the history goes."""

    WON = "won"
    LOST = "lost"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DealOutcome:
    """``ended_at`` is None for an open deal; ``stalls`` are the moments from which it had been in one stage for too
    long.
    """

    ending: Ending
    ended_at: datetime | None
    stalls: tuple[datetime, ...]

    def next_stall(self, after: datetime) -> datetime | None:
        """The first time after a moment that the deal stalled."""
        place = bisect_right(self.stalls, after)
        return self.stalls[place] if place < len(self.stalls) else None


def outcome_of(deal: Deal, until: datetime, stalled_after: timedelta) -> DealOutcome:
    """The outcome of ``deal`` in its last state before ``until``. It stalls if it stays in an open stage for longer
    than allowed.
    """
    ended_at = deal.history[-1].at if deal.closed and deal.history else deal.read_at if deal.closed else None
    ending = Ending.OPEN if ended_at is None else Ending.WON if deal.won else Ending.LOST
    ends = [change.at for change in deal.history[1:]] + ([] if deal.closed else [until])
    stages = zip(deal.history, ends, strict=False)
    stalls = tuple(stage.at + stalled_after for stage, end in stages if end - stage.at > stalled_after)
    return DealOutcome(ending, ended_at, stalls)
