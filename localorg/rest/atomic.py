"""Run work in a transaction that is committed only if the result is good."""

from collections.abc import Callable
from typing import TypeVar

from localorg.records import Records

T = TypeVar("T")


class _Undo(Exception):
    pass


def kept_if(good: Callable[[T], bool], records: Records, work: Callable[[], T]) -> T:
    """Run ``work`` and return its result. Its writes are rolled back if the result is not good, or if it raises."""
    result: list[T] = []
    try:
        with records.transaction():
            result.append(work())
            if not good(result[0]):
                raise _Undo
    except _Undo:
        pass
    return result[0]
