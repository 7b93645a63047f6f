"""The show in the terminal: reps move deals, and each line shows event → playbook → note as it happens."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from demo.edits import Edits
from demo.folder import FOLDER
from demo.history.progress import Progress
from demo.next_steps import next_steps
from demo.reps import moves
from demo.rows import HEAD, lines, title
from demo.service import WEEKS, Demo, Running
from demo.watch import Block, Watch, seconds

_NO_TERMINAL = 120
"""Width in columns if the output goes into a file or another program."""
_LOOK_EVERY = 0.05
_IDLE_EVERY = 0.3
"""Seconds between two polls: while a move is watched, and while waiting for a visitor."""
_PATIENCE_SECONDS = 40.0


def make_console() -> Console:
    """The console of the demo: lines that are too long for the window are cut, not wrapped."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_NO_TERMINAL)


class Starting:
    """Prints each step that begins, with the seconds since the start, and the progress of the simulated weeks."""

    def __init__(self, console: Console, now: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._now = now
        self._began = now()
        self._week = 0

    def tell(self, what: str | Progress) -> None:
        """Print a step, or the progress, once for each week."""
        if isinstance(what, str):
            self._say(what)
        elif int(what.weeks) > self._week:
            self._week = int(what.weeks)
            self._say(f"  week {self._week} of {WEEKS}: {what.cards} cards given, {what.decisions:,} decisions")

    def _say(self, text: str) -> None:
        self._console.print(f"[dim]{self._now() - self._began:5.1f} s[/dim]  {text}", no_wrap=True, overflow="ellipsis")


def say_where(console: Console, demo: Demo, environment: Path, commands: Path) -> None:
    """Print the addresses and commands that visitors can use from now on."""
    console.print("\n[bold]Coach is running.[/bold]")
    for what, where in (
        ("the org's deals", f"{demo.org}/lightning/o/Opportunity/list"),
        ("Coach's pages", demo.log),
        ("the command", f"{commands / 'coach'}"),
        (
            "in your shell",
            f"source {environment}    then: coach plan, coach explain 006…, coach lint --org, coach doctor",
        ),
    ):
        console.print(Text.assemble(f"  {what:<16}", (where, "bold")), soft_wrap=True)


class Stage:
    """Shows what happens."""

    def __init__(self, console: Console, demo: Demo, running: Running) -> None:
        self._console = console
        self._demo = demo
        self._running = running
        self._watch = Watch(running.org, running.service)

    def morning(self) -> bool:
        """Let reps make their moves, show the results, and suggest what to do next.

        Returns whether every move was received and decided on, and every card that the service reports as delivered was
        read back from the org over HTTP.
        """
        self._console.print("\nA morning in sales, live:")
        self._console.print(HEAD)
        seen = [block for move in moves(self._running.org) for block in self._follow(move.opportunity_id, move.make)]
        times = [at for block in seen for each in block.delivered if (at := seconds(block, each.written)) is not None]
        missing = sum(len(block.missing) for block in seen)
        undecided = sum(not (block.decided or block.coached) for block in seen)
        if times:
            self._console.print(
                f"\n{len(times)} cards read back from the org. From the rep's click to the card on the record: "
                f"median [bold]{statistics.median(times):.2f} s[/bold], longest {max(times):.2f} s."
            )
        if missing:
            self._console.print(f"[red]{missing} cards were delivered, and are not on the record.[/red]")
        if undecided:
            self._console.print(f"[red]{undecided} moves were not decided on. The logs are in {FOLDER}/.[/red]")
        self._say_next()
        return bool(times) and not missing and not undecided

    def _follow(self, deal_id: str, make: Callable[..., None]) -> Iterator[Block]:
        """Make a move, and show all blocks that are completed until the move's own block is."""
        make(self._running.org)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for block in self._watch.look():
                self._show(block)
                if block.asked:
                    yield block
                if block.deal_id == deal_id:
                    return
            time.sleep(_LOOK_EVERY)

    def stay(self, edits: Edits, check: Callable[[], None]) -> None:
        """Show whatever a visitor does, forever; ``check`` raises if a process has ended by itself."""
        self._console.print("\nWhat you do shows here, too. Ctrl-C stops everything.")
        while True:
            check()
            for block in self._watch.look():
                self._show(block)
            for line in edits.look():
                self._console.print(line, soft_wrap=True)
            time.sleep(_IDLE_EVERY)

    def _show(self, block: Block) -> None:
        for line in (title(block, self._watch.who_touched(block)), *lines(block)):
            self._console.print(line, no_wrap=True, overflow="ellipsis")

    def _say_next(self) -> None:
        self._console.print(
            "\n[bold]Your turn.[/bold] Wherever you are asked, sign in with one click as whoever you want to be."
        )
        for step in next_steps(self._demo, self._running.org, self._running.service):
            who = f"   as {step.who}" if step.who else ""
            self._console.print(Text(f"\n  {step.what}", "bold"), soft_wrap=True)
            where = Text.assemble("  ", (step.address, f"link {step.address}"), (who, "dim"))
            self._console.print(where, soft_wrap=True)
