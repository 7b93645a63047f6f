"""How far the history is: a line of its process's output, and back."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"^lived ([\d.]+) weeks, (\d+) cards, (\d+) decisions$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Progress:
    """So many weeks have been lived through, with so many cards delivered and decisions made."""

    weeks: float
    cards: int
    decisions: int


def said(weeks: float, cards: int, decisions: int) -> str:
    """The line."""
    return f"lived {weeks:.1f} weeks, {cards} cards, {decisions} decisions"


def heard(output: str) -> Progress | None:
    """What the last such line in ``output`` says; None before the first."""
    found = _LINE.findall(output)
    if not found:
        return None
    weeks, cards, decisions = found[-1]
    return Progress(float(weeks), int(cards), int(decisions))
