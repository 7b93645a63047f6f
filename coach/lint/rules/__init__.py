"""The rules, one to a module, in the order of the page that is made from their docstrings.

A rule has an ``ID``, which stands in brackets behind its sentences and in comments that silence it, a ``SEVERITY``, a
``check``, and a docstring that explains it to authors with an example that fails and one that passes.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.rules import (
    always_true,
    answer_position,
    approval_ends,
    bare_link,
    contradiction,
    curly_quotes,
    currency,
    cut_off,
    empty_fact,
    equal_priority,
    field_type,
    followed_already,
    hidden_fact,
    image,
    invisible,
    link_address,
    link_text,
    long_title,
    markdown,
    merge_field,
    missing_translation,
    never_filled,
    no_owner,
    no_skill,
    not_tracked,
    other_line,
    past_review,
    redundant,
    same_title,
    shadowed,
    too_long,
    unknown_field,
    unknown_language,
    unknown_product,
    unknown_role,
    unknown_stage,
    unknown_value,
    usual_stage,
)
from coach.lint.subject import Subject


class FileRule(Protocol):
    """A rule that needs no other file. Its module is the rule."""

    ID: str
    SEVERITY: Severity
    __doc__: str | None

    def check(self, subject: Subject, context: Context) -> Iterator[RuleRemark]:
        """Yield remarks about one playbook."""


class LibraryRule(Protocol):
    """A rule that compares playbooks with each other."""

    ID: str
    SEVERITY: Severity
    __doc__: str | None

    def check(self, collection: Collection, context: Context) -> Iterator[tuple[Subject, RuleRemark]]:
        """Yield remarks, each with the file that it is about."""


FILE_RULES: tuple[FileRule, ...] = (
    contradiction,
    always_true,
    redundant,
    followed_already,
    usual_stage,
    curly_quotes,
    never_filled,
    empty_fact,
    other_line,
    merge_field,
    cut_off,
    markdown,
    link_address,
    bare_link,
    link_text,
    image,
    invisible,
    too_long,
    long_title,
    unknown_language,
    missing_translation,
    no_owner,
    no_skill,
    past_review,
    approval_ends,
)
AUDIENCE_RULES: tuple[FileRule, ...] = (contradiction, always_true, redundant, curly_quotes, never_filled, empty_fact)
"""What there is to say of conditions alone: asked about a folder's defaults too."""
LIBRARY_RULES: tuple[LibraryRule, ...] = (shadowed, equal_priority, same_title, answer_position)
ORG_RULES: tuple[FileRule, ...] = (
    unknown_stage,
    unknown_product,
    unknown_value,
    unknown_field,
    field_type,
    unknown_role,
    hidden_fact,
    not_tracked,
    currency,
)
"""Rules that need to know what the org has."""

RULES: Mapping[str, FileRule | LibraryRule] = {
    **{rule.ID: rule for rule in FILE_RULES},
    **{rule.ID: rule for rule in LIBRARY_RULES},
    **{rule.ID: rule for rule in ORG_RULES},
}
