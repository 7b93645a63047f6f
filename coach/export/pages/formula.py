"""Text in a table that a spreadsheet must not take for a formula.

A cell that begins with one of a few characters is carried out when the file is opened, and what comes from a CRM can
begin with anything. An apostrophe before it makes it text; a spreadsheet does not show the apostrophe.
Which character ends a cell is the reader's to say, not the file's: where Excel takes a semicolon or a tab, what comes
after one in our text begins a cell, in spite of our quotes.
Source: OWASP ASVS 5.0, 1.2.10; OWASP, "CSV Injection".
"""

import re
import unicodedata

BEGINS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""The full-width forms are those that East Asian versions take for the same."""
_ENDS = re.compile(r"(?<=[,;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])")
"""After each of these a cell begins in some reader: separators, and whatever ends a line for somebody."""
_UNSEEN = frozenset({"Cf", "Cc"})


def inert(text: str) -> str:
    """``text`` with an apostrophe wherever it could begin a formula: at its own beginning, and after a character that
    some reader takes for the end of a cell.
    """
    if text.isascii() and text[:1].isalnum() and not _ENDS.search(text):
        return text
    first, *others = _ENDS.split(text)
    return "".join([_at_the_beginning(first), *map(_after_an_end, others)])


def _at_the_beginning(text: str) -> str:
    return f"'{text}" if text[:1] in BEGINS else _after_an_end(text)


def _after_an_end(text: str) -> str:
    return f"'{text}" if _first_visible(text) in BEGINS else text


def _first_visible(text: str) -> str:
    """The first character that a spreadsheet would look at: spaces, quotes and what has no width are passed over."""
    for character in text:
        if not character.isspace() and character != '"' and unicodedata.category(character) not in _UNSEEN:
            return character
    return ""
