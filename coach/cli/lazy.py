"""Commands that are imported when somebody asks for them: what one needs, no other waits for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are. ``places`` holds a module and the name of the command in it, by word.

    Help on the group itself imports every module, so none of them may import much at its top.
    """

    def __init__(self, *arguments: Any, places: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every word, in alphabetical order."""
        return sorted([*self._places, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this word, imported now; None where there is none."""
        if cmd_name not in self._places:
            return super().get_command(ctx, cmd_name)
        module, name = self._places[cmd_name]
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None
