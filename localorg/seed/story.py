"""What is still to happen in an org whose story is told from some weeks ago on."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """Something that happens at ``at``; ``place`` orders what happens at the same moment.

    ``tell`` writes it, and answers with the id of the opportunity that it happened to; None where it was to none.
    """

    at: datetime
    place: int
    tell: Callable[[], str | None] = field(compare=False)


class Story:
    """Happenings, each to be told once, oldest first."""

    def __init__(self) -> None:
        self._untold: list[Happening] = []
        self._places = 0

    def add(self, at: datetime, tell: Callable[[], str | None]) -> None:
        """Something that is to be told later."""
        heapq.heappush(self._untold, Happening(at, self._places, tell))
        self._places += 1

    @property
    def next_at(self) -> datetime | None:
        """When the next thing happens; None once all is told."""
        return self._untold[0].at if self._untold else None

    def tell_until(self, moment: datetime) -> list[str]:
        """Tell everything that happens up to ``moment``; the ids of the opportunities concerned, in that order."""
        told: dict[str, None] = {}
        while self._untold and self._untold[0].at <= moment:
            concerned = heapq.heappop(self._untold).tell()
            if concerned:
                told[concerned] = None
        return list(told)
