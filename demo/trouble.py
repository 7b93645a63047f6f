"""What keeps the demo from going on, in a sentence."""

from typing import IO, Any

import click


class Trouble(click.ClickException):
    """The demo cannot go on; its message is for the person at the terminal, who sees it without a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it, in the way of the other commands."""
        click.echo(self.message, file=file, err=file is None)
