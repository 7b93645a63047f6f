"""Work that is kept only if it turned out well."""

from collections.abc import Callable
from typing import TypeVar

from localorg.records import Records

T = TypeVar("T")


class _Undo(Exception):
    pass


def kept_if(good: Callable[[T], bool], records: Records, work: Callable[[], T]) -> T:
    """What ``work`` returns. Its writes are undone where that is not good, or where it raises."""
    result: list[T] = []
    try:
        with records.transaction():
            result.append(work())
            if not good(result[0]):
                raise _Undo
    except _Undo:
        pass
    return result[0]
