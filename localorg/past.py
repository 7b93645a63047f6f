"""An org that begins in the past, so that a story can be lived through before somebody looks.

Its clock stands still until it is moved, and what the seed tells happens as the clock passes. Sign-ins, limits of calls
that are being made now, and outbound messages go by the real time all the while.
"""

from collections.abc import Callable
from datetime import datetime

from werkzeug.wrappers import Response

from localorg.records import Records
from localorg.seed.story import Story


class OrgClock:
    """The org's time: the real one, or the moment at which it stands."""

    def __init__(self, real: Callable[[], datetime], standing_at: datetime | None = None) -> None:
        self._real = real
        self._standing_at = standing_at

    def __call__(self) -> datetime:
        return self._standing_at or self._real()

    @property
    def stands(self) -> bool:
        """Whether it has to be moved to go on."""
        return self._standing_at is not None

    def tell(self, response: Response) -> Response:
        """Have an answer bear the org's time, where that is not the real one that the server writes."""
        if self.stands:
            response.date = self()
        return response

    def stand_at(self, moment: datetime | None) -> None:
        """Stand still at this moment; with None, go on from the real time."""
        self._standing_at = moment


class Past:
    """Moves an org's clock, and tells its story on the way."""

    def __init__(self, records: Records, clock: OrgClock, story: Story) -> None:
        self._records = records
        self._story = story
        self.clock = clock

    @property
    def next_at(self) -> datetime | None:
        """When the seed has something happen next; None where its story is told."""
        return self._story.next_at

    def move(self, moment: datetime | None) -> list[str]:
        """Go on to this moment, or with None to the real time, and let the clock run from then on.

        The ids of the opportunities to which something happened on the way. Raises ValueError where the clock would
        have to go back.
        """
        before = self.clock()
        if moment is not None and moment < before:
            raise ValueError(f"The org's clock stands at {before.isoformat()}, and does not go back.")
        self.clock.stand_at(moment)
        with self._records.transaction():
            return self._story.tell_until(self.clock())
