"""The demo's stage: reps move deals, and the terminal shows event → playbook → note as it happens."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from coach.cli.demo.history.progress import Progress
from coach.cli.demo.next_steps import next_steps
from coach.cli.demo.org import OrgOverHttp
from coach.cli.demo.reps import Move, moves
from coach.cli.demo.rows import HEAD, lines, paired
from coach.cli.demo.service import FOLDER, WEEKS, Demo
from coach.cli.demo.watch import Coached, Decided, NoteRead, Received, watch
from coach.model import Verdict
from coach.store import SqlStore

_NO_TERMINAL = 120
"""Columns where the output goes into a file or another program."""


def make_console() -> Console:
    """Where the demo talks: lines that are too long for the window are cut, not wrapped."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_NO_TERMINAL)


def while_starting(console: Console, start: Callable[[Callable[[Progress | None], None]], OrgOverHttp]) -> OrgOverHttp:
    """Call ``start``, showing how far it is."""
    latest: Progress | None = None
    with console.status("Starting a Salesforce look-alike …") as status:

        def tell(progress: Progress | None) -> None:
            nonlocal latest
            if progress:
                latest = progress
                told = f"week {min(WEEKS, int(progress.weeks) + 1)} of {WEEKS}, {progress.cards} cards so far"
                status.update(f"Living through the weeks before: {told} …")

        org = start(tell)
    if latest:
        told = f"{WEEKS} weeks lived through: {latest.cards} cards given, {latest.decisions:,} decisions to look at."
        console.print(f"[bold]Coach is running.[/bold] {told}")
    return org


def show(console: Console, demo: Demo, org: OrgOverHttp, store: SqlStore) -> bool:
    """Let reps work and show what comes of it.

    True where every move was heard of and decided on, and every card that the service says it delivered was read back
    from the org over HTTP.
    """
    console.print("\nA morning in sales, live:")
    console.print(HEAD)
    seen = [_show_move(console, org, store, move) for move in moves(org)]
    seconds = [note.seconds for each in seen for note in each.delivered_notes()]
    missing = sum(each.missing() for each in seen)
    undecided = sum(not each.decided for each in seen)
    if seconds:
        console.print(
            f"\n{len(seconds)} notes read back from the org. From the rep's click to the note on the record: "
            f"median [bold]{statistics.median(seconds):.2f} s[/bold], longest {max(seconds):.2f} s."
        )
    if missing:
        console.print(f"[red]{missing} cards were delivered, and their notes were not on the record.[/red]")
    if undecided:
        console.print(f"[red]{undecided} moves were not decided on. The logs are in {FOLDER}/.[/red]")
    fresh = max(seen, key=lambda each: len(each.delivered_notes()), default=None)
    if fresh:
        _show_next(console, demo, org, store, fresh.move.opportunity_id)
    return bool(seconds) and not missing and not undecided


@dataclass
class _Seen:
    """What came of one move."""

    move: Move
    event_seconds: float | None = None
    decided: bool = False
    coached: list[Coached] = field(default_factory=list)
    notes: list[NoteRead] = field(default_factory=list)

    def delivered_notes(self) -> list[NoteRead]:
        rows = paired(self.coached, self.notes)
        return [row.note for row in rows if row.note and row.coached.verdict == Verdict.DELIVER]

    def missing(self) -> int:
        return sum(each.verdict == Verdict.DELIVER for each in self.coached) - len(self.delivered_notes())


def _show_move(console: Console, org: OrgOverHttp, store: SqlStore, move: Move) -> _Seen:
    seen = _Seen(move)
    title = Text.assemble("\n  ", (move.rep, "bold"), f" · {move.deal} · ", (move.sentence, "bold"))
    console.print(title, no_wrap=True, overflow="ellipsis")
    for happened in watch(org, store, move):
        match happened:
            case Received():
                seen.event_seconds = seen.event_seconds or happened.seconds
            case Decided():
                seen.decided = True
            case Coached():
                seen.coached.append(happened)
            case NoteRead():
                seen.notes.append(happened)
    for line in lines(seen.event_seconds, paired(seen.coached, seen.notes)):
        console.print(line, no_wrap=True, overflow="ellipsis")
    if not seen.coached:
        word, style = ("no playbook has anything new to say", "dim") if seen.decided else ("not decided on", "red")
        console.print(Text(f"             {word}", style))
    return seen


def _show_next(console: Console, demo: Demo, org: OrgOverHttp, store: SqlStore, deal_id: str) -> None:
    console.print("\n[bold]Your turn.[/bold] Wherever you are asked, sign in with one click as whoever you want to be.")
    for step in next_steps(demo, org, store, deal_id):
        who = f"   as {step.who}" if step.who else ""
        console.print(Text(f"\n  {step.what}", "bold"), soft_wrap=True)
        console.print(Text.assemble("  ", (step.address, f"link {step.address}"), (who, "dim")), soft_wrap=True)
