"""The list of all channels, each of which has a folder of its own."""

from collections.abc import Mapping

from coach.channels.declared import Declared, World
from coach.channels.notes import NotesChannel
from coach.channels.notes import checks as of_notes
from coach.doctor.checks import checks_with
from coach.engine.model import Wants
from coach.engine.notes import NOTE, Style, notes_in
from coach.ports import Channel

_STYLE = "COACH_NOTE_STYLE"
_NOTES = Declared(
    NOTE,
    lambda world: NotesChannel(world.org, world.store, world.memory, world.clock),
    lambda settings: notes_in(Style(settings[_STYLE])),
    options=(_STYLE,),
    checks=of_notes.CHECKS,
)
CHANNELS = (_NOTES,)
SETTINGS = {name: meaning for each in CHANNELS for name, meaning in each.settings.items()}
"""The environment variables of all channels, each with its meaning."""
OPTIONS = frozenset(name for each in CHANNELS for name in each.options)
"""The environment variables of the service's own settings that channels look at."""
CHECKS = checks_with(check for each in CHANNELS for check in each.checks)
"""All findings of ``coach doctor``, those about channels included."""


def opened(world: World) -> tuple[Channel, ...]:
    """The channels that are on, for one process."""
    return tuple(each.opens(world) for each in CHANNELS if each.is_on(world.settings))


def wants(settings: Mapping[str, str]) -> tuple[Wants, ...]:
    """For the channels that are on, functions from a deal's cards to the wanted deliveries."""
    return tuple(each.wants(settings) for each in CHANNELS if each.is_on(settings))


def wanted_over(settings: Mapping[str, str]) -> str:
    """The channels that are on, each with its options: if this changes, so may what is wanted for a deal's cards."""
    return " ".join(
        "/".join([each.name, *(settings[name] for name in each.options)]) for each in CHANNELS if each.is_on(settings)
    )
