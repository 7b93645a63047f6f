"""Separates what others wrote into a note from what Coach wrote, and keeps it below Coach's text.

For each line that Coach wrote, a print (a short hash) is stored. It identifies the line again in every form of the
note, even after the org has tidied it up, and stores no text. Everything else in the note is somebody else's: their own
paragraphs, a line of ours that they changed, what they pasted.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from coach.engine import markup
from coach.engine.languages import in_every_language, message, words_in
from coach.engine.model.lines import BREAK, GAP, Line, Lines, Run, heading
from coach.engine.notes.blocks import blocks
from coach.engine.notes.forms import bounded, forms_of
from coach.engine.notes.marker import without_marker
from coach.engine.notes.reading import read
from coach.text import one_line

HEADING = message("Written here by people")
TITLE = message("Title: {title}")
_GAP = markup.html([GAP])
_MARKER = re.compile(r"(?:•|\d{1,3}\.)\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_PRINT = 12
"""Hexadecimal digits: a note has a few dozen lines, so a clash is practically impossible."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what others wrote: the original HTML, and its lines, for an org that does not accept the HTML."""

    html: str
    lines: tuple[Line, ...]


def imprint(title: str, body: Lines) -> str:
    """What is stored about a note that Coach wrote: a print of its title and of each of its lines."""
    lines = (_either(piece) for line in bounded(body) for piece in _pieces(line))
    return " ".join([_print(title), *lines])


def others(html: str, title: str | None, ours: Sequence[str], language: str = "en") -> tuple[Part, ...]:
    """What others wrote into a note with this content. ``ours`` are the imprints of all versions of ours that may be in
    it: after a lost answer nobody knows which. ``title`` is None if it is known to be ours.
    """
    found = min((_beside(html, one) for one in ours), key=_size, default=_beside(html, ""))
    titles = {one.partition(" ")[0] for one in ours}
    theirs = title is not None and titles and _print(title) not in titles
    return together(found, (_retitled(title or "", language),)) if theirs else found


def together(first: Sequence[Part], second: Sequence[Part]) -> tuple[Part, ...]:
    """All of the first, and those lines of the second that are not in it."""
    known = Counter(_key(line) for part in first for line in part.lines)
    return (*first, *_unknown(second, known))


def with_others(forms: Sequence[str], parts: Sequence[Part], language: str = "en") -> tuple[str, ...]:
    """The forms of a note with others' text below it, preceded by one more form that keeps their HTML unchanged.

    If they wrote nothing, the forms are unchanged. The heading above their text is in ``language``.
    """
    if not parts:
        return tuple(forms)
    above = heading(words_in(language).say(HEADING))
    rich, basic, plain = forms_of([above, *(line for part in parts for line in part.lines)])
    below = [rich, *[basic] * (len(forms) - 2), f"<br><br>{plain}"][: len(forms)]
    as_it_was = f"{_GAP}{markup.html([above])}{''.join(part.html for part in parts)}"
    gaps = [_GAP, *[""] * (len(forms) - 1)]
    return (
        f"{forms[0]}{as_it_was}",
        *(f"{form}{gap}{more}" for form, gap, more in zip(forms, gaps, below, strict=True)),
    )


def _beside(html: str, ours: str) -> tuple[Part, ...]:
    """Above the heading, everything that is not ours; below it, everything."""
    parts = list(_parts(html))
    last = max((place for place, part in enumerate(parts) if _is_heading(part)), default=-1)
    above, below = parts[: max(last, 0)], parts[last + 1 :]
    if last < 0:
        above, below = below, []
    known = Counter(ours.split(" ")[1:])
    return (*_unknown(above, known), *(part for part in below if not _is_heading(part)))


def _parts(html: str) -> Iterator[Part]:
    for block in blocks(html):
        lines = tuple(chain.from_iterable(map(_pieces, read(block.html))))
        if lines:
            yield Part(block.html if block.whole else forms_of(lines)[0], lines)


def _unknown(parts: Iterable[Part], known: Counter[str]) -> Iterator[Part]:
    """The parts without the known lines, each removed once. A part with no known line stays whole."""
    for part in parts:
        lines = tuple(line for line in part.lines if not _take(known, line))
        if lines == part.lines:
            yield part
        elif lines:
            yield Part(forms_of(lines)[0], lines)


def _take(known: Counter[str], line: Line) -> bool:
    mine = _key(line)
    for one in known:
        if known[one] > 0 and mine in one.split("/"):
            known[one] -= 1
            return True
    return _is_heading(Part("", (line,)))


def _pieces(line: Line) -> Iterator[Line]:
    """The line cut at its breaks, without empty pieces."""
    runs: list[Run] = []
    marker = line.marker
    for run in (*line.runs, BREAK):
        if run != BREAK:
            runs.append(run)
        elif any(one.text.strip() for one in runs):
            yield replace(line, runs=tuple(runs), marker=marker)
            runs, marker = [], ""


def _retitled(title: str, language: str) -> Part:
    line = Line((Run(words_in(language).say(TITLE, title=without_marker(one_line(title)))),))
    return Part(forms_of([line])[0], (line,))


def _is_heading(part: Part) -> bool:
    return len(part.lines) == 1 and _text(part.lines[0]) in in_every_language(HEADING)


def _size(parts: Sequence[Part]) -> int:
    return sum(len(part.lines) for part in parts)


def _text(line: Line) -> str:
    """The line's text as it is compared: without list markers and without invisible white space."""
    return _tidy(line.text)


def _tidy(text: str) -> str:
    return _MARKER.sub("", one_line(_INVISIBLE.sub("", text)), count=1) if text else text


def _key(line: Line) -> str:
    return _print(_text(line))


def _either(line: Line) -> str:
    """The print of one of our lines, and that of the form in which link addresses are written out."""
    return "/".join(dict.fromkeys([_key(line), _print(_tidy(markup.spelled(line)))]))


def _print(text: str) -> str:
    """The print of a text. No-break spaces count as spaces: an editor may turn one into the other."""
    line = " ".join(one_line(text).split())
    return hashlib.sha256(line.encode(errors="replace")).hexdigest()[:_PRINT]
