"""Clean text from outside, so that it fits on one line of a page or a note."""

import re
import unicodedata

PLACEHOLDER_MARKS = ("\ue000", "\ue001")
"""Private-use characters that enclose a value's placeholder in a card's text. No text from outside may hold them."""

NO_BREAK = "\u00a0\u202f"
"""Spaces at which a line does not break: within figures, and before a colon in French."""
_SPACES = re.compile(rf"\s{{2,}}|[^\S{NO_BREAK}]")
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners: invisible, but part of how Persian, Hindi and emoji are written."""


def spaced(text: str) -> str:
    """``text`` with every run of white space replaced by one space; a single no-break space is kept."""
    return _SPACES.sub(" ", text.strip())


def one_line(text: str) -> str:
    """``text`` with every run of white space replaced by one space, and without invisible characters.

    This removes control characters, marks that change the direction of the following text, other invisible format
    characters, and private-use and unassigned ones. Salesforce refuses notes that contain some of them. The others can
    disguise a text (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
    """
    line = spaced(text)
    if line.isascii() and line.isprintable():
        return line
    visible = (each for each in line if not unicodedata.category(each).startswith("C") or each in _JOINERS)
    return spaced("".join(visible))


_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Letters that Unicode does not decompose, and what people type who do not have them on their keyboard."""


def folded(text: str) -> str:
    """``text`` as it is searched: in lower case, without accents and superfluous white space.

    A search for "muller" finds Müller, because not everybody has the letters of a name on their keyboard.
    """
    line = spaced(text)
    if line.isascii():
        return line.lower()
    apart = unicodedata.normalize("NFKD", line.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_LETTERS)


def shorten(text: str, limit: int) -> str:
    """``text``, cut to at most ``limit`` characters; a cut text ends with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def without_folders(text: str) -> str:
    """The text with every absolute path reduced to its last part: not everybody should see where files are."""
    return _FOLDERS.sub("", text)


_FOLDERS = re.compile(r"(?<![\w:/])/(?:[^\s/:]+/)+")


def plain(name: str) -> str:
    """An internal name as words.

    ``no_longer_applies`` → no longer applies, ``Deal_Desk__c`` → Deal Desk, ``Partner__r.Tier__c`` → Partner Tier.
    """
    return " ".join(step.removesuffix("__c").removesuffix("__r").replace("_", " ") for step in name.split("."))
