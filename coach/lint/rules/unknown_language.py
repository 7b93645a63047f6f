"""A language that nobody has.

Languages go by the codes of ISO 639: German is `de`, not `ge`, Japanese `ja`, not `jp`. Words under another code are
never shown to anybody.

Fails::

    cards:
      - name: one
        title: One
        tip: Ask.
        locales: {ge: {title: Eins, tip: Fragen Sie.}}

Passes::

    cards:
      - name: one
        title: One
        tip: Ask.
        locales: {de: {title: Eins, tip: Fragen Sie.}}
"""

from collections.abc import Iterator

from coach.engine.playbook.languages import LANGUAGES, meant
from coach.engine.playbook.nodes import MappingNode
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "unknown-language"
SEVERITY = Severity.ERROR


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check the codes under every card's ``locales``, except those of three letters: there are too many of them."""
    for place in range(len(subject.playbook.cards)):
        locales = subject.at("cards", place, "locales")
        for key, _ in locales.entries if isinstance(locales, MappingNode) else ():
            language = key.text.partition("-")[0]
            if len(language) == 2 and language not in LANGUAGES:
                known = f" Did you mean {quote(meant(key.text))}?" if meant(key.text) else ""
                yield subject.remark(key, f"No language has the code {quote(language)}.{known}")
