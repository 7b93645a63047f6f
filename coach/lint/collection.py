"""All valid playbooks together, for rules that compare them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from coach.lint.coverage import covering
from coach.lint.subject import Subject


@dataclass(frozen=True)
class Collection:
    """``subjects`` are in the order of their files."""

    subjects: tuple[Subject, ...]

    @cached_property
    def covered_by(self) -> Mapping[str, tuple[Subject, ...]]:
        """Map the name of each live playbook to the other live playbooks that apply wherever it does."""
        return covering(self.subjects)
