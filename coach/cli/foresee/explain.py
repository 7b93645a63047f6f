"""Why a deal gets what it gets, and nothing else."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

import click
from rich.console import Console

from coach.cli.foresee.connect import database, org
from coach.cli.foresee.deals import deal_in_file, deal_in_org
from coach.cli.foresee.desk import desk_of, library_in
from coach.cli.offline import offline_settings
from coach.config import load_settings
from coach.errors import Rejected
from coach.foresee.explanation import Explanation, explain_deal
from coach.foresee.form import DealForm
from coach.foresee.reports import explanation as report
from coach.parts import now
from coach.playbook.problems import did_you_mean, quote


def run(deal: str, names: tuple[str, ...], form: str, library: Path | None) -> None:
    """Print the explanation of a deal in the org, or in a file."""
    explanation = _of_file(Path(deal), names, library) if deal.endswith(".json") else _of_org(deal, names, library)
    if form == "json":
        click.echo(json.dumps(report.document(explanation), ensure_ascii=False, indent=2))
    else:
        _show(explanation)


def deal_schema() -> str:
    """The JSON schema of a deal in a file, for editors."""
    return json.dumps(DealForm.model_json_schema(), indent=2, ensure_ascii=False)


def _of_file(path: Path, names: tuple[str, ...], library: Path | None) -> Explanation:
    settings = offline_settings()
    desk, at = desk_of(settings, library_in(settings, library)), now()
    _check(names, desk.library.playbooks)
    return explain_deal(deal_in_file(path, desk, at), desk, at, only=names)


def _of_org(deal_id: str, names: tuple[str, ...], library: Path | None) -> Explanation:
    settings = load_settings()
    desk, at = desk_of(settings, library_in(settings, library)), now()
    _check(names, desk.library.playbooks)
    deal = deal_in_org(org(settings), deal_id, desk)
    kept = database(settings)
    if kept is None:
        return explain_deal(deal, desk, at, only=names)
    known = kept.recollection
    return explain_deal(deal, desk, at, known.remembered([deal.id])[deal.id], known.load(deal.owner.id), names)


def _check(names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise Rejected(f"There is no playbook {quote(name)}.{did_you_mean(name, known)}")


def _show(explanation: Explanation) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in report.lines(explanation):
        console.print(line, style=_style(line), markup=False)


def _style(line: str) -> str:
    mark = line.strip()[:1]
    if line[:1].isupper() and "  " in line:
        return "bold"
    return {"✓": "green", "✗": "red", "?": "yellow"}.get(mark, "")
