"""A card as the rep will see it: on the terminal, as an HTML page, or as a note's text."""

from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from coach.app.parts import now
from coach.cli.foresee.connect import org
from coach.cli.foresee.context import context_of, library_in
from coach.cli.foresee.deals import DealSelector, changed, deal_in_file, deal_in_org, deal_in_sample
from coach.cli.offline import offline_settings
from coach.config.settings import load_settings
from coach.engine.model.lines import Line, Run
from coach.engine.notes.forms import bounded
from coach.errors import Rejected
from coach.foresee.preview import Preview, page, preview
from coach.foresee.samples import sample_names

FORMS = ("rich", "basic", "plain")

__all__ = ["print_card", "print_note", "sample_names", "shown", "write_page"]


def shown(card: str, wanted: DealSelector, locale: str | None, library: Path | None) -> Preview:
    """The card ``PLAYBOOK[/CARD]`` on a deal; ``locale`` replaces its owner's language."""
    settings = offline_settings() if wanted.offline else load_settings()
    context, at = context_of(settings, library_in(settings, library)), now()
    if wanted.text is not None:
        deal = deal_in_org(org(settings), wanted.text, context)
    elif wanted.file:
        deal = deal_in_file(wanted.file, context, at)
    else:
        deal = deal_in_sample(wanted.sample or "", context, at)
    playbook, _, name = card.partition("/")
    return preview(playbook, name or None, changed(deal, wanted, context, at), context, at, locale)


def write_page(preview: Preview, path: Path) -> None:
    """Write the page that looks like the note."""
    try:
        path.write_text(page(preview), encoding="utf-8")
    except OSError as error:
        raise Rejected(f"{path} cannot be written: {error.strerror}.") from None
    click.echo(f"Written: {path}")


def print_note(preview: Preview) -> None:
    """Print the title, and the text in each form that an org may accept."""
    click.echo(preview.note.title)
    for name, body in zip(FORMS, preview.forms, strict=True):
        click.echo(f"\n--- {name}\n{body}")


def print_card(preview: Preview) -> None:
    """Print the note as well as a terminal can show it."""
    console = Console(highlight=False)
    for remark in preview.remarks:
        console.print(remark, style="yellow", markup=False)
    console.rule(Text(preview.note.title, style="bold"), align="left", style="blue")
    for line in bounded(preview.note.body):
        console.print(Padding(_text(line), (0, 0, 0, 2 * line.depth)))
    console.rule(style="blue")


def _text(line: Line) -> Text:
    text = Text(f"{line.marker} " if line.marker else "")
    for run in line.runs:
        text.append(run.text, _style(run))
        if run.href:
            text.append(f" ({run.href})", "dim")
    return text


def _style(run: Run) -> str:
    return " ".join(word for word, wanted in (("bold", run.bold), ("italic", run.italic)) if wanted)
