"""A circuit's state in the memory that all processes share; none while all is well."""

import json
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from coach.ports import Clock, Memory


@dataclass(slots=True)
class StoredState:
    """Stored as JSON. ``where`` is the address and version that refused: another address or version starts afresh."""

    where: str


_State = TypeVar("_State", bound=StoredState)


class Kept(Generic[_State]):
    """A state under a name in the memory."""

    def __init__(self, kind: type[_State], name: str, memory: Memory, clock: Clock, where: str) -> None:
        self._kind = kind
        self._name = name
        self._memory = memory
        self._clock = clock
        self._where = where

    def now(self) -> float:
        """Seconds of the epoch."""
        return self._clock().timestamp()

    def load(self) -> _State | None:
        """The state; None if there is none, or if another version of Coach stored what this one cannot read."""
        text = self._memory.recall(self._name)
        try:
            state = self._kind(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None
        return state if state and state.where == self._where else None

    def load_or_begin(self) -> _State:
        """The state, or a new one."""
        return self.load() or self._kind(self._where)

    def save(self, state: _State) -> None:
        """Replace the stored state."""
        self._memory.remember(self._name, json.dumps(asdict(state)))

    def clear(self) -> None:
        """Forget the state: all is well."""
        if self._memory.recall(self._name):
            self._memory.remember(self._name, "")
