"""Cards added, removed and changed on a deal, each with why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from coach.engine.languages import tenth
from coach.engine.model import Card, Trace, Truth


class ChangeKind(StrEnum):
    """What becomes of a card on a deal."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CardChange:
    """One card on one deal. ``minutes`` is its reading time; ``plus`` and ``minus`` count added and removed lines of
    its text.
    """

    kind: ChangeKind
    playbook: str
    card: str
    occasion: int
    title: str
    why: str
    minutes: Decimal
    plus: int = 0
    minus: int = 0


@dataclass(frozen=True, slots=True)
class DealPlan:
    """The plan for one deal. ``changes`` are caused by the edit; ``due`` happens at the next evaluation, edit or
    not.
    """

    opportunity_id: str
    name: str
    stage: str
    owner_id: str
    owner: str
    changes: tuple[CardChange, ...]
    due: tuple[CardChange, ...]


Why = Callable[[ChangeKind, Card], str]


def compare(before: Sequence[Card], after: Sequence[Card], why: Why) -> tuple[CardChange, ...]:
    """The differences between the open cards ``before`` and ``after``: first new cards, then changed ones."""
    old, new = ({card.key: card for card in cards} for cards in (before, after))
    return (
        *(_change(ChangeKind.ADDED, card, why) for key, card in new.items() if key not in old),
        *_rewritten(old, new, why),
        *(_change(ChangeKind.REMOVED, card, why) for key, card in old.items() if key not in new),
    )


def _rewritten(old: Mapping[str, Card], new: Mapping[str, Card], why: Why) -> Iterator[CardChange]:
    for key, card in new.items():
        if key in old and card != old[key]:
            plus, minus = _size(lines_of(old[key]), lines_of(card))
            yield _change(ChangeKind.CHANGED, card, why, plus, minus)


def _change(kind: ChangeKind, card: Card, why: Why, plus: int = 0, minus: int = 0) -> CardChange:
    return CardChange(
        kind, card.playbook, card.name, card.occasion, card.title, why(kind, card), card.minutes, plus, minus
    )


def lines_of(card: Card) -> list[str]:
    """Everything that a rep reads on a card, line by line."""
    text = (words for block in card.blocks for words in (block.heading, *(line.text for line in block.lines)))
    return [card.title, *filter(None, text), card.why, f"{tenth(card.minutes)} min"]


def _size(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    plus = minus = 0
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            plus, minus = plus + new_to - new_from, minus + old_to - old_from
    return plus, minus


def what_fails(trace: Trace) -> str:
    """“stage: expected Prospecting; found Qualification”: the first condition that is not true."""
    part = next((part for part in trace.parts if part.truth is not Truth.TRUE), trace)
    return f"{part.condition}: expected {part.expected}; found {part.found}"
