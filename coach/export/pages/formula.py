"""Keeps spreadsheets from taking text in a table for a formula.

When a file is opened, a spreadsheet executes cells that begin with certain characters, and text from a CRM can begin
with anything. An apostrophe in front makes it text; a spreadsheet does not show the apostrophe. The reader of a file
decides which character separates cells, not the file. If Excel splits at a semicolon or a tab, the text after one
begins a new cell, despite our quotes. Source: OWASP ASVS 5.0, 1.2.10; OWASP, "CSV Injection".
"""

import re
import unicodedata

BEGINS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""East Asian versions treat the full-width forms the same."""
_ENDS = re.compile(r"(?<=[,;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])")
"""After each of these, some reader begins a new cell: separators, and everything that ends a line for some program."""
_UNSEEN = frozenset({"Cf", "Cc"})


def inert(text: str) -> str:
    """``text`` with an apostrophe wherever a formula could begin: at its start, and after each character at which some
    reader ends a cell.
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
    """The first character that a spreadsheet would look at. Skips spaces, quotes and zero-width characters."""
    for character in text:
        if not character.isspace() and character != '"' and unicodedata.category(character) not in _UNSEEN:
            return character
    return ""
