"""The demo's error, with a sentence for the person at the terminal."""

from typing import IO, Any

import click


class Trouble(click.ClickException):
    """The demo cannot go on; its message is for the person at the terminal, who sees it without a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message in the format of the other commands."""
        click.echo(self.message, file=file, err=file is None)
