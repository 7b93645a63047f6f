"""What lint has to say: nouns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: it does not do what it says. WARNING: somebody should look at it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One sentence about one place; ``line`` and ``column`` count from 1. ``rule`` is the id of what found it."""

    file: str
    line: int
    column: int
    sentence: str
    rule: str
    severity: Severity

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence} ({self.rule})"


@dataclass(frozen=True, slots=True)
class RuleRemark:
    """What a rule finds: a place in the file it was asked about, and a sentence."""

    line: int
    column: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, in order of files and places; ``notices`` say what could not be looked at, and why."""

    files: int
    findings: tuple[Finding, ...]
    notices: tuple[str, ...] = ()

    def of(self, severity: Severity) -> Sequence[Finding]:
        """The findings of one severity."""
        return [finding for finding in self.findings if finding.severity is severity]
