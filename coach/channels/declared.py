"""How a channel declares itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.channels.notes.org import NotesOrg
from coach.doctor import Check
from coach.engine.model import Wants
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

    ``name`` is the channel's name in its deliveries. ``opens`` creates the channel. ``wants`` returns, given the
    settings by name, the function that computes what is to be delivered for a deal's cards.

    ``settings`` are environment variables, each with its meaning: the channel is on if all of them are set. ``options``
    are those of the service's own settings that shape what the channel wants. ``checks`` are the findings of ``coach
    doctor`` about it.
    """

    name: str
    opens: Callable[[World], Channel]
    wants: Callable[[Mapping[str, str]], Wants]
    settings: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    def is_on(self, settings: Mapping[str, str]) -> bool:
        """Whether the operator has set all the settings that the channel needs."""
        return all(map(settings.get, self.settings))
