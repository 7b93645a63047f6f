"""``coach doctor``: what keeps Coach from working here, who must act, and where."""

import shutil
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coach.app import App
    from coach.app.doctor import Examination
    from coach.doctor import Diagnosis, Urgency
    from coach.errors import Misconfigured

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs; the names in it stay.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--write-test", is_flag=True, help="Write notes on a deal in every way, read them back and remove them.")
@click.option("--canary", is_flag=True, help="Send one deal the whole way, from the event to the note on its record.")
@click.option("--deal", default="", help="The opportunity for these, by its id; default: one that Coach finds.")
def doctor(as_json: bool, strict: bool, write_test: bool, canary: bool, deal: str) -> None:
    """Say what is wrong with the org's set-up, the settings and the service, who acts, and where they click.

    Reads only, unless asked to write. Exit status: 0 where nothing must be done, 1 where something must, 2 where the
    org could not be asked.
    """
    from coach.doctor import report

    examined = _examine(write_test, canary, deal)
    if as_json:
        click.echo(report.as_json(examined.diagnosis, strict, **examined.parts))
    else:
        click.echo("\n".join([*examined.heads, ""]) + _in_words(examined.diagnosis))
    status = examined.diagnosis.status(strict)
    raise SystemExit(status or (1 if examined.failed else 0))


check = click.Command("check", callback=doctor.callback, params=doctor.params, help=doctor.help, hidden=True)
"""The former name of ``coach doctor``."""


@dataclass
class _Examined:
    """The findings. ``parts`` is what the tests add to the JSON output; ``failed`` says whether one of the tests
    failed.
    """

    diagnosis: "Diagnosis"
    heads: list[str] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    failed: bool = False


def _examine(write_test: bool, canary: bool, deal: str) -> _Examined:
    """The tests run first, because the checks also look at their results."""
    from coach.app import build
    from coach.app.doctor import Examination
    from coach.channels.registry import CHECKS
    from coach.config.settings import load_settings
    from coach.doctor import Facts, ServiceFacts, diagnose
    from coach.errors import CoachError, Misconfigured
    from coach.library.words import in_words

    try:
        # Progress is shown in sentences; log warnings in front of them would distract.
        app = build(load_settings().model_copy(update={"log_level": "error"}), serving=False)
    except Misconfigured as error:
        return _of_settings(error)
    examination, before = Examination(app), _Examined(diagnose(Facts(ServiceFacts()), CHECKS))
    try:
        if write_test:
            _write_test(examination, deal, before)
        if canary:
            _canary(examination.serving(), examination.deal(deal), before)
    except CoachError as failure:
        before.heads.append(f"The test could not be made: {failure}")
        before.failed = True
    try:
        facts = examination.facts()
    except Misconfigured as error:
        return _of_settings(error)
    who = f"Signed in to {facts.service.url}" if facts.org else f"Not signed in to {facts.service.url}"
    name = f" as {facts.org.user_name or facts.org.user_id}" if facts.org else ""
    before.parts["refused"] = dict(facts.org.refused) if facts.org else {}
    heads = [f"{who}{name}.", in_words(examination.playbooks()), *before.heads]
    return _Examined(diagnose(facts, CHECKS), heads, before.parts, before.failed)


def _of_settings(error: "Misconfigured") -> _Examined:
    from coach.channels.registry import CHECKS
    from coach.doctor import Facts, ServiceFacts, diagnose

    return _Examined(diagnose(Facts(ServiceFacts(settings=tuple(str(error).splitlines()))), CHECKS))


def _write_test(examination: "Examination", deal: str, into: _Examined) -> None:
    from coach.doctor.trial import lines

    result = examination.write_test(examination.deal(deal))
    into.parts["write_test"] = {
        "answers": dict(result.answers),
        "not_removed": dict(result.left),
        "stopped": result.stopped,
    }
    into.heads += ["", *lines(result)]
    into.failed = into.failed or bool(result.left or result.stopped)


def _canary(app: "App", deal: str, into: _Examined) -> None:
    from coach.app.canary import Canary

    legs = []
    for leg in Canary(app).legs(deal):
        legs.append(asdict(leg))
        mark = {True: "ok", False: "FAIL", None: "--"}[leg.ok]
        into.heads.append(f"  {mark:4}  {leg.name:15} {leg.seconds:6.2f} s  {leg.says}")
        into.failed = into.failed or not leg.ok
    into.parts["canary"] = {"deal": deal, "legs": legs}


def _in_words(diagnosis: "Diagnosis") -> str:
    from coach.doctor.report import in_words, plain

    terminal = sys.stdout.isatty()
    return in_words(diagnosis, shutil.get_terminal_size().columns if terminal else None, _paint if terminal else plain)


def _paint(text: str, severity: "Urgency | None") -> str:
    return click.style(text, bold=True) if severity is None else click.style(text, fg=_COLOURS[severity.value])
