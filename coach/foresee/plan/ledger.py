"""What each rep has been given, growing from deal to deal."""

from collections.abc import Callable, Iterable, Iterator

from coach.engine.model import Decision, RepLoad


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
        """What was decided is charged to the rep."""
        for decision in decisions:
            self._loads[rep_id] = self.load(rep_id).charge(decision)

    def loads(self) -> Iterator[tuple[str, RepLoad]]:
        """Every rep who was asked for."""
        yield from self._loads.items()
