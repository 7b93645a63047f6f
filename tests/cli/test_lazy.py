"""What a command does not need is not imported before it runs."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from coach.cli import coach
from coach.cli.lazy import LazyGroup

HEAVY = ("alembic", "celery", "flask", "requests", "simple_salesforce", "sqlalchemy")
COMMANDS = coach.list_commands(click.Context(coach))
FORMER_NAMES = {"check"}
"""Still understood, and no longer shown."""


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_is_called_by_the_word_it_is_found_under(word: str) -> None:
    command = coach.get_command(click.Context(coach), word)
    assert command is not None
    assert command.name == word


def test_help_says_in_one_line_what_each_command_is_for() -> None:
    shown = CliRunner().invoke(coach, ["--help"]).output
    for word in set(COMMANDS) - FORMER_NAMES:
        assert f"\n  {word} " in shown


def test_a_word_that_is_no_command_is_told_of() -> None:
    result = CliRunner().invoke(coach, ["lnt"])
    assert result.exit_code == 2
    assert "No such command 'lnt'" in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["lint", "playbooks"], ["schema", "--check"]], ids=" ".join)
def test_authors_wait_for_no_database_no_web_and_no_org(arguments: list[str]) -> None:
    program = (
        "import sys; from coach.cli import coach; coach(sys.argv[1:], standalone_mode=False);"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "heavy: []"


def test_the_commands_of_other_distributions_are_found_where_these_are_installed() -> None:
    assert {"demo", "localorg"} <= set(COMMANDS)


def test_a_command_that_comes_with_something_else_says_where_it_is_had() -> None:
    group = LazyGroup("coach", places={}, apart={"demo": "the demo's own package"}, found_as="nobody.declares.this")

    result = CliRunner().invoke(group, ["demo"])

    assert result.exit_code == 2
    assert "demo is not part of what is installed here: it comes with the demo's own package." in result.output
    assert "demo" not in group.list_commands(click.Context(group))


def test_help_lists_what_click_would_list_having_imported_everything() -> None:
    everything = {word: command for word in COMMANDS if (command := coach.get_command(click.Context(coach), word))}
    imported = click.Group("coach", commands=everything, params=coach.params, help=coach.help)

    assert CliRunner().invoke(coach, ["--help"]).output == CliRunner().invoke(imported, ["--help"]).output


def test_help_on_all_commands_imports_none_of_them() -> None:
    program = (
        "import sys; from coach.cli import coach; coach(['--help'], standalone_mode=False);"
        "print('imported:', [name for name in sys.modules if name.startswith(('coach.engine', 'coach.config'))])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "imported: []"
