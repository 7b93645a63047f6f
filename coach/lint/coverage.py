"""Find playbooks that apply wherever another one does.

Proving this for every pair would take too long: a thousand playbooks have a million pairs. So example deals are first
made from the conditions of each playbook. Only a playbook that applies on all of them can apply wherever that one does.
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
from coach.lint.logic.examples import example_deal
from coach.lint.logic.follows import follows
from coach.lint.logic.values import CannotTellError
from coach.lint.subject import Subject

_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Any moment will do: the example deals are made for it."""


def covering(subjects: Sequence[Subject]) -> Mapping[str, tuple[Subject, ...]]:
    """Map the name of each live playbook to the other live ones that apply, for all its owners, wherever it does."""
    live = {each.playbook.name: each for each in subjects if each.playbook.status is Status.LIVE}
    playbooks = {name: each.playbook for name, each in live.items()}
    rulebook, proofs = compile_rules(make_library({}, playbooks, None)), _Proofs(playbooks.values())
    return {
        name: tuple(live[wide] for wide in _candidates(each, rulebook) if proofs.covers(playbooks[wide], each))
        for name, each in playbooks.items()
    }


def _candidates(narrow: Playbook, rulebook: Rulebook) -> Sequence[str]:
    """The names of the others that apply on every example deal of ``narrow``; empty if no such deal could be made."""
    found = (frozenset(rulebook.find(deal, _NOW).applies) for deal in _deals(narrow))
    applying = [names for names in found if narrow.name in names]
    return sorted(frozenset.intersection(*applying) - {narrow.name}) if applying else ()


def _deals(playbook: Playbook) -> Iterator[Deal]:
    """An example deal for each alternative of the playbook's conditions, if one can be made."""
    for clause in clauses(with_open_deals(playbook.when)):
        try:
            example = example_deal(clause)
        except CannotTellError:
            continue
        if example:
            yield deal_for(example, _NOW)


class _Proofs:
    """Cache of proofs: a proof about two playbooks holds for all with the same conditions; libraries repeat them."""

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
