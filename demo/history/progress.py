"""The progress of the simulation ↔ a line of its process's output."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"^lived ([\d.]+) weeks, (\d+) cards, (\d+) decisions$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of simulated weeks, delivered cards and decisions so far."""

    weeks: float
    cards: int
    decisions: int


def said(weeks: float, cards: int, decisions: int) -> str:
    """The line."""
    return f"lived {weeks:.1f} weeks, {cards} cards, {decisions} decisions"


def heard(output: str) -> Progress | None:
    """Parse the last such line in ``output``; None before the first."""
    found = _LINE.findall(output)
    if not found:
        return None
    weeks, cards, decisions = found[-1]
    return Progress(float(weeks), int(cards), int(decisions))
