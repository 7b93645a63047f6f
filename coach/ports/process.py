"""Per-process services: the wake-up signal, and the clock."""

from datetime import datetime
from typing import Protocol


class Wake(Protocol):
    """Tells workers that there is work. Best effort: the sweep finds work whose wake-up was lost."""

    def coach(self) -> None:
        """Say that deals wait."""

    def write(self) -> None:
        """Say that notes wait."""


class Clock(Protocol):
    """The time that decisions are made at: aware, UTC."""

    def __call__(self) -> datetime:
        """Now."""
