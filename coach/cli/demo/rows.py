"""How the terminal shows one move: a line for each playbook, with its times side by side. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from coach.cli.demo.watch import Coached, NoteRead
from coach.model import Verdict

PLAYBOOK = 31
"""Characters of the column with the playbooks' names: the longest has as many."""
HEAD = Text(f"    {'event':<9}{'playbook':<{8 + PLAYBOOK + 2}}note on the record", "dim")
_RETIRED = "Retired · "
_MARK = " · "


@dataclass(frozen=True, slots=True)
class Row:
    """One playbook, decided on, and the note that came of it; None where there is none (yet)."""

    coached: Coached
    note: NoteRead | None = None


def paired(coached: Sequence[Coached], notes: Sequence[NoteRead]) -> list[Row]:
    """Each decision with its note, in the order of the decisions: a note has its card's title.

    A note that was read while it was being changed is there twice; what was read last is how it is.
    """
    left = list({each.note.id: each for each in notes}.values())
    rows = []
    for each in coached:
        note = next((note for note in left if each.title and each.title in note.note.title), None)
        if note:
            left.remove(note)
        rows.append(Row(each, note))
    return rows


def lines(event_seconds: float | None, rows: Sequence[Row]) -> Iterator[Text]:
    """The lines of one move; the time of the event stands in the first."""
    for place, row in enumerate(rows):
        yield _line(event_seconds if place == 0 else None, row)


def _line(event_seconds: float | None, row: Row) -> Text:
    event = Text("    " + _time(event_seconds) + "   ", "green")
    playbook = Text.assemble((_time(row.coached.seconds), "green"), "  ", row.coached.playbook.ljust(PLAYBOOK))
    return Text.assemble(event, playbook, "  ", _end(row))


def _end(row: Row) -> Text:
    if row.coached.verdict == Verdict.HOLD_BACK:
        return Text(f"        held back: {row.coached.reason.replace('_', ' ')}", "dim")
    if row.note is None:
        return Text("no note on the record", "red") if row.coached.verdict == Verdict.DELIVER else Text("")
    title = row.note.note.title.rpartition(_MARK)[0] or row.note.note.title
    seconds = (_time(row.note.seconds), "green")
    if title.startswith(_RETIRED):
        return Text.assemble(seconds, "  ", (f"retired: {title.removeprefix(_RETIRED)}", "dim"))
    return Text.assemble(seconds, "  ", (title, "bold"))


def _time(seconds: float | None) -> str:
    return f"{seconds:4.2f} s" if seconds is not None else "      "
