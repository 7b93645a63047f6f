"""Record ids: 15 case-sensitive characters, or 18 with a checksum that survives lower-casing.

A deliberate copy of the service's module: the look-alike is a separate program and shares no code with the service.
"""

import re

OPPORTUNITY = "006"

_SHAPE = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?\Z")
_SUFFIX_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def checksum(id15: str) -> str:
    """The three characters that turn a 15-character id into an 18-character one.

    Each stands for five characters; bit *i* of its index is set where character *i* is an upper-case letter.
    """
    chunks = (id15[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _SUFFIX_ALPHABET[sum(1 << place for place, letter in enumerate(chunk) if letter.isupper() and letter.isascii())]
        for chunk in chunks
    )


def to18(text: str, prefix: str = "") -> str:
    """``text`` as an 18-character id. Raises ValueError if it is not an id, or does not begin with ``prefix``."""
    if not _SHAPE.match(text):
        raise ValueError("is not a Salesforce id: it needs 15 or 18 letters and digits")
    if not text.startswith(prefix):
        raise ValueError(f"is not an id that begins with {prefix}")
    id18 = text[:15] + checksum(text[:15])
    if len(text) == 18 and text[15:].upper() != id18[15:]:
        raise ValueError("is not a Salesforce id: its last three characters do not match the first fifteen")
    return id18
