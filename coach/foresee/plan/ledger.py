"""What each rep has been given, growing from deal to deal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from coach.model import Decision, Reason, RepLoad, Verdict


class Ledger:
    """Starts for each rep from what ``load`` says, and is asked once."""

    def __init__(self, load: Callable[[str], RepLoad]) -> None:
        self._ask = load
        self._loads: dict[str, RepLoad] = {}

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given by now."""
        if rep_id not in self._loads:
            self._loads[rep_id] = self._ask(rep_id)
        return self._loads[rep_id]

    def give(self, rep_id: str, decisions: Iterable[Decision]) -> None:
        """The rep is given what was decided: only a card's first delivery costs anything."""
        for decision in decisions:
            if decision.verdict is Verdict.DELIVER and decision.reason is Reason.APPLIES:
                self._loads[rep_id] = _grown(self.load(rep_id), decision)

    def loads(self) -> Iterator[tuple[str, RepLoad]]:
        """Every rep who was asked for."""
        yield from self._loads.items()


def _grown(load: RepLoad, decision: Decision) -> RepLoad:
    week = dict(load.week_by_playbook)
    week[decision.playbook] = week.get(decision.playbook, 0) + 1
    return replace(
        load,
        minutes_this_week=load.minutes_this_week + decision.minutes,
        cards_today=load.cards_today + 1,
        week_by_playbook=week,
    )
