"""Commands for playbook authors: ``lint`` reports mistakes, ``schema`` writes the schemas for editors."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.engine.inventory import Inventory
    from coach.lint import Context, Inspected, Report, SourceFile

_FEW = 60
"""Up to this many files, reading is faster than starting other processes."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--org/--offline", "ask", default=False, help="Ask the org what it has, or take what it last said.")
@click.option(
    "--inventory",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the org has, as coach lint --org kept it elsewhere: the file org.json in the data folder.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day for review dates; default: today, in UTC.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--minutes", type=click.FloatRange(0, min_open=True), default=2, show_default=True, help="For one card.")
@click.option("--title", type=click.IntRange(1), default=80, show_default=True, help="Characters of a headline.")
@click.option("--places", type=click.IntRange(1), help="Cards open on one deal at a time; default: as in the settings.")
def lint(
    paths: tuple[Path, ...],
    form: str,
    ask: bool,
    file: Path | None,
    today: datetime | None,
    strict: bool,
    minutes: float,
    title: int,
    places: int | None,
) -> None:
    """Say what is wrong with playbooks: files, or folders of them.

    Exit status: 0 where there are no errors, 1 where there are, 2 where the command was misused.
    """
    from coach.cli.offline import offline_settings
    from coach.engine.inventory import FILE
    from coach.lint import FORMATS, Context, Severity

    settings = offline_settings()
    kept = file or settings.data_dir / FILE
    if ask and file:
        raise click.UsageError("Choose one: --org looks at the org, --inventory takes what was seen before.")
    context = Context(
        today=(today or datetime.now(UTC)).date(),
        inventory=_ask_org(kept, _named(paths or (settings.playbooks_dir,), settings.playbooks_dir))
        if ask
        else _kept(kept),
        minutes=Decimal(str(minutes)),
        title=title,
        places=places or settings.deal_cards,
        whole=all(path.is_dir() for path in paths),
    )
    report = _report(paths or (settings.playbooks_dir,), settings.playbooks_dir, context)
    click.echo(FORMATS[form](report))
    if report.of(Severity.ERROR) or (strict and report.findings):
        raise SystemExit(1)


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the file is not up to date.")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def schema(check: bool, folder: Path | None) -> None:
    """Write the schemas with which editors complete and check playbooks and defaults, next to the playbooks."""
    from coach.cli.offline import offline_settings
    from coach.engine.playbook.schema import files

    place = folder or offline_settings().playbooks_dir
    for name, text in files():
        path = place / name
        current = path.is_file() and path.read_text(encoding="utf-8") == text
        if check and not current:
            click.echo(f"{path} is not up to date: run coach schema.")
            raise SystemExit(1)
        if not current:
            path.write_text(text, encoding="utf-8")
        click.echo(f"{path} is up to date.")


def _named(paths: Sequence[Path], top: Path) -> frozenset[str]:
    """The further fields that valid playbooks name: the org is asked for the objects on the paths to them."""
    from coach.lint import fields_named, sources_in

    return fields_named(sources_in(paths, top)[0])


def _ask_org(kept: Path, custom_fields: frozenset[str]) -> "Inventory":
    from coach.cli.foresee.connect import org
    from coach.config.settings import load_settings
    from coach.engine import inventory

    found = org(load_settings()).inventory(datetime.now(UTC), custom_fields)
    inventory.save(found, kept)
    return found


def _kept(path: Path) -> "Inventory | None":
    from coach.engine import inventory

    return inventory.load(path)


def _report(paths: Sequence[Path], top: Path, context: "Context") -> "Report":
    from coach.lint import lint, sources_in
    from coach.lint.notices import notices

    sources, problems = sources_in(paths, top)
    report = lint(sources, context, problems, each=map if len(sources) < _FEW else _in_processes)
    return replace(report, notices=tuple(notices(context, sources)))


def _in_processes(
    inspect: "Callable[[SourceFile], Inspected]", sources: "Iterable[SourceFile]", /
) -> "Iterable[Inspected]":
    """Like map, with one process per processor: checking takes longer than handing over what is found."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(inspect, sources, chunksize=16))
