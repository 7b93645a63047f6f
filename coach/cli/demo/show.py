"""The demo's stage: reps move deals, and the terminal shows event → playbook → note as it happens."""

import statistics
from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape

from coach.cli.demo.org import OrgOverHttp
from coach.cli.demo.reps import Move, moves
from coach.cli.demo.service import FOLDER, Demo
from coach.cli.demo.watch import Coached, Decided, NoteRead, Received, watch
from coach.model import Verdict
from coach.store import SqlStore


def show(demo: Demo, org: OrgOverHttp, store: SqlStore) -> bool:
    """Let reps work and show what comes of it.

    True where every move was heard of and decided on, and every card that the service says it delivered was read back
    from the org over HTTP.
    """
    console = Console(highlight=False, soft_wrap=True)
    _welcome(console, demo, org)
    seconds: list[float] = []
    missing = undecided = 0
    for move in moves(org):
        seen = _show_move(console, demo, org, store, move)
        seconds += seen.notes
        missing += max(0, seen.delivered - len(seen.notes))
        undecided += not seen.decided
    if seconds:
        median = statistics.median(seconds)
        console.print(
            f"\n{len(seconds)} notes read back from the org. From the rep's click to the note readable on the record: "
            f"median [bold]{median:.2f} s[/bold], longest {max(seconds):.2f} s."
        )
    if missing:
        console.print(f"[red]{missing} cards were delivered, and their notes were not on the record.[/red]")
    if undecided:
        console.print(f"[red]{undecided} moves were not decided on. The logs are in {FOLDER}/.[/red]")
    return bool(seconds) and not missing and not undecided


def _welcome(console: Console, demo: Demo, org: OrgOverHttp) -> None:
    console.print("\n[bold]Coach is running.[/bold]\n")
    for name, address in (
        ("the org, its deals", f"{demo.org}/lightning/o/Opportunity/list"),
        ("the service", f"{demo.service}/"),
        ("the coaching log", demo.log),
    ):
        console.print(f"  {name:<20} {address}")
    console.print(f"  {'':<20} sign in as {escape(a_manager(org))}")
    console.print("\nA morning in sales:")


def a_manager(org: OrgOverHttp) -> str:
    """The manager with the most people directly below them, by name and title."""
    reports = org.query(
        "SELECT Manager.Name, Manager.Title FROM User WHERE ManagerId != null AND IsActive = true ORDER BY Manager.Name"
    )
    counted = Counter(f"{row['Manager']['Name']} ({row['Manager']['Title']})" for row in reports)
    return max(counted, key=counted.__getitem__)


@dataclass
class _Seen:
    """What came of one move: whether the service decided, how many cards it delivered, and the seconds after which each
    note could be read.
    """

    decided: bool = False
    delivered: int = 0
    notes: list[float] = field(default_factory=list)


def _show_move(console: Console, demo: Demo, org: OrgOverHttp, store: SqlStore, move: Move) -> _Seen:
    console.print(f"\n  [bold]{escape(move.rep)}[/bold] · {escape(move.deal)} · [bold]{escape(move.sentence)}[/bold]")
    seen = _Seen()
    for happened in watch(org, store, move):
        if isinstance(happened, Decided):
            seen.decided = True
            continue
        console.print(_line(happened))
        seen.delivered += isinstance(happened, Coached) and happened.verdict == Verdict.DELIVER
        if isinstance(happened, NoteRead):
            seen.notes.append(happened.seconds)
    if seen.notes:
        console.print(f"            [dim]{demo.org}/lightning/r/Opportunity/{move.opportunity_id}/view[/dim]")
    elif seen.decided:
        console.print("            no playbook applies now")
    else:
        console.print("            [red]nobody has decided on it[/red]")
    return seen


def _line(happened: Received | Coached | NoteRead) -> str:
    time = f"    [green]{happened.seconds:5.2f} s[/green]"
    match happened:
        case Received():
            return f"{time}  event     {happened.kind} ({happened.source.replace('_', ' ')})"
        case Coached():
            verdict = happened.verdict.replace("_", " ")
            return f"{time}  playbook  {happened.playbook}: {verdict}. {escape(happened.detail)}"
        case NoteRead():
            return f"{time}  note      [bold]{escape(happened.note.title)}[/bold]"
