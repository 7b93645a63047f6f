"""A character that nobody sees.

Text that was pasted from a web page or a presentation often brings along spaces of no width, marks that turn the
direction of writing, or spaces that do not break. In a condition they keep a text from ever being equal to the one on
the record, and nobody can see why.

Fails::

    when:
      stage: {is: "Prospecting\\u200b"}

Passes::

    when:
      stage: {is: Prospecting}
"""

import re
import unicodedata
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject, Text

ID = "invisible"
SEVERITY = Severity.WARNING

_SUSPECT = re.compile(r"[^\x00-\x7f]")
_CONDITIONS = ("when", "audience", "adherence")
_JOINERS = frozenset("\u200c\u200d")
"""Part of how Persian, Hindi and emoji are written."""
_NO_BREAK = "\u00a0"
"""A space that does not break belongs in French and in figures; in a condition it is another letter than a space."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every value; remark on the first such character of each."""
    for path, node in subject.scalars():
        of_condition = path[0] in _CONDITIONS
        found = next((each for each in _SUSPECT.finditer(node.text) if _is_invisible(each[0], of_condition)), None)
        if found:
            name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}").lower()
            sentence = f"Nobody sees the {name} in this text: type it anew."
            yield subject.remark_in(Text(path, node), found.start(), sentence)


def _is_invisible(letter: str, of_condition: bool) -> bool:
    if letter == _NO_BREAK:
        return of_condition
    return unicodedata.category(letter) == "Cf" and (of_condition or letter not in _JOINERS)
