"""The data types of lint's results."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: the playbook does not do what it says. WARNING: somebody should look at it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One sentence about one place. ``line`` and ``column`` count from 1; ``rule`` is the id of the rule."""

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
    """What a rule yields: a place in the file that it checked, and a sentence."""

    line: int
    column: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, ordered by file and place; ``notices`` say what could not be checked, and why."""

    files: int
    findings: tuple[Finding, ...]
    notices: tuple[str, ...] = ()

    def of(self, severity: Severity) -> Sequence[Finding]:
        """The findings of one severity."""
        return [finding for finding in self.findings if finding.severity is severity]
