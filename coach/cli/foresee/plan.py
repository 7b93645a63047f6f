"""What an edited library would change on every open deal."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from coach.app.parts import load_library, now
from coach.cli.foresee.against import library_against
from coach.cli.foresee.connect import NoHistory, database, org
from coach.cli.foresee.context import context_of
from coach.cli.foresee.many import CountedDeals, DealHistory, deals_in_file, deals_in_org, progress
from coach.cli.offline import offline_settings
from coach.config.settings import Settings, load_settings
from coach.foresee.files import deal_line
from coach.foresee.plan import DealPlan, LibraryEdit, Planner, Threshold, read_threshold
from coach.foresee.plan.totals import Calls
from coach.foresee.reports import plan as report
from coach.foresee.reports import plan_document
from coach.foresee.reports.markdown import markdown
from coach.foresee.reports.terminal import show
from coach.pipeline.sweeping import REVISITED_AT_ONCE
from coach.pipeline.writing import DELIVERIES_AT_ONCE

STOPPED = 3
"""The exit status if a threshold is reached."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """The command's options."""

    against: str | None
    library: Path | None
    deals: Path | None
    form: str
    thresholds: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is compared, on which deals, and what is stored about them."""

    header: report.Header
    edit: LibraryEdit
    deals: CountedDeals
    past: DealHistory


def run(asked: PlanOptions) -> int:
    """Print the plan; returns the exit status."""
    thresholds = [read_threshold(text) for text in asked.thresholds]
    scene = _scene(asked, now())
    planner = Planner(scene.edit, scene.past.load, scene.header.at, Calls(REVISITED_AT_ONCE, DELIVERIES_AT_ONCE))
    plans = _plans(planner, scene.deals)
    stopped = (
        _as_json(scene, planner, plans, thresholds)
        if asked.form == "json"
        else _for_people(scene, planner, plans, thresholds, asked)
    )
    for sentence in stopped:
        click.echo(sentence, err=True)
    return STOPPED if stopped else 0


def export(path: Path, library: Path | None) -> None:
    """Write every open deal of the org to a file, from which a plan can be made elsewhere."""
    settings = load_settings()
    fields = load_library(library or settings.playbooks_dir).custom_fields
    deals = deals_in_org(org(settings), NoHistory(), fields)
    with path.open("w", encoding="utf-8") as file, progress("Reading deals", deals.count) as step:
        for known in deals.each():
            step()
            if known.deal:
                file.write(deal_line(known.deal) + "\n")
    click.echo(f"Written: {deals.count} deals to {path}")


def _scene(asked: PlanOptions, at: datetime) -> _Scene:
    settings = offline_settings() if asked.deals else load_settings()
    folder = asked.library or settings.playbooks_dir
    kept = None if asked.deals else database(settings)
    before = library_against(asked.against, folder, kept.libraries if kept else None)
    edit = LibraryEdit.between(context_of(settings, before.library), context_of(settings, load_library(folder)))
    past: DealHistory = kept.history if kept else NoHistory()
    current = kept.libraries.in_force() if kept else None
    in_force = current is None or current.library == before.library.hash
    header = report.Header(before.name, f"folder {folder}", at, kept is None, in_force)
    return _Scene(header, edit, _deals(asked, settings, edit, past, at), past)


def _deals(asked: PlanOptions, settings: Settings, edit: LibraryEdit, past: DealHistory, at: datetime) -> CountedDeals:
    fields = edit.before.library.custom_fields | edit.after.library.custom_fields
    if asked.deals:
        return deals_in_file(asked.deals, edit.after, fields, at)
    return deals_in_org(org(settings), past, fields)


def _plans(planner: Planner, deals: CountedDeals) -> Iterator[DealPlan]:
    with progress("Planning", deals.count) as step:
        for known in deals.each():
            step()
            planned = (
                planner.plan(known.deal, known.remembered)
                if known.deal
                else planner.plan_gone(known.opportunity_id, known.remembered)
            )
            if planned:
                yield planned


def _for_people(
    scene: _Scene, planner: Planner, plans: Iterator[DealPlan], thresholds: Sequence[Threshold], asked: PlanOptions
) -> list[str]:
    shown: list[DealPlan] = []
    for plan in plans:
        if plan.changes and (len(shown) < asked.most or not asked.most):
            shown.append(plan)
    totals = planner.totals()
    stopped = [sentence for threshold in thresholds if (sentence := threshold.stops(totals))]
    sections = list(report.sections(scene.header, scene.edit, totals, shown, stopped))
    if asked.form == "markdown":
        click.echo(markdown(report.title(totals), sections), nl=False)
    else:
        show(Console(highlight=False), report.title(totals), sections)
    return stopped


def _as_json(scene: _Scene, planner: Planner, plans: Iterator[DealPlan], thresholds: Sequence[Threshold]) -> list[str]:
    """Deal by deal, so that a plan of any size fits into memory."""
    header = json.dumps(plan_document.header_document(scene.header, scene.edit), ensure_ascii=False)
    click.echo(f'{header[:-1]}, "deals": [', nl=False)
    for count, plan in enumerate(plans):
        click.echo(
            ("," if count else "") + "\n" + json.dumps(plan_document.deal_document(plan), ensure_ascii=False), nl=False
        )
    totals = planner.totals()
    stopped = [sentence for threshold in thresholds if (sentence := threshold.stops(totals))]
    click.echo(f'\n], "totals": {json.dumps(plan_document.totals_document(totals, stopped), ensure_ascii=False)}}}')
    return stopped
