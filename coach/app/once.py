"""Objects that each process must build for itself."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class OncePerProcess(Generic[T]):
    """Builds an object in the process that uses it: sessions and tokens must not be shared with forked children."""

    def __init__(self, build_one: Callable[[], T]) -> None:
        self._build = build_one
        self._built: dict[int, T] = {}

    def __call__(self) -> T:
        process = os.getpid()
        if process not in self._built:
            self._built = {process: self._build()}
        return self._built[process]
