"""Per-process services: the wake-up signal, and the clock."""

from datetime import datetime
from typing import Protocol


class Wake(Protocol):
    """Tells workers that there is work. Best effort: what it loses, the sweep finds."""

    def coach(self) -> None:
        """Deals wait."""

    def write(self) -> None:
        """Notes wait."""


class Clock(Protocol):
    """The time that decisions are made at: aware, UTC."""

    def __call__(self) -> datetime:
        """Now."""
