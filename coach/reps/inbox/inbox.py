"""Who may read what a rep wrote about a playbook, and how much of it.

Whoever may see a rep's coaching reads their words with their name. The playbook's owner and enablement read the words
alone, without name, deal and day, and only if the playbook's cards went to so many people that the words do not reveal
their author.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.reps.written import WrittenWords
from coach.web.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of the inbox. ``owned`` are the playbooks that they are responsible for."""

    viewer: Viewer
    owned: frozenset[str]

    @property
    def may_open(self) -> bool:
        """A rep may open the inbox only if they own a playbook."""
        return self.viewer.role is not Role.REP or bool(self.owned)

    def reads(self, playbook: str) -> bool:
        """Whether they may read words about this playbook, whoever wrote them."""
        return self.viewer.role is Role.ENABLEMENT or playbook in self.owned


@dataclass(frozen=True, slots=True)
class Item:
    """A rep's words. ``named``: the reader may see the author, the deal and the time."""

    written: WrittenWords
    named: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a reader may read, unread first. ``withheld`` counts, by playbook, the words that would reveal their
    author.
    """

    items: Sequence[Item] = ()
    withheld: Mapping[str, int] = field(default_factory=Counter)

    @property
    def unread(self) -> int:
        """The number of unread items."""
        return sum(not item.written.read for item in self.items)

    def unread_by_playbook(self) -> Mapping[str, int]:
        """The number of unread items by playbook, for each playbook with items that the reader may read."""
        counted: Counter[str] = Counter({item.written.playbook: 0 for item in self.items})
        counted.update(item.written.playbook for item in self.items if not item.written.read)
        return dict(sorted(counted.items()))


def inbox(written: Sequence[WrittenWords], reader: Reader, people: Mapping[str, int], least: int) -> Inbox:
    """The items that the reader may read. ``people`` is the number of people that each playbook's cards went to;
    ``least`` is the number required before words without a name are shown.
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
