"""What the steps need from the world, and how long what they take is held."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from coach.channels.notes.strays import Seen, Strays
from coach.engine.evaluate import EvaluationContext
from coach.ports import Clock, Memory, Org, Store, Wake

LEASE = timedelta(seconds=30)
"""How long what a lost worker held waits for another. A batch may take longer: it is renewed meanwhile."""


@dataclass(frozen=True)
class Ports:
    """Everything that a step needs.

    ``context`` is asked anew for each batch, for the library may change; it raises TryAgain while none is valid.
    ``clock`` is the time that is decided at: the org's own, as its last answer told it, for it is compared with dates
    and times on records. ``lease`` is how long what is taken is held for, unless it is renewed, which it is three
    times as often.
    """

    store: Store
    org: Org
    memory: Memory
    context: Callable[[], EvaluationContext]
    wake: Wake
    clock: Clock
    lease: timedelta = LEASE
    seen: Seen = field(default_factory=Seen)

    @property
    def strays(self) -> Strays:
        """Notes in the org that the store may not know of."""
        return Strays(self.store, self.org, self.memory, self.clock, self.seen)
