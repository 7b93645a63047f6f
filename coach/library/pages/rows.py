"""The list of playbooks: its rows, its filter, and its order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from coach.engine.cards import reading_minutes
from coach.engine.languages import figures_in
from coach.engine.playbook import Playbook
from coach.engine.playbook.model import Status
from coach.library.pages.conditions import ALWAYS, in_a_line
from coach.library.pages.figures import HeldBackCount
from coach.text import folded


@dataclass(frozen=True, slots=True)
class PlaybookRow:
    """A playbook as the list shows it. ``minutes`` is the reading time of its cards, shortest to longest.

    ``cards`` is None if too few people were given them for the number to be shown. ``findings`` is the number of lint
    findings.
    """

    playbook: Playbook
    applies: str
    minutes: str
    overdue: bool
    held: HeldBackCount
    cards: int | None
    folder: str
    findings: int


@dataclass(frozen=True, slots=True)
class PlaybookNotes:
    """What is known about playbooks besides their texts, each by name."""

    folders: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, int | None] = field(default_factory=dict)
    held: Mapping[str, HeldBackCount] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """A reader's filter of the list, with one of :data:`ORDERS`.

    ``words`` are searched in names, titles, skills, owners and folders; a ``folder`` includes its subfolders.
    """

    words: str = ""
    status: str = ""
    skill: str = ""
    folder: str = ""
    overdue: bool = False
    findings: bool = False
    order: str = "name"

    def lets_through(self, row: PlaybookRow) -> bool:
        """Whether the row matches."""
        playbook = row.playbook
        text = folded(" ".join((playbook.name, playbook.title, playbook.skill or "", playbook.owner or "", row.folder)))
        return (
            all(word in text for word in folded(self.words).split())
            and self.status in ("", playbook.status.value)
            and self.skill in ("", playbook.skill or "")
            and f"{row.folder}/".startswith(f"{self.folder}/" if self.folder else "")
            and (row.overdue or not self.overdue)
            and (row.findings > 0 or not self.findings)
        )


@dataclass(frozen=True, slots=True)
class LibraryOrder:
    """An order by one column. ``words`` is its label; ``key`` is the sort key of a row, ascending."""

    words: str
    key: Callable[[PlaybookRow], object]
    descending: bool = False


def _last(text: str | None) -> tuple[bool, str]:
    """Sort key for text: ignores accents and case; missing text comes last."""
    return (not text, folded(text or ""))


def _most(figure: int | None) -> tuple[bool, int]:
    """Sort key for figures: the highest first; withheld figures come last."""
    return (figure is None, -(figure or 0))


def _longest(playbook: Playbook) -> list[Decimal]:
    return [-each for each in reversed(_minutes(playbook))]


ORDERS: Mapping[str, LibraryOrder] = {
    "name": LibraryOrder("Folder and title", lambda row: folded(row.folder)),
    "status": LibraryOrder("State", lambda row: row.playbook.status.value),
    "skill": LibraryOrder("Skill", lambda row: _last(row.playbook.skill)),
    "owner": LibraryOrder("Owner", lambda row: _last(row.playbook.owner)),
    "review": LibraryOrder("Review date", lambda row: row.playbook.review_by or date.max),
    "priority": LibraryOrder("Priority", lambda row: -row.playbook.priority, descending=True),
    "minutes": LibraryOrder("Longest cards", lambda row: _longest(row.playbook), descending=True),
    "delivered": LibraryOrder("Most cards", lambda row: _most(row.cards), descending=True),
    "held_back": LibraryOrder("Most held back", lambda row: _most(row.held.total), descending=True),
}


def rows(playbooks: Iterable[Playbook], known: PlaybookNotes, today: date, wanted: LibraryFilter) -> list[PlaybookRow]:
    """The playbooks that match, in the requested order; ties by title."""
    made = (_row(playbook, known, today) for playbook in playbooks)
    key = ORDERS[wanted.order].key
    return sorted(
        (row for row in made if wanted.lets_through(row)),
        key=lambda row: (key(row), folded(row.playbook.title), row.playbook.name),
    )


def _row(playbook: Playbook, known: PlaybookNotes, today: date) -> PlaybookRow:
    return PlaybookRow(
        playbook=playbook,
        applies=in_a_line(playbook.when) or ALWAYS,
        minutes=minutes(playbook),
        overdue=is_overdue(playbook, today),
        held=known.held.get(playbook.name, HeldBackCount()),
        cards=known.cards.get(playbook.name, 0),
        folder=known.folders.get(playbook.name, ""),
        findings=known.findings.get(playbook.name, 0),
    )


def is_overdue(playbook: Playbook, today: date) -> bool:
    """Whether its review date has passed; retired playbooks need no review."""
    return playbook.review_by is not None and playbook.review_by < today and playbook.status is not Status.RETIRED


def minutes(playbook: Playbook) -> str:
    """``1.2`` or ``0.8 to 1.4``."""
    shortest, longest = map(figures_in("en").minutes, _minutes(playbook))
    return shortest if shortest == longest else f"{shortest} to {longest}"


def _minutes(playbook: Playbook) -> tuple[Decimal, Decimal]:
    """The minutes of its shortest and of its longest card."""
    each = [reading_minutes(card) for card in playbook.cards]
    return min(each), max(each)
