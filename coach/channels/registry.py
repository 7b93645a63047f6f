"""The list of all channels, each of which has a folder of its own."""

from collections.abc import Mapping

from coach.channels.declared import Declared, World
from coach.channels.notes import NotesChannel
from coach.engine.evaluate import Wants
from coach.engine.notes import NOTE
from coach.ports import Channel

_NOTES = Declared(NOTE, lambda world: NotesChannel(world.org, world.store, world.memory, world.clock))
CHANNELS = (_NOTES,)
SETTINGS = {name: meaning for each in CHANNELS for name, meaning in each.settings.items()}
"""The environment variables of all channels, each with its meaning."""


def opened(world: World) -> tuple[Channel, ...]:
    """The channels that are on, for one process."""
    return tuple(each.opens(world) for each in CHANNELS if each.is_on(world.settings))


def wants(settings: Mapping[str, str]) -> tuple[Wants, ...]:
    """For the channels that are on, functions from a deal's cards to the deliveries wanted beside notes."""
    return tuple(each.wants for each in CHANNELS if each.wants and each.is_on(settings))
