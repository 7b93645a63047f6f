"""The marker that identifies a note after a lost answer, and its place in the note.

A ContentNote takes neither an external id nor custom fields. Only its title and its content can be set, and of these
only the title can be filtered by. Fields of the version behind it (Description, TagCsv, ReasonForChange) need a second
call, which may be lost like the first. A search finds text in contents, but only once it is indexed.

So the marker is in the content, which is created together with the note or not at all. It is in the address of the
note's links, after "#", where nobody sees it; in a note without links, it is in the last line. To find a note, Coach
looks at its own notes on the record, and compares the MD5 that the platform keeps of the content, or reads the content.
Source: Object Reference, ContentNote ("Only the Content and Title fields can be updated"; Content: Create, Nillable,
Update), ContentVersion (Checksum: Filter, Group, Nillable, Sort).
"""

import hashlib
import re
from collections.abc import Iterable

from coach.engine.model.lines import Line

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: without i, l, o and u, so that it survives being read aloud."""
LENGTH = 9
BITS = 5 * LENGTH
"""45 bits. A lookup is for one record and one marker, so a clash needs two equal markers on one opportunity."""
_BEFORE = "coach-"
_TOKEN = re.compile(rf"(?<![0-9A-Za-z]){_BEFORE}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z])")
_BEFORE_IN_A_TITLE = " · "
_IN_A_TITLE = re.compile(rf"{_BEFORE_IN_A_TITLE}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z])")


def marker(key: str) -> str:
    """Nine letters and digits, derived from ``key`` alone."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()) >> (256 - BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def token(key: str) -> str:
    """The marker as it appears in a note, in a form that differs from every word that people write."""
    return _BEFORE + marker(key)


def marked(link: str, key: str) -> str:
    """The address ``link`` with the marker added. No browser sends what follows "#", so it leads to the same page."""
    return f"{link}#{token(key)}"


def markers_in(content: str) -> frozenset[str]:
    """The markers in a note's content, in whatever form it was written."""
    return frozenset(_TOKEN.findall(content))


def markers_in_lines(lines: Iterable[Line]) -> frozenset[str]:
    """The markers that a note with these lines will have, in their text and in the addresses of their links."""
    return markers_in("\n".join(text for line in lines for run in line.runs for text in (run.text, run.href or "")))


def markers_in_title(title: str) -> frozenset[str]:
    """The markers in the title of a note from an earlier version, which kept the marker there. People may have added
    text after it.
    """
    return frozenset(_IN_A_TITLE.findall(title))


def without_marker(title: str) -> str:
    """The words of such a title before its marker; the whole title if it has no marker."""
    visible, _, last = title.rpartition(_BEFORE_IN_A_TITLE)
    return visible if visible and len(last) == LENGTH and set(last) <= set(ALPHABET) else title
