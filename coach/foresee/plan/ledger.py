"""What each rep has been given, growing from deal to deal."""

from collections.abc import Callable, Iterable, Iterator

from coach.engine.model import Decision, RepLoad


class Ledger:
    """Starts each rep's load with the result of ``load``, which is called once per rep."""

    def __init__(self, load: Callable[[str], RepLoad]) -> None:
        self._ask = load
        self._loads: dict[str, RepLoad] = {}

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given so far."""
        if rep_id not in self._loads:
            self._loads[rep_id] = self._ask(rep_id)
        return self._loads[rep_id]

    def give(self, rep_id: str, decisions: Iterable[Decision]) -> None:
        """Charge decisions to the rep."""
        for decision in decisions:
            self._loads[rep_id] = self.load(rep_id).charge(decision)

    def loads(self) -> Iterator[tuple[str, RepLoad]]:
        """The loads of all reps that were asked for."""
        yield from self._loads.items()
