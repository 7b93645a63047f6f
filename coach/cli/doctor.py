"""``coach doctor``: what keeps Coach from working here, who acts, and where."""

import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.doctor import Diagnosis, Severity

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs; the names in it stay.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
def doctor(as_json: bool, strict: bool) -> None:
    """Say what is wrong with the org's set-up, the settings and the service, who acts, and where they click.

    Reads only. Exit status: 0 where nothing must be done, 1 where something must, 2 where the org could not be asked.
    """
    from coach.doctor import report

    heads, diagnosis = _look()
    if as_json:
        click.echo(report.as_json(diagnosis, strict))
    else:
        click.echo("\n".join([*heads, ""]) + _in_words(diagnosis))
    raise SystemExit(diagnosis.status(strict))


check = click.Command("check", callback=doctor.callback, params=doctor.params, help=doctor.help, hidden=True)
"""The name that ``coach doctor`` had before."""


def _look() -> "tuple[list[str], Diagnosis]":
    from coach.app import build
    from coach.app.doctor import Examination
    from coach.config import load_settings
    from coach.doctor import Facts, ServiceFacts, diagnose
    from coach.errors import Misconfigured
    from coach.shelf import in_words

    try:
        app = build(load_settings(), serving=False)
    except Misconfigured as error:
        return [], diagnose(Facts(ServiceFacts(settings=tuple(str(error).splitlines()))))
    facts = Examination(app).facts()
    who = f"Signed in to {facts.service.url}" if facts.org else f"Not signed in to {facts.service.url}"
    name = f" as {facts.org.user_name or facts.org.user_id}" if facts.org else ""
    return [f"{who}{name}.", in_words(app.shelf.state())], diagnose(facts)


def _in_words(diagnosis: "Diagnosis") -> str:
    from coach.doctor.report import in_words, plain

    terminal = sys.stdout.isatty()
    return in_words(diagnosis, shutil.get_terminal_size().columns if terminal else None, _paint if terminal else plain)


def _paint(text: str, severity: "Severity | None") -> str:
    return click.style(text, bold=True) if severity is None else click.style(text, fg=_COLOURS[severity.value])
