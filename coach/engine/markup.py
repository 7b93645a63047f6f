"""Lines → HTML, with nothing in it but p, b, i, br, ul, ol, li and a; and plainer, for who takes less.

In the text, XML's five characters are escaped, the apostrophe as ``&#39;``, and no others: a ContentNote refuses
``&apos;`` and other named entities.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from coach.engine.model.lines import BREAK, Line, Run

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    """``text`` with these five characters escaped, and no others."""
    return text.translate(_ENTITIES)


def html(lines: Iterable[Line], rel: str = "") -> str:
    """Paragraphs, nested lists, emphasis and links. ``rel`` is the attribute of that name for every link."""
    writer = _rich(rel)
    return "".join(
        "".join(_nested(group, writer) if in_list else (f"<p>{writer.inline(line)}</p>" for line in group))
        for in_list, group in groupby(lines, _in_list)
    )


def inline_html(line: Line, rel: str = "") -> str:
    """One line, without a paragraph around it."""
    return _rich(rel).inline(line)


def basic(lines: Iterable[Line]) -> str:
    """HTML with p, b and br only. A list item starts with "•" or its number; a link's address follows in brackets."""
    return "".join(f"<p>{'<br>'.join(texts)}</p>" for texts in _paragraphs(lines, _BASIC))


def plain(lines: Iterable[Line]) -> str:
    """The same as escaped text with br."""
    return "<br><br>".join("<br>".join(texts) for texts in _paragraphs(lines, _PLAIN))


def spelled(line: Line) -> str:
    """One line as its plain form reads: text, with a link's address after it."""
    return _SPELLED.inline(line)


@dataclass(frozen=True, slots=True)
class _Writer:
    """How one form writes a run, and a link. Arguments of ``link``: the written runs, their words, the address."""

    run: Callable[[Run], str]
    link: Callable[[str, str, str], str]

    def inline(self, line: Line) -> str:
        written: list[str] = []
        for href, group in groupby(line.runs, key=lambda run: run.href):
            runs = list(group)
            text = "".join("<br>" if run == BREAK else self.run(run) for run in runs)
            written.append(self.link(text, "".join(run.text for run in runs), href) if href else text)
        return "".join(written)


def _rich_run(run: Run) -> str:
    html = escape(run.text)
    html = f"<i>{html}</i>" if run.italic else html
    return f"<b>{html}</b>" if run.bold else html


def _rich(rel: str) -> _Writer:
    more = f' rel="{rel}"' if rel else ""
    return _Writer(_rich_run, lambda written, _, href: f'<a href="{escape(href)}"{more}>{written}</a>')


def _basic_run(run: Run) -> str:
    return f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text)


def _plain_run(run: Run) -> str:
    return escape(run.text)


def _address(written: str, words: str, href: str) -> str:
    return written if words == href else f"{written} ({escape(href)})"


_BASIC = _Writer(_basic_run, _address)
_PLAIN = _Writer(_plain_run, _address)
_SPELLED = _Writer(lambda run: run.text, lambda text, words, href: text if words == href else f"{text} ({href})")


def _in_list(line: Line) -> bool:
    return line.depth > 0


def _nested(lines: Iterable[Line], writer: _Writer) -> Iterator[str]:
    """List items as nested lists; further paragraphs of an item follow after a break."""
    closing: list[str] = []
    for line in lines:
        if not line.marker and closing:
            yield f"<br>{writer.inline(line)}"
            continue
        kind = "ul" if line.marker in ("•", "") else "ol"
        while len(closing) > line.depth or (len(closing) == line.depth and closing[-1] != f"</li></{kind}>"):
            yield closing.pop()
        if len(closing) == line.depth:
            yield "</li>"
        while len(closing) < line.depth:
            closing.append(f"</li></{kind}>")
            yield f"<{kind}>" if len(closing) == line.depth else f"<{kind}><li>"
        yield f"<li>{writer.inline(line)}"
    yield from reversed(closing)


def _paragraphs(lines: Iterable[Line], writer: _Writer) -> Iterator[list[str]]:
    """Each paragraph outside lists on its own; the items of a list together."""
    for in_list, group in groupby(lines, _in_list):
        texts = [f"{line.marker} {writer.inline(line)}".lstrip() for line in group]
        yield from [texts] if in_list else ([text] for text in texts)
