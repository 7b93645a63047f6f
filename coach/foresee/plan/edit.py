"""What differs between two libraries, and on which deals that could matter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Self

from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import Rulebook, compile_rules
from coach.engine.model import Deal, PastCard
from coach.engine.playbook import Library, Playbook


@dataclass(frozen=True, slots=True)
class LibraryEdit:
    """From ``before`` to ``after``; playbooks by name. A playbook whose text changed but not its meaning counts as
    unchanged.
    """

    before: EvaluationContext
    after: EvaluationContext
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    _edited_before: Rulebook
    _edited_after: Rulebook

    @classmethod
    def between(cls, before: EvaluationContext, after: EvaluationContext) -> Self:
        """The edit between two contexts, which have the same policy."""
        old, new = before.library.playbooks, after.library.playbooks
        added = tuple(name for name in new if name not in old)
        removed = tuple(name for name in old if name not in new)
        changed = tuple(name for name in new if name in old and new[name] != old[name])
        edited = {*added, *removed, *changed}
        return cls(before, after, added, removed, changed, _only(before, edited), _only(after, edited))

    @property
    def edited(self) -> frozenset[str]:
        """Every playbook that was added, removed or changed."""
        return frozenset((*self.added, *self.removed, *self.changed))

    def matters(self, deal: Deal, past: Collection[PastCard], now: datetime) -> bool:
        """Whether the edit could change anything on this deal by itself, apart from its rep's week.

        Deciding looks at the playbooks that apply, may apply, or gave a card here. If none of them was edited, both
        libraries decide on the same playbooks in the same order.
        """
        edited = self.edited
        if any(card.playbook in edited for card in past):
            return True
        return any(_speaks(rulebook, deal, now) for rulebook in (self._edited_before, self._edited_after))


def _only(context: EvaluationContext, names: Collection[str]) -> Rulebook:
    playbooks = {name: book for name, book in context.library.playbooks.items() if name in names}
    return compile_rules(_part(context.library, playbooks), context.limits.timezone)


def _part(library: Library, playbooks: Mapping[str, Playbook]) -> Library:
    return replace(library, playbooks=MappingProxyType(dict(playbooks)))


def _speaks(rulebook: Rulebook, deal: Deal, now: datetime) -> bool:
    found = rulebook.find(deal, now)
    return bool(found.applies or found.unknown)
