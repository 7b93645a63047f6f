"""The events still to come in an org that begins some weeks ago."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """An event at ``at``; ``place`` orders events of the same time.

    ``tell`` writes the event, and returns the id of its opportunity; None if it concerns none.
    """

    at: datetime
    place: int
    tell: Callable[[], str | None] = field(compare=False)


class Story:
    """The events that are not written yet. Each is written once, oldest first."""

    def __init__(self) -> None:
        self._untold: list[Happening] = []
        self._places = 0

    def add(self, at: datetime, tell: Callable[[], str | None]) -> None:
        """Add an event to be written later."""
        heapq.heappush(self._untold, Happening(at, self._places, tell))
        self._places += 1

    @property
    def next_at(self) -> datetime | None:
        """The time of the next event; None if none is left."""
        return self._untold[0].at if self._untold else None

    def tell_until(self, moment: datetime) -> list[str]:
        """Write all events up to ``moment``; returns the ids of their opportunities, in that order."""
        told: dict[str, None] = {}
        while self._untold and self._untold[0].at <= moment:
            concerned = heapq.heappop(self._untold).tell()
            if concerned:
                told[concerned] = None
        return list(told)
