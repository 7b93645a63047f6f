"""The four commands and their options."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

ONE_DEAL = "Name one deal: its id, the address of its page, its name, a JSON file, or --sample NAME."
LIBRARY = click.option(
    "--library", type=click.Path(path_type=Path), help="Folder with the playbooks; default: the service's."
)

FORMS = click.Choice(["text", "markdown", "json"])


def _facts(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    for each in values:
        if "=" not in each:
            raise click.BadParameter(f"“{each}” sets nothing: write a fact, = and its value, as in stage=Prospecting.")
    return {name.strip(): value.strip() for name, _, value in (each.partition("=") for each in values)}


SET = click.option(
    "--set",
    "facts",
    multiple=True,
    metavar="FACT=VALUE",
    callback=_facts,
    help="As if the deal were so: stage=Prospecting, product.discount=20; may be repeated.",
)


@click.command()
@click.argument("deal", metavar="ID|ADDRESS|NAME|FILE.json", required=False)
@click.option("--sample", help="A deal that comes with Coach, instead of one of the org.")
@SET
@click.option("--playbook", "names", multiple=True, help="Tell of this playbook only; may be repeated.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@LIBRARY
@click.option("--schema", is_flag=True, help="Print the JSON schema of a deal in a file, and stop.")
def explain(
    deal: str | None,
    sample: str | None,
    facts: dict[str, str],
    names: tuple[str, ...],
    form: str,
    library: Path | None,
    schema: bool,
) -> None:
    """Tell of every playbook, condition by condition, what it comes to on a deal, and what would be decided now.

    The deal is one of the org, by its id, the address of its page, or words of its name or its account's; or one in a
    JSON file. Exit status: 4 where several deals have the name, with a list to pick from.
    """
    from coach.cli.foresee import explain as command
    from coach.cli.foresee.deals import DealSelector

    if schema:
        click.echo(command.deal_schema())
    elif (deal is None) == (sample is None):
        raise click.UsageError(ONE_DEAL)
    else:
        command.run(DealSelector(deal, sample, facts=facts), names, form, library)


def _locale(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from coach.engine.languages import of_salesforce

    if value is not None and of_salesforce(value) is None:
        raise click.BadParameter(f"“{value}” is no language: write de, or pt-BR with a country.")
    return of_salesforce(value)


@click.command()
@click.argument("card", metavar="PLAYBOOK[/CARD]", required=False)
@click.option("--deal", metavar="ID|ADDRESS|NAME", help="An opportunity of the org.")
@click.option("--sample", help="A deal that comes with Coach.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="A deal in a JSON file.")
@SET
@click.option("--locale", callback=_locale, help="As for an owner with this language: de, or pt-BR with a country.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page that looks like the note.")
@click.option("--note", is_flag=True, help="Print the note's title and text, in each form that an org may take.")
@LIBRARY
@click.option("--samples", is_flag=True, help="List the samples, and stop.")
def preview(
    card: str | None,
    deal: str | None,
    sample: str | None,
    file: Path | None,
    facts: dict[str, str],
    locale: str | None,
    html: Path | None,
    note: bool,
    library: Path | None,
    samples: bool,
) -> None:
    """Show a card as the rep will see it, on a deal of your choice. Without a card's name, the playbook's first.

    Exit status: 4 where several deals have the name, with a list to pick from.
    """
    from coach.cli.foresee import preview as command
    from coach.cli.foresee.deals import DealSelector

    if samples:
        click.echo("\n".join(command.sample_names()))
        return
    if card is None:
        raise click.UsageError("Name a playbook, such as trade-do-not-give or trade-do-not-give/if-then.")
    if sum(choice is not None for choice in (deal, sample, file)) != 1:
        raise click.UsageError("Choose one deal: --deal ID, ADDRESS or NAME, --sample NAME or --json FILE.")
    shown = command.shown(card, DealSelector(deal, sample, file, facts), locale, library)
    if html:
        command.write_page(shown, html)
    if note:
        command.print_note(shown)
    elif not html:
        command.print_card(shown)


@click.command()
@click.option("--against", metavar="REV|DIR", help="To compare with; default: what is in force, or the last commit.")
@LIBRARY
@click.option("--deals", type=click.Path(path_type=Path), metavar="FILE.jsonl", help="Plan on these deals, offline.")
@click.option("--format", "form", type=FORMS, default="text", show_default=True)
@click.option("--fail-if", "thresholds", multiple=True, metavar="EXPR", help="As in cards_added>200: then exit with 3.")
@click.option("--show", "most", type=click.IntRange(0), default=50, show_default=True, help="Deals to list; 0: all.")
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE.jsonl", help="Write the open deals, and stop.")
@click.pass_context
def plan(
    context: click.Context,
    against: str | None,
    library: Path | None,
    deals: Path | None,
    form: str,
    thresholds: tuple[str, ...],
    most: int,
    export: Path | None,
) -> None:
    """Show what edited playbooks would change: cards added, removed and changed, on every open deal, and why."""
    from coach.cli.foresee import plan as command

    if export:
        command.export(export, library)
    else:
        context.exit(command.run(command.PlanOptions(against, library, deals, form, thresholds, most)))


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day to begin with, UTC.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day to end before, UTC; default: now.")
@click.option("--library", metavar="DIR|REV", help="The playbooks; default: the service's folder.")
@click.option("--from-org", is_flag=True, help="Read the org's history. The default.")
@click.option("--history", type=click.Path(path_type=Path), metavar="FILE", help="Read a CSV or JSONL file, offline.")
@click.option("--format", "form", type=FORMS, default="text", show_default=True)
@click.option("--assume-today", is_flag=True, help="Take products and contacts, which no org keeps, as they are today.")
@click.option("--stalled-after", type=click.IntRange(1), default=60, show_default=True, help="Days in one stage.")
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE", help="Write the org's history, and stop.")
def backtest(
    since: datetime,
    until: datetime | None,
    library: str | None,
    from_org: bool,
    history: Path | None,
    form: str,
    assume_today: bool,
    stalled_after: int,
    export: Path | None,
) -> None:
    """Show when playbooks would have fired in the past, and what became of the deals. Association, not cause."""
    from coach.cli.foresee import backtest as command

    if history and (from_org or export or assume_today):
        raise click.UsageError("Choose one: --history FILE, or the org's history with its options.")
    start, end = since.replace(tzinfo=UTC), until.replace(tzinfo=UTC) if until else None
    asked = command.BacktestOptions(start, end, library, history, form, timedelta(days=stalled_after), assume_today)
    if export:
        command.export(asked, export)
    else:
        command.run(asked)
