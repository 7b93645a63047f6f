"""Formats a block for the terminal: who did what, and a line for each playbook, with the times in columns. Pure."""

from collections.abc import Iterator

from rich.text import Text

from coach.engine.deciding import label
from demo.changes import told
from demo.watch import HOLD_BACK, RETIRE, Block, Coached, seconds

PLAYBOOK = 31
"""Width of the column with the playbooks' names, in characters: the length of the longest name."""
HEAD = Text(f"    {'event':<9}{'playbook':<{8 + PLAYBOOK + 2}}on the record", "dim")
RESPONSES = {
    "opened": "opens",
    "acknowledged": "has read",
    "answered": "answers the question of",
    "done": "has done",
    "dismissed": "sets aside",
    "snoozed": "puts off",
    "rated": "rates",
    "reopened": "takes up again",
}


def title(block: Block, toucher: str) -> Text:
    """Who did what on which deal."""
    who = ", ".join(dict.fromkeys(change.who for change in block.changes))
    if block.changes:
        return Text.assemble("\n  ", (who, "bold"), f" · {block.deal} · ", (told(block.changes), "bold"))
    if block.asked:
        return Text.assemble("\n  ", (toucher, "bold"), f" · {block.deal} · ", ("changes it", "bold"))
    return Text.assemble("\n  ", ("Coach", "bold"), f" · {block.deal} · ", ("looks at it again", "bold"))


def lines(block: Block) -> Iterator[Text]:
    """The lines for the decisions; the first has the time of the event."""
    for said in block.said:
        what = RESPONSES.get(said.what, said.what)
        yield Text.assemble("             ", f"{said.who} {what} ", (said.title or "a card", "bold"))
    for place, each in enumerate(block.coached):
        yield _line(block, each, seconds(block, block.received) if place == 0 and block.asked else None)
    if not block.coached and not block.said:
        nothing = ("no playbook has anything new to say", "dim") if block.decided else ("not decided on", "red")
        yield Text.assemble("             ", nothing)


def _line(block: Block, each: Coached, event: float | None) -> Text:
    decided = seconds(block, each.fact.at) if block.asked else None
    playbook = Text.assemble((_time(decided), "green"), "  ", each.playbook.ljust(PLAYBOOK))
    return Text.assemble(("    " + _time(event) + "   ", "green"), playbook, "  ", _end(block, each))


def _end(block: Block, each: Coached) -> Text:
    if each.verdict == HOLD_BACK:
        return Text(f"        held back: {label(each.reason)}", "dim")
    if each.written is None:
        return Text("not on the record", "red")
    written = (_time(seconds(block, each.written) if block.asked else None), "green")
    if each.verdict == RETIRE:
        why = ("done, as the deal shows", "bold") if each.seen else (f"closed, {label(each.reason)}", "dim")
        return Text.assemble(written, "  ", why, (f": {each.title}", "dim"))
    return Text.assemble(written, "  ", (each.title, "bold"))


def _time(seconds_: float | None) -> str:
    return f"{seconds_:4.2f} s" if seconds_ is not None else "      "
