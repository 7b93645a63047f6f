"""The body of a note in three forms, from rich to plain.

Salesforce does not document which tags it accepts in a ContentNote, and orgs differ. Seen to work: p, b and br; the
editor in Lightning offers lists and links too. In the text, XML's five characters must be escaped, the apostrophe as
``&#39;`` (``&apos;`` and other named entities are refused), and no others. New lines are stripped; an empty body is
refused.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from coach.engine.notes.lines import BREAK, Line, Run, read

EMPTY = "<p></p>"
"""The smallest body that Salesforce accepts."""

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    """``text`` with the five characters escaped that a ContentNote requires, and no others."""
    return text.translate(_ENTITIES)


def forms(html: str) -> tuple[str, str, str]:
    """The same body as (rich, basic, plain).

    Rich holds p, b, i, br, ul, ol, li and a; basic holds p, b and br; plain is escaped text with br. In the latter two
    a list item starts with "•" or its number, and a link's address follows its text in brackets. None is ever empty.
    """
    return forms_of(read(html))


def forms_of(lines: Iterable[Line]) -> tuple[str, str, str]:
    """Same as :func:`forms`, for lines that were already read."""
    lines = tuple(lines)
    return _rich(lines) or EMPTY, _basic(lines) or EMPTY, _plain(lines) or EMPTY


@dataclass(frozen=True, slots=True)
class _Writer:
    """How one form writes a run, and a link around written runs."""

    run: Callable[[Run], str]
    link: Callable[[str, str], str]

    def inline(self, line: Line) -> str:
        html: list[str] = []
        for href, runs in groupby(line.runs, key=lambda run: run.href):
            text = "".join("<br>" if run == BREAK else self.run(run) for run in runs)
            html.append(self.link(text, escape(href)) if href else text)
        return "".join(html)


def _rich_run(run: Run) -> str:
    html = escape(run.text)
    html = f"<i>{html}</i>" if run.italic else html
    return f"<b>{html}</b>" if run.bold else html


def _rich_link(html: str, href: str) -> str:
    return f'<a href="{href}">{html}</a>'


def _basic_run(run: Run) -> str:
    return f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text)


def _plain_run(run: Run) -> str:
    return escape(run.text)


def _address(html: str, href: str) -> str:
    return html if html == href else f"{html} ({href})"


_RICH = _Writer(_rich_run, _rich_link)
_BASIC = _Writer(_basic_run, _address)
_PLAIN = _Writer(_plain_run, _address)


def _rich(lines: Iterable[Line]) -> str:
    return "".join(
        "".join(_nested(group) if in_list else map(_paragraph, group)) for in_list, group in groupby(lines, _in_list)
    )


def _in_list(line: Line) -> bool:
    return line.depth > 0


def _paragraph(line: Line) -> str:
    return f"<p>{_RICH.inline(line)}</p>"


def _nested(lines: Iterable[Line]) -> Iterator[str]:
    """List items as nested lists; further paragraphs of an item follow after a break."""
    closing: list[str] = []
    for line in lines:
        if not line.marker and closing:
            yield f"<br>{_RICH.inline(line)}"
            continue
        kind = "ul" if line.marker in ("•", "") else "ol"
        while len(closing) > line.depth or (len(closing) == line.depth and closing[-1] != f"</li></{kind}>"):
            yield closing.pop()
        if len(closing) == line.depth:
            yield "</li>"
        while len(closing) < line.depth:
            closing.append(f"</li></{kind}>")
            yield f"<{kind}>" if len(closing) == line.depth else f"<{kind}><li>"
        yield f"<li>{_RICH.inline(line)}"
    yield from reversed(closing)


def _basic(lines: Iterable[Line]) -> str:
    return "".join(f"<p>{'<br>'.join(texts)}</p>" for texts in _paragraphs(lines, _BASIC))


def _plain(lines: Iterable[Line]) -> str:
    return "<br><br>".join("<br>".join(texts) for texts in _paragraphs(lines, _PLAIN))


def _paragraphs(lines: Iterable[Line], writer: _Writer) -> Iterator[list[str]]:
    """Each paragraph outside lists on its own; the items of a list together."""
    for in_list, group in groupby(lines, _in_list):
        texts = [f"{line.marker} {writer.inline(line)}".lstrip() for line in group]
        yield from [texts] if in_list else ([text] for text in texts)
