"""A note's title, and the marker at its end by which the note is found again after a lost answer.

A ContentNote takes neither an external id nor custom fields; its title is the one field of ours that can be queried.
"""

import hashlib
import re

from coach.text import one_line, shorten

VISIBLE = 80
"""Characters before the marker: about what a list of notes in Lightning shows. Salesforce takes 255 in all."""
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u, so that it survives being read aloud."""
LENGTH = 9
BITS = 5 * LENGTH
"""45 bits. A look-up is for one record and one marker, so a clash needs two equal ones on one opportunity."""
_BEFORE = " · "
_MARKER = re.compile(rf"(?<![0-9A-Za-z])[{ALPHABET}]{{{LENGTH}}}(?![0-9A-Za-z])")


def marker(key: str) -> str:
    """Nine letters and digits that follow from ``key`` alone."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()) >> (256 - BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def note_title(visible: str, key: str) -> str:
    """One line of text, not escaped, that ends with the marker of ``key``."""
    return f"{shorten(one_line(visible), VISIBLE)}{_BEFORE}{marker(key)}"


def marker_in(title: str) -> str:
    """What a note is known by whatever its title says by now: the marker, or all of a title without one."""
    return title.rpartition(_BEFORE)[2]


def markers_in(title: str) -> frozenset[str]:
    """All that could be a marker, wherever it stands."""
    return frozenset(_MARKER.findall(title))


def without_marker(title: str) -> str:
    """The words before the marker; all of a title that ends with none."""
    visible, _, last = title.rpartition(_BEFORE)
    return visible if visible and len(last) == LENGTH and set(last) <= set(ALPHABET) else title
