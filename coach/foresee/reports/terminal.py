"""Sections for a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from coach.foresee.reports.sections import Part, ReportItem, Section, TextTable

NO_TERMINAL = 120


def show(console: Console, title: str, sections: Sequence[Section]) -> None:
    """Print the whole report."""
    console = wide(console)
    console.print(Text(title, style="bold"))
    for section in sections:
        console.print()
        if section.title:
            console.print(Text(section.title, style="bold cyan"))
        for part in section.parts:
            _print(console, part)


def wide(console: Console) -> Console:
    """If the console's width is unknown, as in a file or a build's log, allow long lines."""
    return console if console.is_terminal else Console(file=console.file, highlight=False, width=NO_TERMINAL)


def _print(console: Console, part: Part) -> None:
    match part:
        case TextTable():
            console.print(_grid(part))
        case ReportItem(text, below):
            console.print(Text(text))
            for line in below:
                console.print(Padding(Text(line), (0, 0, 0, 2)))
        case _:
            console.print(Text(part))


def _grid(table: TextTable) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, head in enumerate(table.head):
        grid.add_column(Text(head), justify="right" if column in table.right else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
