"""Commands that are imported on demand, so that no command waits for another's imports."""

import ast
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are. ``places`` maps a word to a module and the command's name in it.

    Other distributions add commands as entry points of the group ``found_as``. ``apart`` maps a command of such a
    distribution to where to get it. Help on the group reads what each command is for off its module's text.
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first sentences, without importing any: that took ten times as long."""
        places = {**self._added(), **self._places}
        announced = {word: _announced(*place) or self.get_command(ctx, word) for word, place in places.items()}
        click.Group(commands={word: command for word, command in announced.items() if command}).format_commands(
            ctx, formatter
        )

    def _added(self) -> Mapping[str, tuple[str, str]]:
        """The commands that other distributions declare, by word."""
        from importlib.metadata import entry_points  # takes longer than all else here, and few commands come from there

        return {each.name: (each.module, each.attr) for each in entry_points(group=self._found_as)}


def _announced(module: str, name: str) -> click.Command | None:
    """A command with the help that its module's text says, and nothing to run; None if it is not defined there as a
    function.
    """
    function = _functions(module).get(name)
    return click.Command(name, help=ast.get_docstring(function), **_options(function)) if function else None


@cache
def _functions(module: str) -> Mapping[str, ast.FunctionDef]:
    """The functions in a module's text, by name. Cached for one call of help: a module has up to four commands."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    body = ast.parse(Path(spec.origin).read_bytes()).body
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def _options(function: ast.FunctionDef) -> dict[str, Any]:
    """What the command's decorator says of how it is listed."""
    said = (word for each in function.decorator_list if isinstance(each, ast.Call) for word in each.keywords)
    return {
        word.arg: ast.literal_eval(word.value) for word in said if word.arg in ("hidden", "deprecated", "short_help")
    }
