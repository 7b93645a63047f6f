"""A link whose words do not say where it leads.

“Click here” tells nobody whether it is worth a click, least of all those who have links read out to them. This also
looks at the titles of `link` and `video`.

Fails::

    cards:
      - name: one
        title: One
        tip: For the price list [click here](https://example.com/prices).

Passes::

    cards:
      - name: one
        title: One
        tip: Look into [the price list](https://example.com/prices).
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import inline_tokens, masked
from coach.lint.subject import Subject

ID = "link-text"
SEVERITY = Severity.WARNING

_EMPTY_WORDS = frozenset(
    {
        *("click", "click here", "here", "see here", "this", "this link", "link", "page", "video", "watch"),
        *("more", "read more", "learn more"),
        *("hier", "hier klicken", "klicken sie hier", "mehr", "mehr erfahren", "weiterlesen"),
    }
)
_SENTENCE = "Say where this leads: these words do not tell anybody whether to follow it."


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text, in all languages."""
    for text in subject.texts():
        if text.path[-1] == "title" and text.path[-2] in ("video", "link"):
            if _says_nothing(text.node.text):
                yield subject.remark(text.node, _SENTENCE)
            continue
        words = masked(text.node.text)
        for link in _links(words):
            if _says_nothing(link):
                yield subject.remark_in(text, max(words.find(f"[{link}]") + 1, 0), _SENTENCE)


def _links(text: str) -> Iterator[str]:
    words: list[str] | None = None
    for token in inline_tokens(text) if "](" in text else ():
        if token.type == "link_open":
            words = []
        elif token.type == "link_close" and words is not None:
            yield "".join(words)
            words = None
        elif words is not None:
            words.append(token.content)


def _says_nothing(words: str) -> bool:
    return " ".join(words.casefold().strip(" .!…>").split()) in _EMPTY_WORDS
