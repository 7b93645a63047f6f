"""All valid playbooks together, for rules that compare them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from coach.lint.coverage import covering
from coach.lint.subject import Subject


@dataclass(frozen=True)
class Collection:
    """``subjects`` in the order of their files."""

    subjects: tuple[Subject, ...]

    @cached_property
    def covered_by(self) -> Mapping[str, tuple[Subject, ...]]:
        """By the name of a live playbook: the other live ones that apply wherever it does."""
        return covering(self.subjects)
