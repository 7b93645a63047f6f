"""What the library pages show, made from what is in force and from what came of it."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from coach.cards import reading_minutes
from coach.errors import Problem
from coach.languages import figures_in
from coach.playbook import Playbook
from coach.playbook.model import Status
from coach.store.library.counts import Counts, Edition
from coach.web.library.conditions import ALWAYS, in_a_line


@dataclass(frozen=True, slots=True)
class Row:
    """A playbook as the list shows it. ``minutes`` is the reading time of its cards, shortest to longest.

    ``counts`` are None where too few people are in them to be told.
    """

    playbook: Playbook
    applies: str
    minutes: str
    counts: Counts | None
    overdue: bool
    folder: str = ""
    cards: int | None = 0

    @property
    def delivered(self) -> int:
        """How many cards of it were delivered, as far as that is told."""
        return self.cards or 0

    @property
    def held_back(self) -> int:
        """How often it was held back, for whatever reason, as far as that is told."""
        return sum(self.counts.held_back.values()) if self.counts else 0


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see of the list, in one of :data:`ORDERS`.

    ``words`` are looked for in names, titles, skills, owners and folders; a ``folder`` takes in those below it.
    """

    words: str = ""
    status: str = ""
    skill: str = ""
    folder: str = ""
    overdue: bool = False
    order: str = "name"

    def lets_through(self, row: Row) -> bool:
        """Whether the row is wanted."""
        playbook = row.playbook
        text = " ".join((playbook.name, playbook.title, playbook.skill or "", playbook.owner or "", row.folder)).lower()
        return (
            all(word in text for word in self.words.lower().split())
            and self.status in ("", playbook.status.value)
            and self.skill in ("", playbook.skill or "")
            and f"{row.folder}/".startswith(f"{self.folder}/" if self.folder else "")
            and (row.overdue or not self.overdue)
        )


ORDERS: Mapping[str, tuple[str, Callable[[Row], object]]] = {
    "name": ("Folder and title", lambda row: (row.folder, row.playbook.title.casefold())),
    "priority": ("Priority", lambda row: -row.playbook.priority),
    "delivered": ("Most delivered", lambda row: -row.delivered),
    "held_back": ("Most held back", lambda row: -row.held_back),
    "review": ("Review date", lambda row: row.playbook.review_by or date.max),
}


def rows(
    playbooks: Iterable[Playbook],
    counts: Mapping[str, Counts | None],
    today: date,
    wanted: Filter,
    folders: Mapping[str, str] = MappingProxyType({}),
    cards: Mapping[str, int | None] = MappingProxyType({}),
) -> list[Row]:
    """The playbooks that are wanted, in the order that is."""
    made = (
        replace(
            _row(playbook, counts.get(playbook.name, Counts()), today),
            folder=folders.get(playbook.name, ""),
            cards=cards.get(playbook.name, 0),
        )
        for playbook in playbooks
    )
    _, key = ORDERS[wanted.order]
    return sorted((row for row in made if wanted.lets_through(row)), key=lambda row: (key(row), row.playbook.name))


def _row(playbook: Playbook, counts: Counts | None, today: date) -> Row:
    return Row(
        playbook=playbook,
        applies=in_a_line(playbook.when) or ALWAYS,
        minutes=minutes(playbook),
        counts=counts,
        overdue=is_overdue(playbook, today),
    )


def is_overdue(playbook: Playbook, today: date) -> bool:
    """Whether its review date has passed; nobody reviews what is retired."""
    return playbook.review_by is not None and playbook.review_by < today and playbook.status is not Status.RETIRED


def minutes(playbook: Playbook) -> str:
    """``1.2`` or ``0.8 to 1.4``."""
    each = sorted(reading_minutes(card) for card in playbook.cards)
    shortest, longest = map(figures_in("en").minutes, (each[0], each[-1]))
    return shortest if shortest == longest else f"{shortest} to {longest}"


@dataclass(frozen=True, slots=True)
class Change:
    """An edition of a playbook, with what it changed in the one before it, line by line."""

    edition: Edition
    lines: tuple[str, ...]


def changes(editions: Sequence[Edition]) -> list[Change]:
    """The editions, newest first, each compared with the one before it."""
    before = [*editions[1:], None][: len(editions)]
    return [Change(edition, _difference(older, edition)) for edition, older in zip(editions, before, strict=True)]


def _difference(older: Edition | None, newer: Edition) -> tuple[str, ...]:
    if older is None:
        return ()
    old, new = (older.text or "").splitlines(), (newer.text or "").splitlines()
    return tuple(line for line in list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:])


def place(problem: Problem, path: str = "") -> str:
    """Where a mistake is, without the server's own folders; ``path`` is the folder with the playbooks."""
    inside = problem.file.removeprefix(f"{path}/") if path else problem.file
    file = problem.file.rpartition("/")[2] if inside == problem.file else inside
    return f"{file}:{problem.line}:{problem.column}"
