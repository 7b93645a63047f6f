"""Commands that are imported on demand, so that no command waits for another's imports."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are. ``places`` maps a word to a module and the command's name in it.

    Other distributions add commands as entry points of the group ``found_as``. ``apart`` maps a command of such a
    distribution to where to get it. Help on the group imports every module, so none of them may import much at its top.
    """

    def __init__(
        self,
        *arguments: Any,
        places: Mapping[str, tuple[str, str]],
        apart: Mapping[str, str] | None = None,
        found_as: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._places = places
        self._apart = apart or {}
        self._found_as = found_as

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All available command words, sorted."""
        return sorted({*self._places, *self._added(), *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this word, imported now; None if there is none. Raises click.UsageError."""
        if (place := self._places.get(cmd_name) or self._added().get(cmd_name)) is None:
            if cmd_name in self._apart:
                raise click.UsageError(
                    f"{cmd_name} is not part of what is installed here: it comes with {self._apart[cmd_name]}."
                )
            return super().get_command(ctx, cmd_name)
        module, name = place
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def _added(self) -> Mapping[str, tuple[str, str]]:
        """The commands that other distributions declare, by word."""
        return {each.name: (each.module, each.attr) for each in entry_points(group=self._found_as)}
