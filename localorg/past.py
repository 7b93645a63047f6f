"""An org that begins in the past, so that some weeks of history can be played before anybody looks.

Its clock stands still until it is moved; moving it makes the seed's events happen up to that time. Sign-ins, call
limits and outbound messages always use the real time.
"""

from collections.abc import Callable
from datetime import datetime

from werkzeug.wrappers import Response

from localorg.records import Records
from localorg.seed.story import Story


class OrgClock:
    """The org's time: the real time, or a fixed moment while the clock is stopped."""

    def __init__(self, real: Callable[[], datetime], standing_at: datetime | None = None) -> None:
        self._real = real
        self._standing_at = standing_at

    def __call__(self) -> datetime:
        return self._standing_at or self._real()

    @property
    def stands(self) -> bool:
        """Whether the clock is stopped, so that it goes on only when it is moved."""
        return self._standing_at is not None

    def tell(self, response: Response) -> Response:
        """Set an answer's Date header to the org's time if the clock is stopped; the server would set the real time."""
        if self.stands:
            response.date = self()
        return response

    def stand_at(self, moment: datetime | None) -> None:
        """Stop the clock at this moment; None sets it to the real time and lets it run."""
        self._standing_at = moment


class Past:
    """Moves an org's clock, and makes the seed's events happen on the way."""

    def __init__(self, records: Records, clock: OrgClock, story: Story) -> None:
        self._records = records
        self._story = story
        self.clock = clock

    @property
    def next_at(self) -> datetime | None:
        """The time of the seed's next event; None if none is left."""
        return self._story.next_at

    def move(self, moment: datetime | None) -> list[str]:
        """Move the clock to ``moment`` and stop it there; None moves it to the real time and lets it run.

        Returns the ids of the opportunities that the events on the way changed. Raises ValueError if the clock would
        have to go back.
        """
        before = self.clock()
        if moment is not None and moment < before:
            raise ValueError(f"The org's clock stands at {before.isoformat()}, and does not go back.")
        self.clock.stand_at(moment)
        with self._records.transaction():
            return self._story.tell_until(self.clock())
