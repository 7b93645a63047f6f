"""Match: a playbook evaluated on a deal, with expected and found values."""

from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """The outcome of a condition, in three-valued logic: UNKNOWN if the deal lacks the data that it needs."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trace:
    """One condition, or one all / any / not over ``parts``, with its expected and found values and its outcome.

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
