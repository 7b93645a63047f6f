"""Commands that are imported when somebody asks for them: what one needs, no other waits for."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are. ``places`` holds a module and the name of the command in it, by word.

    ``apart`` says of the words whose module comes with another distribution which one that is. Help on the group
    itself imports every module that is there, so none of them may import much at its top.
    """

    def __init__(
        self,
        *arguments: Any,
        places: Mapping[str, tuple[str, str]],
        apart: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._places = places
        self._apart = apart or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every word that can be used here, in alphabetical order."""
        here = [word for word in self._places if self._is_here(word)]
        return sorted([*here, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this word, imported now; None where there is none. Raises click.UsageError."""
        if cmd_name not in self._places:
            return super().get_command(ctx, cmd_name)
        if not self._is_here(cmd_name):
            raise click.UsageError(
                f"{cmd_name} is not part of what is installed here: it comes with {self._apart[cmd_name]}."
            )
        module, name = self._places[cmd_name]
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def _is_here(self, word: str) -> bool:
        """Whether the command's module is installed."""
        if word not in self._apart:
            return True
        try:
            return find_spec(self._places[word][0]) is not None
        except ModuleNotFoundError:
            return False
