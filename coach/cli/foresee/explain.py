"""The implementation of ``coach explain``."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from coach.app.parts import now
from coach.cli.foresee.connect import database, org
from coach.cli.foresee.context import context_of, library_in
from coach.cli.foresee.deals import DealSelector, changed, deal_in_file, deal_in_org, deal_in_sample
from coach.cli.offline import offline_settings
from coach.config.settings import Settings, load_settings
from coach.engine.evaluate import EvaluationContext
from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.foresee.explanation import Explanation, explain_deal
from coach.foresee.form import DealForm
from coach.foresee.reports import explanation as report


def run(wanted: DealSelector, names: tuple[str, ...], form: str, library: Path | None) -> None:
    """Print the explanation of a deal in the org, in a sample, or in a file."""
    if wanted.text and wanted.text.endswith(".json"):
        wanted = replace(wanted, text=None, file=Path(wanted.text))
    settings = offline_settings() if wanted.offline else load_settings()
    context = context_of(settings, library_in(settings, library))
    _check(names, context.library.playbooks)
    explanation = _explained(wanted, names, settings, context)
    if form == "json":
        click.echo(json.dumps(report.document(explanation), ensure_ascii=False, indent=2))
    else:
        _show(explanation, wanted)


def deal_schema() -> str:
    """The JSON schema of a deal in a file, for editors."""
    return json.dumps(DealForm.model_json_schema(), indent=2, ensure_ascii=False)


def _explained(
    wanted: DealSelector, names: tuple[str, ...], settings: Settings, context: EvaluationContext
) -> Explanation:
    at = now()
    if wanted.text is None:
        deal = (
            deal_in_file(wanted.file, context, at) if wanted.file else deal_in_sample(wanted.sample or "", context, at)
        )
        return explain_deal(changed(deal, wanted, context, at), context, at, only=names)
    deal, kept = changed(deal_in_org(org(settings), wanted.text, context), wanted, context, at), database(settings)
    if kept is None:
        return explain_deal(deal, context, at, only=names)
    known = kept.history
    return explain_deal(deal, context, at, known.remembered([deal.id])[deal.id], known.load(deal.owner.id), names)


def _check(names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise Rejected(f"There is no playbook {quote(name)}.{did_you_mean(name, known)}")


def _show(explanation: Explanation, wanted: DealSelector) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in report.lines(explanation, wanted.facts):
        console.print(line, style=_style(line), markup=False)


def _style(line: str) -> str:
    mark = line.strip()[:1]
    if line[:1].isupper() and "  " in line:
        return "bold"
    return {"✓": "green", "✗": "red", "?": "yellow"}.get(mark, "")
