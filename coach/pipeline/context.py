"""The interfaces that the steps need, and the length of a lease."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from coach.engine.evaluate import EvaluationContext
from coach.ports import Channel, Clock, Memory, Org, Store, Wake

LEASE = timedelta(seconds=30)
"""How long the work of a lost worker waits before another takes it. A batch may take longer: its lease is renewed."""


@dataclass(frozen=True)
class StepContext:
    """Everything that a step needs.

    ``context`` is called again for each batch, because the library may change; it raises TryAgain while no library is
    valid. ``clock`` is the time at which decisions are made: the org's own, as of its last answer, because it is
    compared with dates and times on records. ``channels`` are all ways to reach a person. ``lease`` is how long a claim
    is held unless it is renewed; it is renewed three times per lease.
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
        """The channels by the name that deliveries use for them."""
        return {channel.name: channel for channel in self.channels}
