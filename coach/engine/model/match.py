"""Match: a playbook that applies, with what was expected and found."""

from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """Three-valued: a condition on missing data is neither true nor false."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trace:
    """One condition, or one all / any / not over ``parts``: what was expected, what was found, and the outcome.

    ``expected`` and ``found`` are words for a person. ``missing`` names the facts whose absence made it unknown.
    """

    condition: str
    expected: str
    found: str
    truth: Truth
    parts: tuple["Trace", ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A playbook, by name, whose conditions were evaluated on a deal; ``trace.truth`` is the outcome."""

    playbook: str
    trace: Trace
