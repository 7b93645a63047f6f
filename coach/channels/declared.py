"""What a channel declares about itself, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.channels.notes.org import NotesOrg
from coach.engine.evaluate import Wants
from coach.ports import Channel, Clock, Memory, Store


@dataclass(frozen=True)
class World:
    """What a channel may be opened with; ``settings`` are those that it declares, by name."""

    org: NotesOrg
    store: Store
    memory: Memory
    clock: Clock
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Declared:
    """A channel: ``name`` as its deliveries have it, ``opens`` what reaches people, ``wants`` what is to be delivered
    for a deal's cards. Notes are wanted for every deal, in the operator's style, and declare none.

    ``settings`` are environment variables, each with its meaning: the channel is on where all of them are set.
    """

    name: str
    opens: Callable[[World], Channel]
    wants: Wants | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def is_on(self, settings: Mapping[str, str]) -> bool:
        """Whether the operator has set all that it takes."""
        return all(map(settings.get, self.settings))
