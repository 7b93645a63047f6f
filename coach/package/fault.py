"""One mistake in the source project."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ProjectFault:
    """A place, and what is wrong there. ``path`` is relative to the project, ``line`` counts from 1."""

    path: str
    line: int
    sentence: str
    rule: str

    def __str__(self) -> str:
        """As compilers write it, so that editors find the place."""
        return f"{self.path}:{self.line}: {self.sentence} ({self.rule})"
