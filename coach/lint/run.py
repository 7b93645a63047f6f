"""Run all rules on files → a report."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from coach.engine.playbook.defaults import Given, as_playbook, read_defaults
from coach.engine.playbook.folders import UNREAD
from coach.engine.playbook.model import Status
from coach.engine.playbook.nodes import MappingNode
from coach.engine.playbook.problems import quote
from coach.errors import Problem
from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import Finding, Report, RuleRemark, Severity
from coach.lint.rules import AUDIENCE_RULES, FILE_RULES, LIBRARY_RULES, ORG_RULES, RULES, FileRule, LibraryRule
from coach.lint.silence import Suppression, allowances
from coach.lint.subject import SourceFile, Subject, read
from coach.lint.words import perhaps
from coach.text import one_line

ALLOW = "allow"
"""The rule id of findings about suppression comments. These findings cannot be suppressed."""


_UNCHECKED = "This file cannot be checked ({error}): say it in a simpler way."
_TRIPPED = "The rule “{rule}” cannot be asked about this file ({error}): please report it, with the file."


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file after the rules that check one file alone. ``subject`` is None if it holds no valid playbook."""

    source: SourceFile
    subject: Subject | None
    findings: tuple[Finding, ...]
    allowed: tuple[Suppression, ...] = ()


class Each(Protocol):
    """``map``, or the same with several processes."""

    def __call__(
        self, inspect: Callable[[SourceFile], Inspected], sources: Iterable[SourceFile], /
    ) -> Iterable[Inspected]:
        """The result of ``inspect`` for each source, in the order of the sources."""


def lint(sources: Sequence[SourceFile], context: Context, problems: Sequence[Problem] = (), each: Each = map) -> Report:
    """Check each file by itself, then all valid ones together. ``problems`` are those of files without a text."""
    inspected = list(each(partial(inspect, context=context), sources))
    active = [one.subject for one in inspected if one.subject and one.subject.playbook.status is not Status.RETIRED]
    together = list(_together(Collection(tuple(active)), context))
    findings = [_as_error(problem) for problem in problems]
    for one in inspected:
        findings += _told(one, [finding for finding in together if finding.file == one.source.file], context)
    files = {one.source.file for one in inspected if not one.source.sets_defaults}
    files |= {problem.file for problem in problems if problem.rule != UNREAD}
    return Report(len(files), tuple(sorted(findings)))


def inspect(source: SourceFile, context: Context) -> Inspected:
    """Check one file by itself. An exception becomes a finding about it, so that the other files are still checked."""
    try:
        return _inspect(source, context)
    except Exception as error:
        sentence = _UNCHECKED.format(error=type(error).__name__)
        return Inspected(source, None, (Finding(source.file, 1, 1, sentence, "file", Severity.ERROR),))


def _inspect(source: SourceFile, context: Context) -> Inspected:
    """Check one file; a retired playbook must be valid, and no rule is run on it."""
    if source.sets_defaults:
        return _inspect_defaults(source, context)
    subject = read(source)
    if not isinstance(subject, Subject):
        return Inspected(source, None, tuple(_as_error(problem) for problem in subject.problems))
    allowed = allowances(source.text)
    if subject.playbook.status is Status.RETIRED:
        return Inspected(source, subject, (), allowed)
    rules = (*FILE_RULES, *(ORG_RULES if context.inventory else ()))
    own = subject.own if source.defaults else subject
    found = (_finding(subject, rule, remark) for rule in rules for remark in _checked(rule, own, context))
    return Inspected(source, subject, tuple(found), allowed)


def _inspect_defaults(source: SourceFile, context: Context) -> Inspected:
    """Check a folder's file of defaults: it must be valid by itself, and the org must have the fields that it names."""
    defaults = read_defaults(Given(source.file, source.text))
    if defaults.problems or not isinstance(defaults.root, MappingNode):
        return Inspected(source, None, tuple(_as_error(problem) for problem in defaults.problems))
    alone = Subject(source, defaults.root, as_playbook(defaults))
    rules = (*AUDIENCE_RULES, *(ORG_RULES if context.inventory else ()))
    found = (_finding(alone, rule, remark) for rule in rules for remark in _checked(rule, alone, context))
    return Inspected(source, None, tuple(found), allowances(source.text))


def _checked(rule: FileRule, subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Run one rule. If it raises, report that as its remark, so that the other rules still run."""
    try:
        yield from rule.check(subject, context)
    except Exception as error:
        yield RuleRemark(1, 1, _TRIPPED.format(rule=rule.ID, error=type(error).__name__))


def _together(collection: Collection, context: Context) -> Iterator[Finding]:
    for rule in LIBRARY_RULES:
        try:
            yield from (_finding(subject, rule, remark) for subject, remark in rule.check(collection, context))
        except Exception as error:
            sentence = _TRIPPED.format(rule=rule.ID, error=type(error).__name__)
            yield from (_finding(subject, rule, RuleRemark(1, 1, sentence)) for subject in collection.subjects[:1])


def _finding(subject: Subject, rule: FileRule | LibraryRule, remark: RuleRemark) -> Finding:
    sentence = one_line(remark.sentence)
    return Finding(subject.source.file, remark.line, remark.column, sentence, rule.ID, rule.SEVERITY)


def _as_error(problem: Problem) -> Finding:
    severity = Severity.WARNING if problem.rule == UNREAD else Severity.ERROR
    return Finding(problem.file, problem.line, problem.column, problem.sentence, problem.rule, severity)


def _told(one: Inspected, together: Sequence[Finding], context: Context) -> Iterator[Finding]:
    """The findings that no comment suppresses, and the mistakes in the suppression comments."""
    used: set[tuple[Suppression, str]] = set()
    for finding in (*one.findings, *together):
        allowing = [allowance for allowance in one.allowed if allowance.covers(finding.line, finding.rule)]
        used |= {(allowance, finding.rule) for allowance in allowing}
        if not allowing:
            yield finding
    for allowance in one.allowed:
        for sentence in _mistakes(allowance, {rule for each, rule in used if each == allowance}, one, context):
            place = (one.source.file, allowance.line, allowance.column)
            yield Finding(*place, one_line(sentence), ALLOW, Severity.WARNING)


def _mistakes(allowance: Suppression, used: set[str], one: Inspected, context: Context) -> Iterator[str]:
    if allowance.mistake:
        yield allowance.mistake
        return
    asked = _asked(one, context)
    for rule in allowance.rules:
        if rule not in RULES:
            yield f"There is no rule {quote(rule)} that could be silenced.{perhaps(rule, RULES)}"
        elif rule in asked and rule not in used:
            yield f"There is nothing here for “{rule}” to say: take this comment out."


def _asked(one: Inspected, context: Context) -> set[str]:
    """The ids of the rules that were run on this file: only if these find nothing is a suppression unused."""
    if one.subject is None or one.subject.playbook.status is Status.RETIRED:
        return set()
    groups = (FILE_RULES, ORG_RULES if context.inventory else (), LIBRARY_RULES if context.whole else ())
    return {rule.ID for group in groups for rule in group}
