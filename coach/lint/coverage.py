"""Which playbooks apply wherever another does.

Proving it for every pair would take long: a million for a thousand playbooks. So each playbook is first tried on deals
made from its own conditions: only what applies on all of those can apply wherever it does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from coach.engine.matching import Rulebook, compile_rules
from coach.engine.matching.clauses import clauses
from coach.engine.matching.rulebook import EVERYBODY
from coach.engine.model import Deal
from coach.engine.playbook.closed import with_open_deals
from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.library import make_library
from coach.engine.playbook.model import Playbook, Status
from coach.lint.logic.deals import deal_for
from coach.lint.logic.follows import follows
from coach.lint.logic.values import CannotTellError
from coach.lint.logic.witness import witness
from coach.lint.subject import Subject

_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Any moment does: the deals are made for it."""


def covering(subjects: Sequence[Subject]) -> Mapping[str, tuple[Subject, ...]]:
    """By the name of each live playbook, the other live ones that are true, for all its owners, wherever it is."""
    live = {each.playbook.name: each for each in subjects if each.playbook.status is Status.LIVE}
    playbooks = {name: each.playbook for name, each in live.items()}
    rulebook, proofs = compile_rules(make_library({}, playbooks, None)), _Proofs(playbooks.values())
    return {
        name: tuple(live[wide] for wide in _candidates(each, rulebook) if proofs.covers(playbooks[wide], each))
        for name, each in playbooks.items()
    }


def _candidates(narrow: Playbook, rulebook: Rulebook) -> Sequence[str]:
    """The others that apply on every deal that was made for this one to apply to; none where none could be made."""
    found = (frozenset(rulebook.find(deal, _NOW).applies) for deal in _deals(narrow))
    applying = [names for names in found if narrow.name in names]
    return sorted(frozenset.intersection(*applying) - {narrow.name}) if applying else ()


def _deals(playbook: Playbook) -> Iterator[Deal]:
    """One for each of its alternatives, where that succeeds."""
    for clause in clauses(with_open_deals(playbook.when)):
        try:
            found = witness(clause)
        except CannotTellError:
            continue
        if found:
            yield deal_for(found, _NOW)


class _Proofs:
    """What was proved of two playbooks holds for all that say the same: libraries repeat themselves."""

    def __init__(self, playbooks: Iterable[Playbook]) -> None:
        numbers: dict[tuple[AllOf, AllOf | None], int] = {}
        self._number = {each.name: numbers.setdefault((each.when, each.audience), len(numbers)) for each in playbooks}
        self._proved: dict[tuple[int, int], bool] = {}

    def covers(self, wide: Playbook, narrow: Playbook) -> bool:
        """Whether ``wide`` applies, for the same owners, wherever ``narrow`` does."""
        pair = self._number[wide.name], self._number[narrow.name]
        if pair not in self._proved:
            self._proved[pair] = _covers(wide, narrow)
        return self._proved[pair]


def _covers(wide: Playbook, narrow: Playbook) -> bool:
    applies = with_open_deals(narrow.when)
    owners = AllOf((applies, narrow.audience or EVERYBODY))
    return follows(with_open_deals(wide.when), applies) and (wide.audience is None or follows(wide.audience, owners))
