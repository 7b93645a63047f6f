"""The marker by which a note is found again after a lost answer, and where it stands.

A ContentNote takes neither an external id nor fields of one's own: only its title and its content can be set, and of
these only the title can be filtered by. Fields of the version behind it (Description, TagCsv, ReasonForChange) take a
second call to set, which may be lost like the first. A search finds text in contents, but only once it is indexed.
So the marker stands in the content, which is created together with the note or not at all: in the address of its
links, behind "#", where nobody sees it, and where a note has none, in its last line. A note is looked for among those
of ours on its record, and told by the MD5 that the platform keeps of its content, or by reading it.
Source: Object Reference, ContentNote ("Only the Content and Title fields can be updated"; Content: Create, Nillable,
Update), ContentVersion (Checksum: Filter, Group, Nillable, Sort).
"""

import hashlib
import re

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u, so that it survives being read aloud."""
LENGTH = 9
BITS = 5 * LENGTH
"""45 bits. A look-up is for one record and one marker, so a clash needs two equal ones on one opportunity."""
_BEFORE = "coach-"
_TOKEN = re.compile(rf"(?<![0-9A-Za-z]){_BEFORE}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z])")
_BEFORE_IN_A_TITLE = " · "
_IN_A_TITLE = re.compile(rf"{_BEFORE_IN_A_TITLE}([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Za-z])")


def marker(key: str) -> str:
    """Nine letters and digits that follow from ``key`` alone."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()) >> (256 - BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def token(key: str) -> str:
    """The marker as it stands in a note: told from every word that people write."""
    return _BEFORE + marker(key)


def marked(link: str, key: str) -> str:
    """An address that leads where ``link`` does, with the marker in it: no browser sends what stands behind "#"."""
    return f"{link}#{token(key)}"


def markers_in(content: str) -> frozenset[str]:
    """The markers in a note's content, in whatever form it took."""
    return frozenset(_TOKEN.findall(content))


def markers_in_title(title: str) -> frozenset[str]:
    """Those in the title of a note that an earlier version wrote, which had its marker there; people may have written
    behind it.
    """
    return frozenset(_IN_A_TITLE.findall(title))


def without_marker(title: str) -> str:
    """The words before the marker of such a title; all of one that ends with none."""
    visible, _, last = title.rpartition(_BEFORE_IN_A_TITLE)
    return visible if visible and len(last) == LENGTH and set(last) <= set(ALPHABET) else title
