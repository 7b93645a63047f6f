"""Text that came from outside, made fit to stand on one line of a page or a note."""

import re
import unicodedata

PLACEHOLDER_MARKS = ("\ue000", "\ue001")
"""Private-use characters between which a card's text keeps the place of a value: no text may bring them along."""

NO_BREAK = "\u00a0\u202f"
"""Spaces that no line ends at: within figures, and before a colon in French."""
_SPACES = re.compile(rf"\s{{2,}}|[^\S{NO_BREAK}]")
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners: invisible, but part of how Persian, Hindi and emoji are written."""


def spaced(text: str) -> str:
    """``text`` with every run of white space as one space; a single no-break space stays what it is."""
    return _SPACES.sub(" ", text.strip())


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space, and without characters that nobody sees.

    Removed are control characters, marks that turn the direction of what follows, other invisible format characters,
    private-use and unassigned ones: Salesforce refuses notes that hold some of them, and the others can make a text
    read as something it is not (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
    """
    line = spaced(text)
    if line.isascii() and line.isprintable():
        return line
    visible = (each for each in line if not unicodedata.category(each).startswith("C") or each in _JOINERS)
    return spaced("".join(visible))


_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Letters that Unicode does not take apart, and for which people who lack them type others."""


def folded(text: str) -> str:
    """``text`` in the form in which it is searched: without accents, upper case and superfluous white space.

    A search for "muller" finds Müller: whoever looks for a name need not have its letters on the keyboard.
    """
    line = spaced(text)
    if line.isascii():
        return line.lower()
    apart = unicodedata.normalize("NFKD", line.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_LETTERS)


def shorten(text: str, limit: int) -> str:
    """``text``, cut where it has more than ``limit`` characters, the last of which is then an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def without_folders(text: str) -> str:
    """The text with every absolute path cut down to its last part: where files lie is not for everybody."""
    return _FOLDERS.sub("", text)


_FOLDERS = re.compile(r"(?<![\w:/])/(?:[^\s/:]+/)+")


def plain(name: str) -> str:
    """A name of a program's own as words: ``no_longer_applies`` → no longer applies, ``Deal_Desk__c`` → Deal Desk,
    ``Partner__r.Tier__c`` → Partner Tier.
    """
    return " ".join(step.removesuffix("__c").removesuffix("__r").replace("_", " ") for step in name.split("."))
