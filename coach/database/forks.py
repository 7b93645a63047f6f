"""What a child process must repair after a fork: Celery forks its workers, and a web server may fork."""

import os
import weakref
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def in_every_child(owner: T, act: Callable[[T], None]) -> None:
    """Call ``act(owner)`` in each process forked from now on, for as long as ``owner`` lives."""
    if not hasattr(os, "register_at_fork"):
        return
    reference = weakref.ref(owner)

    def in_child() -> None:
        kept = reference()
        if kept is not None:
            act(kept)

    os.register_at_fork(after_in_child=in_child)
