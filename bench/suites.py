"""Every part that is measured, by name; imported on demand, because each needs other things installed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from bench.figures import Figure

SUITES = ("match", "load", "start", "plan", "decide", "intake", "log", "pages", "export")
WITH_POSTGRESQL = frozenset({"log", "pages", "export"})
"""What cannot be measured without a PostgreSQL server."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: ``short`` takes minutes, with fewer rounds and smaller sizes. ``postgres`` is the URL of a
    server on which databases may be created; empty if there is none.
    """

    short: bool
    postgres: str

    @property
    def rounds(self) -> int:
        """How many turns each way takes."""
        return 5 if self.short else 11

    @property
    def rows(self) -> int:
        """How many decisions a log has."""
        return 100_000 if self.short else 1_000_000


def suite(name: str) -> Callable[[Extent], Iterator[Figure]]:
    """What measures this part."""
    found: Callable[[Extent], Iterator[Figure]] = import_module(f"bench.{name}").figures
    return found
