"""The ``coach`` command. Each module holds the commands for one kind of user, and is imported on demand."""

import sys

import click

from coach import __version__
from coach.cli.lazy import LazyGroup
from coach.errors import CoachError

_COMMANDS = {
    "admins": ("coach.cli.people", "admins"),
    "backtest": ("coach.cli.foresee.commands", "backtest"),
    "check": ("coach.cli.doctor", "check"),
    "doctor": ("coach.cli.doctor", "doctor"),
    "explain": ("coach.cli.foresee.commands", "explain"),
    "lint": ("coach.cli.author", "lint"),
    "migrate": ("coach.cli.operate", "migrate"),
    "package": ("coach.cli.package", "package"),
    "person": ("coach.cli.privacy", "person"),
    "plan": ("coach.cli.foresee.commands", "plan"),
    "preview": ("coach.cli.foresee.commands", "preview"),
    "reconcile": ("coach.cli.operate", "reconcile"),
    "reload": ("coach.cli.library", "reload"),
    "retry": ("coach.cli.operate", "retry"),
    "schema": ("coach.cli.author", "schema"),
    "serve": ("coach.cli.serve", "serve"),
    "settings": ("coach.cli.operate", "settings"),
    "sign-out": ("coach.cli.people", "sign_out"),
    "token": ("coach.cli.people", "token"),
}
"""The module and the name of every command, by the word that a person types."""
_APART = dict.fromkeys(
    ("demo", "localorg"), "the project's source: run it from a copy of the repository, as its README says"
)
"""Commands of other distributions, which declare them as entry points of ``coach.commands``, and where to get them."""


@click.group(cls=LazyGroup, places=_COMMANDS, apart=_APART, found_as="coach.commands")
@click.version_option(__version__, prog_name="coach")
def coach() -> None:
    """The right two minutes of coaching on a Salesforce opportunity, before the rep opens it."""


def main() -> None:
    """Run the command line. An error for the user ends as a sentence, never as a traceback."""
    try:
        coach()
    except CoachError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
