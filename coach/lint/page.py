"""Generate the rules' part of docs/lint.md from their docstrings, so that the two cannot disagree.

``make generated`` writes it between the marks ``<!-- rules -->`` and ``<!-- /rules -->``.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from coach.lint.rules import FILE_RULES, LIBRARY_RULES, ORG_RULES, FileRule, LibraryRule

_MARKED = re.compile(r"(<!-- rules -->\n).*(<!-- /rules -->)", re.DOTALL)
_EXAMPLE = re.compile(r"^(?P<outcome>Fails|Passes)(?P<where> [^:\n]+)?::\n\n(?P<text>(?: {4}.*\n|\n)+)", re.MULTILINE)
_GROUPS = (
    ("About one playbook", FILE_RULES),
    ("About playbooks together", LIBRARY_RULES),
    ("About your org", ORG_RULES),
)


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A piece of YAML from a docstring. ``where`` says under which circumstances it fails or passes."""

    fails: bool
    where: str
    text: str


def examples(rule: FileRule | LibraryRule) -> Iterator[RuleExample]:
    """The examples in a rule's docstring, in order."""
    for found in _EXAMPLE.finditer(_doc(rule)):
        yield RuleExample(
            found["outcome"] == "Fails", (found["where"] or "").strip(), dedent(found["text"]).strip("\n") + "\n"
        )


def with_rules(page: str) -> str:
    """The page with the text of every rule between its marks."""
    return _MARKED.sub(lambda marked: f"{marked[1]}{_rules()}{marked[2]}", page)


def _rules() -> str:
    return "".join(f"\n## {title}\n{''.join(map(_section, rules))}\n" for title, rules in _GROUPS)


def _section(rule: FileRule | LibraryRule) -> str:
    text = _EXAMPLE.sub(_as_block, _doc(rule)).rstrip("\n")
    first, _, rest = text.partition("\n\n")
    return f"\n### {rule.ID}\n\n**{first}** *({rule.SEVERITY.value})*\n\n{rest}\n"


def _as_block(example: re.Match[str]) -> str:
    yaml = dedent(example["text"]).strip("\n")
    return f"{example['outcome']}{example['where'] or ''}:\n\n```yaml\n{yaml}\n```\n\n"


def _doc(rule: FileRule | LibraryRule) -> str:
    return inspect.cleandoc(rule.__doc__ or "") + "\n"
