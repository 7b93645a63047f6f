"""When playbooks would have fired in the past."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from coach.app.parts import load_library, now
from coach.cli.foresee.connect import org
from coach.cli.foresee.context import context_of
from coach.cli.foresee.histories import past_in_org, read_history, write_history
from coach.cli.foresee.many import progress
from coach.cli.foresee.revisions import library_at
from coach.cli.offline import offline_settings
from coach.config.settings import Settings, load_settings
from coach.engine.evaluate import EvaluationContext
from coach.engine.playbook import Library
from coach.foresee.backtest import Replay, Result, result_of
from coach.foresee.reports import backtest as report
from coach.foresee.reports.markdown import markdown
from coach.foresee.reports.terminal import show


@dataclass(frozen=True, slots=True)
class BacktestOptions:
    """The command's options; times are aware."""

    since: datetime
    until: datetime | None
    library: str | None
    history: Path | None
    form: str
    stalled_after: timedelta
    as_today: bool


def run(asked: BacktestOptions) -> None:
    """Print the result of a replay."""
    settings = offline_settings() if asked.history else load_settings()
    library, name = _library(asked.library, settings)
    context, at = context_of(settings, library), now()
    with _history(asked, settings, context) as path:
        count, deals = read_history(path, context, at)
        replay = Replay(context, asked.since, asked.until or at)
        with progress("Replaying", count) as step:
            replay.run(deals, step)
    _print(result_of(replay, asked.stalled_after), report.BacktestScope(name, asked.as_today), asked.form)


def export(asked: BacktestOptions, path: Path) -> None:
    """Write the org's past to a file, from which a backtest can be run elsewhere."""
    settings = load_settings()
    fields = _library(asked.library, settings)[0].custom_fields
    count = _export(settings, fields, asked, path)
    click.echo(f"Written: {count} rows to {path}")


def _library(named: str | None, settings: Settings) -> tuple[Library, str]:
    """The library of a folder or a revision, and its source in words."""
    folder = settings.playbooks_dir
    if named is None:
        return load_library(folder), f"Folder {folder}"
    if Path(named).is_dir():
        return load_library(Path(named)), f"Folder {named}"
    return library_at(folder, named), f"Revision {named}"


@contextmanager
def _history(asked: BacktestOptions, settings: Settings, context: EvaluationContext) -> Iterator[Path]:
    """The file to replay. From an org, the data goes through a file, because a whole org's past may not fit into
    memory.
    """
    if asked.history:
        yield asked.history
        return
    with TemporaryDirectory(prefix="coach-backtest-") as folder:
        path = Path(folder) / "history.jsonl"
        _export(settings, context.library.custom_fields, asked, path)
        yield path


def _export(settings: Settings, custom_fields: frozenset[str], asked: BacktestOptions, path: Path) -> int:
    salesforce = org(settings)
    ids = salesforce.deals_since(asked.since)
    with progress("Reading histories", len(ids)) as step:
        return write_history(path, past_in_org(salesforce, ids, custom_fields, asked.as_today, step))


def _print(result: Result, scope: report.BacktestScope, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(report.document(result, scope), ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo(markdown(report.title(result), list(report.sections(result, scope))), nl=False)
    else:
        show(Console(highlight=False), report.title(result), list(report.sections(result, scope)))
