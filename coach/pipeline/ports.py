"""What the steps need from the world, and how long what they take is held."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from coach.engine.evaluate import EvaluationContext
from coach.ports import Channel, Clock, Memory, Org, Store, Wake

LEASE = timedelta(seconds=30)
"""How long what a lost worker held waits for another. A batch may take longer: it is renewed meanwhile."""


@dataclass(frozen=True)
class Ports:
    """Everything that a step needs.

    ``context`` is asked anew for each batch, for the library may change; it raises TryAgain while none is valid.
    ``clock`` is the time that is decided at: the org's own, as its last answer told it, for it is compared with dates
    and times on records. ``channels`` are all ways to reach a person. ``lease`` is how long what is
    taken is held for, unless it is renewed, which it is three times as often.
    """

    store: Store
    org: Org
    memory: Memory
    context: Callable[[], EvaluationContext]
    wake: Wake
    clock: Clock
    channels: Sequence[Channel]
    lease: timedelta = LEASE

    @property
    def by_name(self) -> Mapping[str, Channel]:
        """The channels, as deliveries name them."""
        return {channel.name: channel for channel in self.channels}
