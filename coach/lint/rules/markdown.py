"""Markdown that does not come out as it was meant.

Asterisks or a backtick without their partner are shown as they stand, and so is HTML. A headline is plain text.

Fails::

    cards:
      - name: one
        title: One
        tip: Ask **before you send anything.

Passes::

    cards:
      - name: one
        title: One
        tip: Ask **before** you send anything.
"""

import re
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import inline_tokens, masked
from coach.lint.subject import Subject, Text

ID = "markdown"
SEVERITY = Severity.WARNING

_MARKS = re.compile(
    r"\*\*(?=\S)|(?<=\S)\*\*|__(?=\S)|(?<=\S)__|`+|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|(?<![\w_])_(?=\w)|(?<=\w)_(?![\w_])"
)
_HTML = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_IN_TITLE = re.compile(r"\*\*|`|\]\(")


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text, in all languages."""
    for text in subject.texts():
        words = masked(text.node.text)
        if _is_headline(text):
            if found := _IN_TITLE.search(words):
                yield subject.remark_in(text, found.start(), "A headline is plain text: this is shown as it stands.")
            continue
        if (html := _HTML.search(words)) and _HTML.search(_shown(words)):
            yield subject.remark_in(text, html.start(), "HTML is shown as it stands: write Markdown, or leave it out.")
        if (place := _without_partner(words)) is not None:
            mark = _MARKS.match(words, place)
            sentence = f"{mark[0] if mark else 'This'} has no partner, so it is shown as it stands."
            yield subject.remark_in(text, place, sentence)


def _is_headline(text: Text) -> bool:
    return text.path[-1] == "title" and text.path[-2] not in ("video", "link")


def _shown(text: str) -> str:
    """The words that are shown unchanged, except what is escaped or code: that is intended."""
    return "\n".join(token.content for token in inline_tokens(text) if token.type == "text")


def _without_partner(text: str) -> int | None:
    """Where the unpaired mark is: the one without which fewer marks would be unpaired."""
    left_over = len(_MARKS.findall(_shown(text))) if _MARKS.search(text) else 0
    for mark in _MARKS.finditer(text) if left_over else ():
        without = text[: mark.start()] + "x" * len(mark[0]) + text[mark.end() :]
        if len(_MARKS.findall(_shown(without))) < left_over:
            return mark.start()
    return None
