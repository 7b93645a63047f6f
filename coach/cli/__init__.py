"""The ``coach`` command. Each module holds the commands of one reader; heavy imports wait until a command runs."""

import sys

import click

from coach import __version__
from coach.cli.author import COMMANDS as AUTHOR
from coach.cli.demo import demo
from coach.cli.foresee import COMMANDS
from coach.cli.library import reload
from coach.cli.operate import check, migrate, reconcile, retry, settings
from coach.cli.org import localorg
from coach.cli.people import COMMANDS as PEOPLE
from coach.cli.privacy import person
from coach.errors import CoachError


@click.group()
@click.version_option(__version__, prog_name="coach")
def coach() -> None:
    """The right two minutes of coaching on a Salesforce opportunity, before the rep opens it."""


for command in (
    demo,
    localorg,
    migrate,
    check,
    settings,
    reconcile,
    reload,
    retry,
    person,
    *PEOPLE,
    *AUTHOR,
    *COMMANDS,
):
    coach.add_command(command)


def main() -> None:
    """Run the command line; what a person must know ends as a sentence, never as a traceback."""
    try:
        coach()
    except CoachError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
