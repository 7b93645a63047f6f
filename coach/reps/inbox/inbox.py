"""Who may read what a rep wrote about a playbook, and how much of it.

Whoever may see a rep's coaching reads their words with their name. Whoever answers for a playbook, and enablement, read
the words alone, without name, deal and day, and only where the playbook's cards went to so many people that these do
not tell who wrote them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.reps.written import WrittenWords
from coach.web.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opens the inbox. ``owned`` are playbooks that they answer for."""

    viewer: Viewer
    owned: frozenset[str]

    @property
    def may_open(self) -> bool:
        """Reps come here only for a playbook that is theirs."""
        return self.viewer.role is not Role.REP or bool(self.owned)

    def reads(self, playbook: str) -> bool:
        """Whether words about this playbook are theirs to read, whoever wrote them."""
        return self.viewer.role is Role.ENABLEMENT or playbook in self.owned


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody wrote; ``named`` says whether the reader is shown by whom, on which deal and when."""

    written: WrittenWords
    named: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a reader may read, unread first; ``withheld`` counts by playbook what would tell who wrote it."""

    items: Sequence[Item] = ()
    withheld: Mapping[str, int] = field(default_factory=Counter)

    @property
    def unread(self) -> int:
        """How much of it the reader has not read."""
        return sum(not item.written.read for item in self.items)

    def unread_by_playbook(self) -> Mapping[str, int]:
        """The same for each playbook about which anything was written that the reader may read."""
        counted: Counter[str] = Counter({item.written.playbook: 0 for item in self.items})
        counted.update(item.written.playbook for item in self.items if not item.written.read)
        return dict(sorted(counted.items()))


def inbox(written: Sequence[WrittenWords], reader: Reader, people: Mapping[str, int], least: int) -> Inbox:
    """What of this the reader may read. ``people`` says to how many people each playbook's cards went, and ``least``
    how many there must be for words without a name to tell of nobody.
    """
    items: list[Item] = []
    withheld: Counter[str] = Counter()
    for each in written:
        if reader.viewer.may_see(each.rep_id):
            items.append(Item(each, named=True))
        elif reader.reads(each.playbook):
            if people.get(each.playbook, 0) >= least:
                items.append(Item(each, named=False))
            else:
                withheld[each.playbook] += 1
    return Inbox(items, withheld)
