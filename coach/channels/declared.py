"""How a channel declares itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.channels.notes.org import NotesOrg
from coach.engine.evaluate import Wants
from coach.ports import Channel, Clock, Memory, Store


@dataclass(frozen=True)
class World:
    """What a channel may use when it is opened. ``settings`` are those that it declares, by name."""

    org: NotesOrg
    store: Store
    memory: Memory
    clock: Clock
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Declared:
    """A channel's declaration.

    ``name`` is the channel's name in its deliveries. ``opens`` creates the channel. ``wants`` computes what is to be
    delivered for a deal's cards; notes declare none, because they are wanted for every deal, in the operator's style.

    ``settings`` are environment variables, each with its meaning: the channel is on if all of them are set.
    """

    name: str
    opens: Callable[[World], Channel]
    wants: Wants | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def is_on(self, settings: Mapping[str, str]) -> bool:
        """Whether the operator has set all the settings that the channel needs."""
        return all(map(settings.get, self.settings))
